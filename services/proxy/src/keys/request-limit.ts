import { msToFill, TokenBucket, type BucketRate, type Clock, type SharedBucket } from '@strata/core';
import type { SharedLimits } from './shared-limits.ts';

/** Whether a request may go on, with the numbers for its headers. */
export type RequestVerdict = {
  readonly admitted: boolean;
  /** Whole requests that could follow at once. */
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetMs: number;
  /** Until the next request could be admitted; `Infinity` for never. */
  readonly retryMs: number;
};

export type RequestLimitOptions = {
  readonly name: string;
  readonly rate: BucketRate;
  readonly clock: Clock;
  /** Absent: this process is alone. */
  readonly shared: SharedLimits | undefined;
};

/** Requests are fetched from the shared bucket for this long ahead, at least one. */
const BATCH_MS = 10;

/** How long an empty shared bucket is left alone, so that a flood of requests does not become one on Redis. */
const REST_MS = 10;

/**
 * A key's requests. Alone it is a token bucket. With other replicas the bucket lies in Redis, and this holds a few
 * requests fetched ahead: no answer waits for Redis while there are some, and what is held was taken from the bucket
 * before, so that all replicas together never let more through. Without Redis each replica limits for itself.
 */
export class RequestLimit {
  readonly #options: RequestLimitOptions;
  readonly #bucket: SharedBucket;
  readonly #local: TokenBucket;
  readonly #batch: number;
  #held = 0;
  #waiting = 0;
  #emptyUntil = Number.NEGATIVE_INFINITY;
  #fetching: Promise<boolean> | undefined;

  constructor(options: RequestLimitOptions) {
    this.#options = options;
    const { rate, name, clock } = options;
    this.#bucket = { ...rate, name: `${name}:requests` };
    this.#local = new TokenBucket(rate, clock.elapsed());
    this.#batch = Math.max(1, Math.min(rate.capacity / 4, (rate.perSecond * BATCH_MS) / 1000));
  }

  /** At once where it can be said at once. Never rejects. */
  take(): RequestVerdict | Promise<RequestVerdict> {
    const { shared, clock } = this.#options;
    const now = clock.elapsed();
    if (shared === undefined || !shared.available) return this.#verdict(now, this.#local.take(now));
    if (this.#held >= 1) return this.#spend(now);
    if (now < this.#emptyUntil) return this.#verdict(now, false);
    return this.#takeShared(shared);
  }

  async #takeShared(shared: SharedLimits): Promise<RequestVerdict> {
    const { clock } = this.#options;
    this.#waiting += 1;
    try {
      while (this.#held < 1 && clock.elapsed() >= this.#emptyUntil) {
        // oxlint-disable-next-line no-await-in-loop -- each look takes what is left for those who still wait
        const reached = await this.#fetch(shared);
        if (!reached) return this.#verdict(clock.elapsed(), this.#local.take(clock.elapsed()));
      }
    } finally {
      this.#waiting -= 1;
    }
    const now = clock.elapsed();
    return this.#held >= 1 ? this.#spend(now) : this.#verdict(now, false);
  }

  #spend(now: number): RequestVerdict {
    const { shared } = this.#options;
    this.#held -= 1;
    // So that the local bucket knows what it would have let through, should Redis go.
    this.#local.follow(now, 1);
    // A slow key fetches one by one: a request held here for later would be missing on another replica.
    const low = this.#batch >= 2 && this.#held < this.#batch / 2;
    if (low && shared !== undefined && now >= this.#emptyUntil) void this.#fetch(shared);
    return this.#verdict(now, true);
  }

  /** One call at a time, for all that wait. Resolves to whether Redis answered. */
  #fetch(shared: SharedLimits): Promise<boolean> {
    this.#fetching ??= this.#fetchNow(shared).finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchNow(shared: SharedLimits): Promise<boolean> {
    const { clock, rate } = this.#options;
    const want = Math.ceil(Math.max(this.#batch, this.#waiting));
    const answer = await shared.take(this.#bucket, want);
    if (answer === undefined) return false;
    const now = clock.elapsed();
    this.#held += answer.granted;
    if (answer.granted < want) {
      // Never as long as the bucket takes to fill: what runs over would be lost to the key.
      const rest = Math.min(REST_MS, ((rate.capacity / 4) * 1000) / Math.max(rate.perSecond, 1e-3));
      this.#emptyUntil = now + Math.max(rest, msToFill(answer.level, 1, rate));
    }
    this.#local.set(now, Math.max(0, answer.level) + this.#held);
    return true;
  }

  #verdict(now: number, admitted: boolean): RequestVerdict {
    const level = this.#local.level(now);
    const { rate } = this.#options;
    const retryMs = Math.max(msToFill(level, 1, rate), this.#emptyUntil - now, 0);
    return {
      admitted,
      remaining: admitted ? Math.max(0, Math.floor(level)) : 0,
      resetMs: msToFill(level, rate.capacity, rate),
      retryMs: admitted ? 0 : retryMs,
    };
  }
}
