import { isOutdated } from './cache-entry.ts';
import type { CandidateReview, Explained } from './candidate-review.ts';
import type { CacheControls } from './controls.ts';
import type { EmbeddingRefusal } from './ports/observer.ts';
import type { VectorMatch } from './ports/vector-store.ts';
import type { QuestionSearch } from './question-search.ts';
import type { SemanticEngines } from './semantic-engines.ts';
import type { SemanticQuery } from './semantic-query.ts';

export type SemanticExplanation = {
  readonly refusal: EmbeddingRefusal | undefined;
  readonly tokenCount: number;
  readonly unknownShare: number;
  /** The embedder's fingerprint. */
  readonly space: string;
  /** Lowest cosine accepted, by the policy that holds and by what the caller asks for. */
  readonly threshold: number;
  readonly candidates: readonly Explained[];
  /** Why the first that passes would not answer after all. */
  readonly lost?: 'gone' | 'outdated';
};

type Parts = {
  readonly engines: SemanticEngines;
  readonly search: QuestionSearch;
  readonly review: CandidateReview;
  /** As for the lookup. */
  readonly minVersion: number;
};

/** What a lookup would see, with no side effect and every candidate judged. Rejects with `DependencyError`. */
export async function explainLookup(
  parts: Parts,
  query: SemanticQuery,
  controls: CacheControls,
): Promise<SemanticExplanation> {
  const { search, review } = parts;
  const embedding = await search.embed(query.text);
  const refusal = search.refusal(embedding);
  const matches = refusal === undefined ? await search.nearest(query, embedding) : [];
  const context = { ...query, controls };
  const candidates = await review.explain(query.text, matches, context);
  const { tokenCount, unknownShare, space } = embedding;
  const lost = await whyLost(parts, space, candidates.find(({ verdict }) => verdict.accepted)?.match);
  return {
    refusal,
    tokenCount,
    unknownShare,
    space,
    threshold: review.thresholdFor(context),
    candidates,
    ...(lost === undefined ? {} : { lost }),
  };
}

async function whyLost(
  { engines, minVersion }: Parts,
  space: string,
  winner: VectorMatch | undefined,
): Promise<SemanticExplanation['lost']> {
  if (winner === undefined) return undefined;
  const entry = await engines.read(space, winner.id);
  if (entry === undefined) return 'gone';
  return isOutdated(entry, minVersion) ? 'outdated' : undefined;
}
