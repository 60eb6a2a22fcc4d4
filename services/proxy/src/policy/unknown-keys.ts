import { modelFilter } from '../keys/model-patterns.ts';
import type { CachePolicySettings } from './cache-policy-settings.ts';

/**
 * Sentences for the log: names in rules that no key bears. A slip of the pen there puts the rule out of force, and with it
 * what it keeps out of the cache. No problem: the key may come later, over the admin API.
 */
export function unknownKeyWarnings(
  { cache_policies: rules }: CachePolicySettings,
  names: readonly string[],
): readonly string[] {
  return rules.flatMap(({ keys = [] }, index) =>
    keys
      .filter((pattern) => !names.some(modelFilter([pattern])))
      .map((pattern) => `No key has the name "${pattern}", which cache_policies.${index}.keys is for.`),
  );
}
