import type { BucketRate } from '../token-bucket.ts';

export type SharedBucket = BucketRate & {
  /** Names it for all replicas. Never a secret. */
  readonly name: string;
};

/** `level` is what is left after `granted` units were taken; below zero it is a debt. */
export type BucketAnswer = { readonly granted: number; readonly level: number };

/**
 * Token buckets that several replicas draw from, by one clock: the engine's own.
 *
 * Contract: a name never asked before is a full bucket; each call is one step that no other comes between; an outage
 * rejects with `DependencyError`, the caller's abort with its reason.
 *
 * Source: Strata's own port; Redis stands behind it, and memory in tests.
 */
export interface BucketStore extends AsyncDisposable {
  readonly name: string;
  /** Takes up to `want` whole units, as many as are there. 0 only reads. */
  take(bucket: SharedBucket, want: number, signal?: AbortSignal): Promise<BucketAnswer>;
  /** Takes them in any case, into debt if need be. */
  debit(bucket: SharedBucket, units: number, signal?: AbortSignal): Promise<BucketAnswer>;
  ping(signal?: AbortSignal): Promise<void>;
}

export type Sum = {
  readonly name: string;
  /** ms since the epoch; the sum is forgotten some time after it. */
  readonly expiresAt: number;
};

/**
 * Running sums that outlive the process: what was spent in a month.
 *
 * Contract: a sum never added to is 0; `add` resolves to the sum after it, all replicas' parts in it; adding 0 reads;
 * an outage rejects with `DependencyError`, and the amount is not in the sum; where it may be, since it was sent and no
 * answer came, the error's code is `unknown_outcome`. Whoever aborts the call cannot know either.
 */
export interface SumStore extends AsyncDisposable {
  readonly name: string;
  add(sum: Sum, amount: number, signal?: AbortSignal): Promise<number>;
  ping(signal?: AbortSignal): Promise<void>;
}
