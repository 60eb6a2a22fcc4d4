import type { CacheEntry } from './cache-entry.ts';
import type { CachePolicy } from './cache-policy.ts';
import type { CacheControls } from './controls.ts';
import { DependencyError, UpstreamError } from './errors.ts';
import type { ExactLookup } from './exact-tier.ts';
import type { StaleReason } from './ports/observer.ts';

type StaleContext = { readonly policy: CachePolicy; readonly controls: CacheControls; readonly now: number };

/**
 * The expired entry of a lookup, where the policy still lets it be served for this reason. A caller that says how fresh
 * an answer must be, or that nobody is to be asked, gets none.
 */
export function staleEntry(
  lookup: ExactLookup | undefined,
  reason: StaleReason,
  { policy, controls, now }: StaleContext,
): CacheEntry | undefined {
  if (lookup?.kind !== 'stale') return undefined;
  const { maxAgeMs, minFreshMs, onlyIfCached } = controls;
  if (maxAgeMs !== undefined || minFreshMs !== undefined || onlyIfCached) return undefined;
  const window = reason === 'if-error' ? policy.staleIfErrorMs : policy.staleWhileRevalidateMs;
  const staleMs = now - lookup.entry.expiresAt;
  // Before its expiry it is stale for its age, which nobody knows.
  return staleMs >= 0 && staleMs < window ? lookup.entry : undefined;
}

/** What a shared cache may cover up with a stale answer: 500, 502, 503, 504, or none at all (RFC 5861, section 4). */
const COVERED = new Set([500, 502, 503, 504]);

export function isUpstreamOutage(error: unknown): boolean {
  if (error instanceof DependencyError) return true;
  if (!(error instanceof UpstreamError)) return false;
  if (error.response !== undefined) return COVERED.has(error.response.status);
  return error.code !== 'model_not_found';
}
