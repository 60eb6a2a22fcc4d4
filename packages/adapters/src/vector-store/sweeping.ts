import type { Clock } from '@strata/core';

export type SweepingOptions = {
  readonly clock: Clock;
  /** From the end of one sweep to the beginning of the next. */
  readonly everyMs: number;
  readonly sweep: () => Promise<void>;
};

/** Sweeps again and again until it is disposed of. An outage shows in the calls of requests: the next round tries again. */
export class Sweeping implements Disposable {
  readonly #options: SweepingOptions;
  #cancel: () => void = () => undefined;
  #isDisposed = false;

  constructor(options: SweepingOptions) {
    this.#options = options;
    this.#schedule();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#cancel();
  }

  #schedule(): void {
    if (this.#isDisposed) return;
    const { clock, everyMs, sweep } = this.#options;
    this.#cancel = clock.after(everyMs, () => {
      void sweep()
        .catch(() => undefined)
        .finally(() => this.#schedule());
    });
  }
}
