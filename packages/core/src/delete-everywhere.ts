import type { ExactTier } from './exact-tier.ts';
import type { SemanticTier } from './semantic-tier.ts';

type Tiers = { readonly exact: ExactTier; readonly semantic: SemanticTier | undefined };

/**
 * Deletes an entry from both tiers, and from everybody's memory last: until the semantic tier has let go of it, it may be
 * promoted there again. Rejects with `DependencyError` when a tier cannot be asked; the other one has let go of it then.
 */
export async function deleteEverywhere(
  id: string,
  { exact, semantic }: Tiers,
): Promise<{ readonly inExact: boolean; readonly inSemantic: boolean }> {
  const [ofSemantic] = await Promise.allSettled([semantic?.delete(id) ?? false]);
  const inExact = await exact.delete(id);
  if (ofSemantic.status === 'rejected') throw ofSemantic.reason;
  return { inExact, inSemantic: ofSemantic.value };
}
