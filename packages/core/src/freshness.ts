import type { CacheControls } from './controls.ts';
import type { JsonObject } from './json.ts';

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
  const { temperature } = body;
  const warm = typeof temperature === 'number' && temperature > rules.warmTemperature;
  return Math.min(warm ? rules.warmTtlMs : rules.ttlMs, rules.maxTtlMs);
}

export type Freshness = 'fresh' | 'stale' | 'too-old';

type Life = { readonly createdAt: number; readonly expiresAt: number };

/** Whether an entry may answer now: `stale` past its expiry, `too-old` for this caller (max-age, min-fresh). */
export function freshnessOf(entry: Life, controls: CacheControls, now: number): Freshness {
  if (now >= entry.expiresAt) return 'stale';
  const { maxAgeMs, minFreshMs } = controls;
  if (maxAgeMs !== undefined && now - entry.createdAt >= maxAgeMs) return 'too-old';
  if (minFreshMs !== undefined && entry.expiresAt - now < minFreshMs) return 'too-old';
  return 'fresh';
}
