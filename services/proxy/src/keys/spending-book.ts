import type { Clock, Observer, Sum, SumStore } from '@strata/core';
import { Dependency } from '@strata/core/dependency';

export type SpendingBookOptions = {
  readonly store: SumStore;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
};

/** Where the money spent is written down, past the end of the process; while its store is away there is no answer. */
export class SpendingBook implements Disposable {
  readonly #store: SumStore;
  readonly #dependency: Dependency;

  constructor({ store, clock, observer, deadlineMs }: SpendingBookOptions) {
    this.#store = store;
    const ping = (signal: AbortSignal): Promise<void> => store.ping(signal);
    this.#dependency = new Dependency({ name: 'spending', deadlineMs, clock, observer, ping });
  }

  /** The sum with the amount in it; `undefined`: not now, and the amount is not in it. */
  async add(sum: Sum, amount: number): Promise<number | undefined> {
    try {
      return await this.#dependency.call('add', (signal) => this.#store.add(sum, amount, signal));
    } catch {
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#dependency[Symbol.dispose]();
  }
}
