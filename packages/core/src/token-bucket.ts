/** How a bucket fills: `perSecond` units a second, up to `capacity`. */
export type BucketRate = { readonly capacity: number; readonly perSecond: number };

/** Ten times a tenth is a little less than one in binary: a unit that is there to a billionth is there. */
const EPSILON = 1e-9;

/**
 * A token bucket, full at first. What is found out afterwards (the tokens of an answer) may take it below zero: such a
 * debt is paid off by time before anything is granted again, so that the rate holds in the long run.
 * Instants are readings of `Clock.elapsed`.
 */
export class TokenBucket {
  readonly #rate: BucketRate;
  #level: number;
  #at: number;

  constructor(rate: BucketRate, now: number) {
    this.#rate = rate;
    this.#level = rate.capacity;
    this.#at = now;
  }

  level(now: number): number {
    const { capacity, perSecond } = this.#rate;
    const gained = (Math.max(0, now - this.#at) * perSecond) / 1000;
    this.#level = Math.min(capacity, this.#level + gained);
    this.#at = Math.max(this.#at, now);
    return this.#level;
  }

  /** Takes the units if they are all there. */
  take(now: number, units = 1): boolean {
    if (this.level(now) < units - EPSILON) return false;
    this.#level -= units;
    return true;
  }

  /** Takes the units whether or not they are there. */
  debit(now: number, units: number): void {
    this.#level = this.level(now) - units;
  }

  /** Takes units that another bucket has granted: no debt comes of it. */
  follow(now: number, units: number): void {
    this.#level = Math.max(Math.min(0, this.#level), this.level(now) - units);
  }

  /** What a bucket shared with others says it is. */
  set(now: number, level: number): void {
    this.#level = Math.min(this.#rate.capacity, level);
    this.#at = now;
  }

  /** Until that many units are there; `Infinity` where they never will be. */
  msUntil(now: number, units: number): number {
    return msToFill(this.level(now), units, this.#rate);
  }
}

/** How long a bucket at `level` takes to hold `units`; `Infinity` where it never will. */
export function msToFill(level: number, units: number, { capacity, perSecond }: BucketRate): number {
  if (level >= units - EPSILON) return 0;
  if (perSecond <= 0 || units > capacity + EPSILON) return Number.POSITIVE_INFINITY;
  return ((units - level) / perSecond) * 1000;
}
