import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import {
  CandidateReview,
  SemanticTier,
  type Clock,
  type Embedder,
  type Feedback,
  type Judge,
  type Observer,
  type VectorStore,
} from '@strata/core';
import { createThresholdJudge } from '@strata/judge';

type Watched = { readonly clock: Clock; readonly observer: Observer };

export type SemanticParts = {
  readonly embedder?: Embedder;
  readonly vectors?: VectorStore;
  readonly judge?: Judge | undefined;
  readonly feedback?: Feedback;
  /** In place of one that accepts from 0.9 on. */
  readonly review?: CandidateReview;
};

/** A semantic tier of a pipeline, with what the proxy configures by default. */
export function semanticTierOf({ clock, observer }: Watched, parts: SemanticParts = {}): SemanticTier {
  const { embedder = new FakeEmbedder(), vectors = new MemoryVectorStore(), feedback } = parts;
  return new SemanticTier({
    embedder,
    vectors,
    review: parts.review ?? reviewOf({ clock, observer }, { ...parts, threshold: 0.9 }),
    feedback,
    clock,
    observer,
    embedDeadlineMs: 500,
    vectorDeadlineMs: 250,
    candidates: 8,
    maxUnknownShare: 0.2,
  });
}

export function reviewOf(
  { clock, observer }: Watched,
  { judge = createThresholdJudge(), feedback, threshold }: SemanticParts & { readonly threshold: number },
): CandidateReview {
  return new CandidateReview({ judge, feedback, clock, observer, threshold });
}
