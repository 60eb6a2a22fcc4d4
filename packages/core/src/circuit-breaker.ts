import type { Clock } from './clock.ts';

export type CircuitBreakerOptions = {
  readonly clock: Clock;
  /** Failures in a row that open it. */
  readonly failuresToOpen: number;
  /** First wait before a probe; doubles up to `maxProbeDelayMs` while probes fail. */
  readonly probeDelayMs: number;
  readonly maxProbeDelayMs: number;
  /** Asks the dependency whether it is well. No request ever pays for finding out. */
  readonly probe: () => Promise<void>;
  readonly onChange: (open: boolean) => void;
};

/** Opening again within this time of closing is a relapse. */
const RELAPSE_MS = 10_000;

/**
 * Keeps requests away from a dependency that keeps failing. Unlike a half-open breaker, which lets one request try and
 * wait, this one probes in the background: while it is open, requests go on without the dependency at no cost.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #failures = 0;
  #open = false;
  #closedAt = Number.NEGATIVE_INFINITY;
  #restMs = 0;
  #cancelProbe: () => void = () => {};
  #disposed = false;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get open(): boolean {
    return this.#open;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#open || this.#failures < this.#options.failuresToOpen) return;
    this.#open = true;
    this.#options.onChange(true);
    this.#probeAfter(this.#firstDelay());
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelProbe();
  }

  /** One that is well when asked and fails again under load is given more rest each time. */
  #firstDelay(): number {
    const { clock, probeDelayMs, maxProbeDelayMs } = this.#options;
    const soon = clock.elapsed() - this.#closedAt < RELAPSE_MS;
    this.#restMs = soon ? Math.min(this.#restMs * 2, maxProbeDelayMs) : probeDelayMs;
    return this.#restMs;
  }

  #probeAfter(delayMs: number): void {
    if (this.#disposed) return;
    const { clock, probe, maxProbeDelayMs } = this.#options;
    this.#cancelProbe = clock.after(delayMs, () => {
      probe().then(
        () => this.#close(),
        () => this.#probeAfter(Math.min(delayMs * 2, maxProbeDelayMs)),
      );
    });
  }

  #close(): void {
    this.#open = false;
    this.#closedAt = this.#options.clock.elapsed();
    this.#failures = 0;
    this.#options.onChange(false);
  }
}
