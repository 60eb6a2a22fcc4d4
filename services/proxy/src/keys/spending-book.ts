import { StrataError, type Sum, type SumStore } from '@strata/core';
import { LenientStore, type LenientStoreOptions } from './lenient-store.ts';

/**
 * The sum with the amount in it; `refused`: not now, and the amount is surely not in it; `unknown`: it was sent and no
 * answer came in time, so that it may be in it, now or in a moment.
 */
export type Booking = { readonly total: number } | 'refused' | 'unknown';

/** Where the money spent is written down, past the end of the process. */
export class SpendingBook implements Disposable {
  readonly #sums: LenientStore<SumStore>;

  constructor(options: LenientStoreOptions<SumStore>) {
    this.#sums = new LenientStore('spending', options);
  }

  /** Never rejects. */
  async add(sum: Sum, amount: number): Promise<Booking> {
    // As long as the store was not asked at all: it is known to be away.
    let failure: 'refused' | 'unknown' = 'refused';
    const total = await this.#sums.ask('add', async (store, signal) => {
      failure = 'unknown';
      try {
        return await store.add(sum, amount, signal);
      } catch (error) {
        if (isRefusal(error)) failure = 'refused';
        throw error;
      }
    });
    return total === undefined ? failure : { total };
  }

  [Symbol.dispose](): void {
    this.#sums[Symbol.dispose]();
  }
}

/** A deadline that passed says nothing of the command that is on its way. */
function isRefusal(error: unknown): boolean {
  return error instanceof StrataError && error.code !== 'timeout' && error.code !== 'unknown_outcome';
}
