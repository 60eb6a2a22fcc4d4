import type { BucketAnswer, BucketStore, SharedBucket } from '@strata/core';
import { LenientStore, type LenientStoreOptions } from './lenient-store.ts';

/** The buckets that all replicas share. While their store is away there is no answer, and the caller limits for itself. */
export class SharedLimits implements Disposable {
  readonly #buckets: LenientStore<BucketStore>;

  constructor(options: LenientStoreOptions<BucketStore>) {
    this.#buckets = new LenientStore('limits', options);
  }

  /** `false` while the store is known to be away. */
  get available(): boolean {
    return this.#buckets.available;
  }

  take(bucket: SharedBucket, want: number): Promise<BucketAnswer | undefined> {
    return this.#buckets.ask('take', (store, signal) => store.take(bucket, want, signal));
  }

  debit(bucket: SharedBucket, units: number): Promise<BucketAnswer | undefined> {
    return this.#buckets.ask('debit', (store, signal) => store.debit(bucket, units, signal));
  }

  [Symbol.dispose](): void {
    this.#buckets[Symbol.dispose]();
  }
}
