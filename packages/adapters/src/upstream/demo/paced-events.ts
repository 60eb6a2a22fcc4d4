import type { Clock } from '@strata/core';

export type PacedEvent = { readonly data: string; readonly waitMs: number };

type Result = IteratorResult<string, undefined>;

/** Events given out one after the other, each after its own pause. For one reader. */
export class PacedEvents implements AsyncIterableIterator<string, undefined> {
  readonly #events: Iterator<PacedEvent>;
  readonly #clock: Clock;
  readonly #left = new AbortController();
  readonly #signal: AbortSignal;

  constructor(events: Iterable<PacedEvent>, clock: Clock, signal: AbortSignal) {
    this.#events = events[Symbol.iterator]();
    this.#clock = clock;
    this.#signal = AbortSignal.any([signal, this.#left.signal]);
  }

  async next(): Promise<Result> {
    if (this.#left.signal.aborted) return { done: true, value: undefined };
    this.#signal.throwIfAborted();
    const event = this.#events.next();
    if (event.done === true) return { done: true, value: undefined };
    try {
      if (event.value.waitMs > 0) await pause(event.value.waitMs, this.#clock, this.#signal);
    } catch (error) {
      if (this.#left.signal.aborted) return { done: true, value: undefined };
      throw error;
    }
    return { done: false, value: event.value.data };
  }

  async return(): Promise<Result> {
    this.#left.abort();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** Resolves after the time; rejects with the signal's reason when it aborts before. */
export function pause(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      // oxlint-disable-next-line prefer-promise-reject-errors -- the caller's own reason, whatever it is
      reject(signal.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
