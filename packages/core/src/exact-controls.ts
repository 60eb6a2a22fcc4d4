import type { CacheControls } from './controls.ts';
import { queryOf, type PreparedRequest } from './prepared-request.ts';
import type { SemanticTier } from './semantic-tier.ts';

/**
 * What the exact tier is asked with. An answer that was promoted to it is one by meaning: it must not come from there to a
 * request that would not take one so little alike by now, or none at all, as where the semantic tier was switched off since.
 */
export function exactControls(semantic: SemanticTier | undefined, prepared: PreparedRequest): CacheControls {
  const { controls, policy } = prepared;
  if (semantic === undefined || queryOf(prepared) === undefined) return { ...controls, tiers: 'exact' };
  return { ...controls, threshold: semantic.thresholdFor(controls, policy.judge) };
}
