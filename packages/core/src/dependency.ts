import { CircuitBreaker } from './circuit-breaker.ts';
import type { Clock } from './clock.ts';
import { withDeadline } from './deadline.ts';
import { DeadlineError, DependencyError, messageOf } from './errors.ts';
import type { CacheEvent, Observer } from './ports/observer.ts';

export type DependencyOptions = {
  /** `exact`, `vectors`, `embedder`: the label of its metrics. */
  readonly name: string;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly ping: (signal: AbortSignal) => Promise<void>;
};

type CallResult = Extract<CacheEvent, { kind: 'dependency-call' }>['result'];

/** How long a probe may take: generous, since nobody waits for it. */
const PROBE_DEADLINE_MS = 3_000;

/**
 * Everything between the pipeline and a store or service that may be down: each call has a deadline, failures in a
 * row of what requests wait for open a breaker, and all of it is observed. A caller that leaves is not a failure of the
 * dependency.
 */
export class Dependency implements Disposable {
  readonly #options: DependencyOptions;
  readonly #breaker: CircuitBreaker;
  #lastError: string | undefined;

  constructor(options: DependencyOptions) {
    this.#options = options;
    const { clock, observer, name, ping } = options;
    this.#breaker = new CircuitBreaker({
      clock,
      failuresToOpen: 5,
      probeDelayMs: 500,
      maxProbeDelayMs: 5_000,
      probe: () => withDeadline(ping, { clock, ms: PROBE_DEADLINE_MS, what: `${name}: ping` }),
      onChange: (open) => {
        const cause = open ? this.#lastError : undefined;
        observer.observe({
          kind: 'breaker',
          dependency: name,
          open,
          ...(cause === undefined ? {} : { cause }),
        });
      },
    });
  }

  get available(): boolean {
    return !this.#breaker.open;
  }

  /** Runs one operation. Rejects with `DependencyError`, or with the caller's own abort reason. */
  async call<T>(
    operation: string,
    work: (signal: AbortSignal) => Promise<T>,
    limits: CallLimits = {},
  ): Promise<T> {
    const { clock, name, deadlineMs } = this.#options;
    if (this.#breaker.open && limits.evenIfOpen !== true) {
      this.#observe(operation, 'open', 0);
      throw new DependencyError(`${name} is unavailable; the last error was: ${this.#lastError}`, {
        code: 'open',
      });
    }
    const startedAt = clock.elapsed();
    try {
      const ms = limits.deadlineMs ?? deadlineMs;
      const value = await withDeadline(work, {
        clock,
        ms,
        what: `${name}: ${operation}`,
        signal: limits.signal,
      });
      if (isWaitedFor(limits)) this.#breaker.succeeded();
      this.#observe(operation, 'ok', clock.elapsed() - startedAt);
      return value;
    } catch (error) {
      this.#observe(operation, this.#fault(error, limits), clock.elapsed() - startedAt);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#breaker.dispose();
  }

  #fault(error: unknown, limits: CallLimits): CallResult {
    if (limits.signal?.aborted === true) return 'cancelled';
    this.#lastError = messageOf(error);
    if (isWaitedFor(limits)) this.#breaker.failed();
    return error instanceof DeadlineError ? 'timeout' : 'error';
  }

  #observe(operation: string, result: CallResult, durationMs: number): void {
    const { observer, name } = this.#options;
    observer.observe({ kind: 'dependency-call', dependency: name, operation, result, durationMs });
  }
}

export type CallLimits = {
  readonly signal?: AbortSignal | undefined;
  /** In place of the dependency's own deadline: background work may take longer. */
  readonly deadlineMs?: number;
  /** An open breaker does not refuse it. */
  readonly evenIfOpen?: boolean;
};

/**
 * Only what requests wait for moves the breaker. A write in its own longer time succeeds where every read comes too late,
 * and a full store refuses writes while its reads go on: neither says how requests fare.
 */
function isWaitedFor({ deadlineMs }: CallLimits): boolean {
  return deadlineMs === undefined;
}

/**
 * What no request waits for (written back, taken back, imported, said by people): a busy or starting dependency gets time
 * that a request would not have.
 */
export const UNHURRIED: CallLimits = { deadlineMs: 10_000 };
