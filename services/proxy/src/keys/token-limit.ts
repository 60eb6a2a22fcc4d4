import { TokenBucket, type BucketRate, type Clock, type SharedBucket } from '@strata/core';
import type { SharedLimits } from './shared-limits.ts';

export type TokenLimitOptions = {
  readonly name: string;
  readonly tokensPerMinute: number;
  readonly clock: Clock;
  /** Absent: this process is alone. */
  readonly shared: SharedLimits | undefined;
};

/**
 * A key's tokens. How many a request takes is known when it was answered, so it is admitted while the bucket holds
 * anything, and what it took may leave a debt that time pays off first: over minutes the rate holds exactly.
 */
export class TokenLimit {
  readonly perMinute: number;
  readonly #options: TokenLimitOptions;
  readonly #bucket: SharedBucket;
  readonly #local: TokenBucket;
  #unsent = 0;
  #sending = false;

  constructor(options: TokenLimitOptions) {
    const { tokensPerMinute, name, clock } = options;
    const rate: BucketRate = { capacity: tokensPerMinute, perSecond: tokensPerMinute / 60 };
    this.#options = options;
    this.perMinute = tokensPerMinute;
    this.#bucket = { ...rate, name: `${name}:tokens` };
    this.#local = new TokenBucket(rate, clock.elapsed());
  }

  get remaining(): number {
    return Math.max(0, Math.floor(this.#local.level(this.#options.clock.elapsed())));
  }

  /** Until a request may be admitted; 0: now. */
  waitMs(): number {
    return this.#local.msUntil(this.#options.clock.elapsed(), 1);
  }

  /** Until the bucket is full again. */
  resetMs(): number {
    return this.#local.msUntil(this.#options.clock.elapsed(), this.perMinute);
  }

  spend(tokens: number): void {
    const { shared, clock } = this.#options;
    this.#local.debit(clock.elapsed(), tokens);
    if (shared === undefined) return;
    this.#unsent += tokens;
    if (!this.#sending) void this.#send(shared);
  }

  /** One call at a time; what comes meanwhile goes with the next. Then the shared level, everybody's part in it, is ours. */
  async #send(shared: SharedLimits): Promise<void> {
    this.#sending = true;
    while (this.#unsent > 0) {
      const tokens = this.#unsent;
      this.#unsent = 0;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await shared.debit(this.#bucket, tokens);
      // Without an answer they are counted here alone, as if this process were.
      if (answer !== undefined) this.#local.set(this.#options.clock.elapsed(), answer.level - this.#unsent);
    }
    this.#sending = false;
  }
}
