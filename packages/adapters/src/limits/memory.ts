import {
  TokenBucket,
  type BucketAnswer,
  type BucketStore,
  type Clock,
  type SharedBucket,
} from '@strata/core';

/** Buckets that several gates of one process share. */
export class MemoryBucketStore implements BucketStore {
  readonly name = 'memory';
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { readonly terms: string; readonly bucket: TokenBucket }>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  async take(bucket: SharedBucket, want: number): Promise<BucketAnswer> {
    const now = this.#clock.elapsed();
    const held = this.#of(bucket, now);
    const granted = Math.max(0, Math.min(want, Math.floor(held.level(now) + 1e-9)));
    held.debit(now, granted);
    return { granted, level: held.level(now) };
  }

  async debit(bucket: SharedBucket, units: number): Promise<BucketAnswer> {
    const now = this.#clock.elapsed();
    const held = this.#of(bucket, now);
    held.debit(now, units);
    return { granted: units, level: held.level(now) };
  }

  async ping(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#buckets.clear();
  }

  /** With its level kept where the rate of a name has changed. */
  #of(bucket: SharedBucket, now: number): TokenBucket {
    const terms = `${bucket.capacity} ${bucket.perSecond}`;
    const known = this.#buckets.get(bucket.name);
    if (known?.terms === terms) return known.bucket;
    const created = new TokenBucket(bucket, now);
    if (known !== undefined) created.set(now, known.bucket.level(now));
    this.#buckets.set(bucket.name, { terms, bucket: created });
    return created;
  }
}
