import type { CacheEntry } from './cache-entry.ts';
import type { Judged } from './candidate-review.ts';
import type { Clock } from './clock.ts';
import type { Embedding } from './ports/embedder.ts';
import type { EmbeddingRefusal, SemanticTimings } from './ports/observer.ts';

/** What a lookup by meaning came to. */
export type SemanticOutcome =
  | { readonly kind: 'hit'; readonly entry: CacheEntry; readonly score: number }
  /** `detail` says why, for the Cache-Status header: the guard of the best candidate, or that there was none. */
  | { readonly kind: 'miss'; readonly detail: string; readonly score: number | undefined }
  | { readonly kind: 'refused'; readonly detail: EmbeddingRefusal }
  | { readonly kind: 'degraded' };

export type SemanticLookup = SemanticOutcome & {
  readonly embedding: Embedding | undefined;
  readonly timings: SemanticTimings;
};

/** What a lookup has found on its way, and where its time went: known also of one that fails. */
export class LookupProgress {
  readonly #clock: Clock;
  readonly timings = { embedMs: 0, searchMs: 0, judgeMs: 0 };
  embedding: Embedding | undefined;
  #last: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.elapsed();
  }

  /** Counts the time since the step before. */
  ended(step: keyof SemanticTimings): void {
    const now = this.#clock.elapsed();
    this.timings[step] += now - this.#last;
    this.#last = now;
  }

  /** What was waited for in vain took time, too. */
  failed(): void {
    this.ended(this.embedding === undefined ? 'embedMs' : 'searchMs');
  }
}

/** With the best candidate's reason: what stood nearest to a hit. */
export function missOf([best]: readonly Judged[]): SemanticOutcome {
  if (best === undefined || best.verdict.accepted) return lostOf('no-candidate');
  return { kind: 'miss', detail: best.verdict.guard, score: best.match.score };
}

/** Of no candidate in particular, or of one whose entry may not answer after all. */
export function lostOf(detail: 'no-candidate' | 'gone' | 'outdated'): SemanticOutcome {
  return { kind: 'miss', detail, score: undefined };
}
