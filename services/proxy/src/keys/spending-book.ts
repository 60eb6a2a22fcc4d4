import type { Sum, SumStore } from '@strata/core';
import { LenientStore, type LenientStoreOptions } from './lenient-store.ts';

/** Where the money spent is written down, past the end of the process. */
export class SpendingBook implements Disposable {
  readonly #sums: LenientStore<SumStore>;

  constructor(options: LenientStoreOptions<SumStore>) {
    this.#sums = new LenientStore('spending', options);
  }

  /** The sum with the amount in it; `undefined`: not now, and the amount is not in it. */
  add(sum: Sum, amount: number): Promise<number | undefined> {
    return this.#sums.ask('add', (store, signal) => store.add(sum, amount, signal));
  }

  [Symbol.dispose](): void {
    this.#sums[Symbol.dispose]();
  }
}
