import { UpstreamError, type Clock } from '@strata/core';

export type QueueLimits = {
  /** Calls that may wait; more are refused. */
  readonly size: number;
  readonly timeoutMs: number;
};

export type ConcurrencyGateOptions = {
  readonly provider: string;
  readonly clock: Clock;
  /** Calls under way at once. */
  readonly limit: number;
  readonly queue: QueueLimits;
};

type Waiting = { readonly admit: () => void };

/** What a client that was refused is told to wait: an answer or two should be over by then. */
const RETRY_AFTER_MS = 1_000;

/** Lets a bounded number of calls through at once and a bounded number wait for a place, in the order they came. */
export class ConcurrencyGate {
  readonly #options: ConcurrencyGateOptions;
  readonly #queue = new Set<Waiting>();
  #inside = 0;

  constructor(options: ConcurrencyGateOptions) {
    this.#options = options;
  }

  get inside(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** A call could enter now. */
  get free(): boolean {
    return this.#inside < this.#options.limit;
  }

  /** A call could enter or wait. */
  get open(): boolean {
    return this.free || this.#queue.size < this.#options.queue.size;
  }

  /** Rejects with `UpstreamError` `overloaded` when there is no place in time, or with the signal's reason. */
  async enter(signal: AbortSignal): Promise<void> {
    if (this.free) {
      this.#inside += 1;
      return;
    }
    if (!this.open) throw this.#overloaded('no more may wait');
    await this.#wait(signal);
  }

  /** Whoever waits longest takes the place. */
  leave(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#inside -= 1;
    else next.admit();
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { clock, queue } = this.#options;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#queue.delete(waiting);
        cancelAlarm();
        signal.removeEventListener('abort', onAbort);
      };
      const waiting = {
        admit: (): void => {
          end();
          resolve();
        },
      };
      const onAbort = (): void => {
        end();
        reject(signal.reason as Error);
      };
      const cancelAlarm = clock.after(queue.timeoutMs, () => {
        end();
        reject(this.#overloaded(`no place within ${queue.timeoutMs} ms`));
      });
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.add(waiting);
    });
  }

  #overloaded(why: string): UpstreamError {
    const { provider, limit } = this.#options;
    return new UpstreamError(`${provider} answers ${limit} requests at once and ${why}.`, {
      code: 'overloaded',
      retryable: true,
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}
