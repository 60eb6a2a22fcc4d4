import type { Clock } from '../clock.ts';
import type { ExactTier } from '../exact-tier.ts';
import type { Feedback } from '../feedback.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { ExactStore } from '../ports/exact-store.ts';
import type { VectorStore } from '../ports/vector-store.ts';
import type { SemanticTier } from '../semantic-tier.ts';

/**
 * What administration works on. It reads the stores themselves and not through the tiers: a long walk must not wear out
 * the deadlines and breakers that requests rely on.
 */
export type EntryStores = {
  readonly exact: { readonly tier: ExactTier; readonly store: ExactStore };
  /** Absent: the exact tier only. */
  readonly semantic: SemanticParts | undefined;
  readonly feedback: Feedback;
  readonly clock: Clock;
};

export type SemanticParts = {
  readonly tier: SemanticTier;
  readonly vectors: VectorStore;
  readonly embedder: Embedder;
};

/** The space that questions are compared in now; `undefined` without a semantic tier. */
export async function currentSpace(stores: EntryStores, signal?: AbortSignal): Promise<string | undefined> {
  return (await stores.semantic?.embedder.describe(signal))?.fingerprint;
}
