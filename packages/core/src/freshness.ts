import { neverExpires } from './cache-entry.ts';
import type { CacheControls } from './controls.ts';
import type { JsonObject } from './json.ts';
import { isHotter } from './temperature.ts';

export type FreshnessRules = {
  readonly ttlMs: number;
  /** For requests above `warmTemperature`: their answers are meant to vary. */
  readonly warmTtlMs: number;
  readonly warmTemperature: number;
  /** Every lifetime is cut to it: those configured, and the caller's `x-cache-ttl`. */
  readonly maxTtlMs: number;
};

/** How long an answer to this request may be served, in ms; 0: not stored at all. */
export function ttlOf(body: JsonObject, controls: CacheControls, rules: FreshnessRules): number {
  if (controls.ttlMs !== undefined) return Math.min(controls.ttlMs, rules.maxTtlMs);
  const warm = isHotter(body, rules.warmTemperature);
  return Math.min(warm ? rules.warmTtlMs : rules.ttlMs, rules.maxTtlMs);
}

export type Freshness = 'fresh' | 'stale' | 'too-old';

type Life = { readonly createdAt: number; readonly expiresAt: number };

/** How far the clocks of machines that share entries may be apart. */
const CLOCK_SKEW_MS = 5_000;

/** Whether an entry may answer now: `stale` past its expiry, `too-old` for this caller (max-age, min-fresh). */
export function freshnessOf(entry: Life, controls: CacheControls, now: number): Freshness {
  if (!isLive(entry, now)) return 'stale';
  const { maxAgeMs, minFreshMs } = controls;
  if (maxAgeMs !== undefined && ageOf(entry, now) >= maxAgeMs) return 'too-old';
  if (minFreshMs !== undefined && entry.expiresAt - now < minFreshMs) return 'too-old';
  return 'fresh';
}

/**
 * Whether an entry has not expired. One from a time that is yet to come (the clock went back) would outlive every
 * lifetime that was meant: only what never expires lives on.
 */
export function isLive(entry: Life, now: number): boolean {
  return now < entry.expiresAt && (ageOf(entry, now) < Number.POSITIVE_INFINITY || neverExpires(entry));
}

/** In ms; infinite where clocks alone cannot explain that the entry is to be made yet, since nobody knows how old it is. */
function ageOf({ createdAt }: Life, now: number): number {
  if (createdAt <= now) return now - createdAt;
  return createdAt - now <= CLOCK_SKEW_MS ? 0 : Number.POSITIVE_INFINITY;
}
