import type { BucketAnswer, BucketStore, Clock, Observer, SharedBucket } from '@strata/core';
import { Dependency } from '@strata/core/dependency';

export type SharedLimitsOptions = {
  readonly store: BucketStore;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
};

/** The buckets that all replicas share, and what becomes of a call while their store is away: no answer. */
export class SharedLimits implements Disposable {
  readonly #store: BucketStore;
  readonly #dependency: Dependency;

  constructor({ store, clock, observer, deadlineMs }: SharedLimitsOptions) {
    this.#store = store;
    this.#dependency = new Dependency({
      name: 'limits',
      deadlineMs,
      clock,
      observer,
      ping: (signal) => store.ping(signal),
    });
  }

  /** `false` while the store is known to be away. */
  get available(): boolean {
    return this.#dependency.available;
  }

  take(bucket: SharedBucket, want: number): Promise<BucketAnswer | undefined> {
    return this.#ask('take', (signal) => this.#store.take(bucket, want, signal));
  }

  debit(bucket: SharedBucket, units: number): Promise<BucketAnswer | undefined> {
    return this.#ask('debit', (signal) => this.#store.debit(bucket, units, signal));
  }

  [Symbol.dispose](): void {
    this.#dependency[Symbol.dispose]();
  }

  async #ask(
    operation: string,
    work: (signal: AbortSignal) => Promise<BucketAnswer>,
  ): Promise<BucketAnswer | undefined> {
    try {
      return await this.#dependency.call(operation, work);
    } catch {
      // Observed by the dependency; the caller limits for itself.
      return undefined;
    }
  }
}
