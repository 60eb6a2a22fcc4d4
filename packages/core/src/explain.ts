import type { BypassReason } from './admission.ts';
import { exactControls } from './exact-controls.ts';
import { neverExpires, type CacheEntry, type EntryHeader } from './cache-entry.ts';
import type { Clock } from './clock.ts';
import type { ExactTier } from './exact-tier.ts';
import type { SemanticExplanation } from './semantic-explanation.ts';
import type { SemanticRefusal } from './semantic-query.ts';
import type { SemanticTier } from './semantic-tier.ts';
import { staleEntry } from './stale.ts';
import type { PreparedRequest } from './prepared-request.ts';

/** The entry of an equal request, without its answer. */
export type ExplainedEntry = Omit<EntryHeader, 'expiresAt'> & {
  readonly ageMs: number;
  /** `null` while it is pinned, and of an alias of one that was. */
  readonly expiresAt: number | null;
};

/** What would happen to a request, and why. */
export type RequestExplanation = {
  readonly fingerprint: string;
  readonly bypass: BypassReason | undefined;
  readonly exact: ExplainedEntry | undefined;
  readonly semantic:
    | { readonly refusal: SemanticRefusal | 'off' }
    | (SemanticExplanation & { readonly text: string; readonly partition: string });
  readonly decision: 'bypass' | 'exact-hit' | 'stale' | 'semantic-hit' | 'miss' | 'refresh';
};

export type Explainable = {
  readonly exact: ExactTier;
  readonly semantic: SemanticTier | undefined;
  readonly clock: Clock;
};

/** Asks both tiers, stores nothing, calls no upstream. Rejects with `DependencyError`. */
export async function explainRequest(
  tiers: Explainable,
  prepared: PreparedRequest,
): Promise<RequestExplanation> {
  const { fingerprint, bypass, controls } = prepared;
  const { entry: exact, decision } = await explainExact(tiers, prepared);
  const semantic = await explainSemantic(tiers.semantic, prepared);
  const explained = exact === undefined ? undefined : explainedEntry(exact, tiers.clock.now());
  const common = { fingerprint, bypass, exact: explained, semantic };
  if (bypass !== undefined) return { ...common, decision: 'bypass' };
  if (controls.mode === 'refresh') return { ...common, decision: 'refresh' };
  if (decision !== undefined && controls.tiers !== 'semantic') return { ...common, decision };
  const alike =
    'candidates' in semantic &&
    semantic.lost === undefined &&
    semantic.candidates.some(({ verdict }) => verdict.accepted);
  return { ...common, decision: alike && controls.tiers !== 'exact' ? 'semantic-hit' : 'miss' };
}

/** The entry that would answer, and whether it is past its time. */
async function explainExact(
  { exact, semantic, clock }: Explainable,
  prepared: PreparedRequest,
): Promise<{ readonly entry?: CacheEntry; readonly decision?: 'exact-hit' | 'stale' }> {
  const { fingerprint, controls, policy } = prepared;
  const lookup = await exact.stored(fingerprint, exactControls(semantic, prepared));
  if (lookup.kind === 'hit') return { entry: lookup.entry, decision: 'exact-hit' };
  const entry = staleEntry(lookup, 'while-revalidate', { policy, controls, now: clock.now() });
  return entry === undefined ? {} : { entry, decision: 'stale' };
}

async function explainSemantic(
  tier: SemanticTier | undefined,
  { semantic, controls }: PreparedRequest,
): Promise<RequestExplanation['semantic']> {
  if ('refusal' in semantic) return semantic;
  if (tier === undefined) return { refusal: 'off' };
  return { ...semantic, ...(await tier.explain(semantic, controls)) };
}

function explainedEntry({ body: _body, ...header }: CacheEntry, now: number): ExplainedEntry {
  return {
    ...header,
    ageMs: Math.max(0, now - header.createdAt),
    expiresAt: neverExpires(header) ? null : header.expiresAt,
  };
}
