import { encodeEntry, isOutdated, type CacheEntry } from './cache-entry.ts';
import type { CandidateReview } from './candidate-review.ts';
import type { CacheControls } from './controls.ts';
import { UNHURRIED } from './dependency.ts';
import type { Feedback } from './feedback.ts';
import type { Embedding } from './ports/embedder.ts';
import type { EmbeddingRefusal } from './ports/observer.ts';
import type { VectorMatch } from './ports/vector-store.ts';
import { QuestionSearch } from './question-search.ts';
import { ReadAhead } from './read-ahead.ts';
import { entryIn, SemanticEngines, type SemanticEnginesOptions } from './semantic-engines.ts';
import { explainLookup, type SemanticExplanation } from './semantic-explanation.ts';
import {
  LookupProgress,
  lostOf,
  missOf,
  type SemanticLookup,
  type SemanticOutcome,
} from './semantic-lookup.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { ThresholdRaises, type WrongPair } from './threshold-raises.ts';

export type SemanticTierOptions = SemanticEnginesOptions & {
  readonly review: CandidateReview;
  readonly feedback: Feedback | undefined;
  readonly candidates: number;
  /** Share of unknown word pieces above which the vector does not stand for the text. */
  readonly maxUnknownShare: number;
  /** As for the exact tier: an entry of an older cache version is not served. Default: 0. */
  readonly minVersion?: number;
};

/**
 * The semantic tier: embed, find the nearest within the partition, let the judge decide on each in turn; the first that
 * passes wins. It never rejects for a dependency's sake: an outage is a miss with a degraded mark.
 */
export class SemanticTier implements Disposable {
  readonly #options: SemanticTierOptions;
  readonly #engines: SemanticEngines;
  readonly #search: QuestionSearch;
  readonly #raises: ThresholdRaises;
  readonly #minVersion: number;

  constructor(options: SemanticTierOptions) {
    this.#options = options;
    this.#engines = new SemanticEngines(options);
    this.#search = new QuestionSearch({ ...options, engines: this.#engines });
    this.#raises = new ThresholdRaises({ engines: this.#engines, feedback: options.feedback });
    this.#minVersion = options.minVersion ?? 0;
  }

  get available(): { readonly embedder: boolean; readonly vectors: boolean } {
    return this.#engines.available;
  }

  /** Why the vector store does not take what it is given, where it does not. */
  get writeProblem(): string | undefined {
    return this.#engines.writeProblem;
  }

  /** The lowest cosine at which a request with these controls, under the policy of that name, is answered. */
  thresholdFor(controls: CacheControls, judge: string | undefined): number {
    return this.#options.review.thresholdFor({ controls, judge });
  }

  async lookup(query: SemanticQuery, controls: CacheControls, signal?: AbortSignal): Promise<SemanticLookup> {
    const { clock, observer } = this.#options;
    const startedAt = clock.elapsed();
    const progress = new LookupProgress(clock);
    const outcome = await this.#lookup({ query, controls, signal }, progress);
    const durationMs = clock.elapsed() - startedAt;
    const { embedding, timings } = progress;
    observer.observe({ kind: 'lookup', tier: 'semantic', result: outcome.kind, durationMs, timings });
    return { ...outcome, embedding, timings };
  }

  async #lookup({ query, controls, signal }: Asked, progress: LookupProgress): Promise<SemanticOutcome> {
    const { review } = this.#options;
    try {
      const embedding = await this.#embedAndPrepare(query, signal);
      progress.embedding = embedding;
      progress.ended('embedMs');
      const refusal = this.#search.refusal(embedding);
      if (refusal !== undefined) return this.#refused(refusal);

      const entryFrom = review.threshold;
      const matches = await this.#search.nearest(query, embedding, { signal, entryFrom });
      progress.ended('searchMs');

      const ahead = this.#readAhead(embedding.space, matches[0], signal);
      const onAccepted = (match: VectorMatch): void => ahead.start(match);
      const context = { ...query, controls, signal, onAccepted };
      const judged = await review.cascade(query.text, matches, context);
      progress.ended('judgeMs');
      const winner = judged.at(-1);
      if (winner?.verdict.accepted !== true) return missOf(judged);

      const { match } = winner;
      // The match may have brought it along.
      const entry = match.entry === undefined ? await ahead.read(match) : entryIn(match.entry, match.id);
      progress.ended('searchMs');
      if (entry === undefined) return lostOf('gone');
      if (!isOutdated(entry, this.#minVersion)) return { kind: 'hit', entry, score: match.score };
      // It would stand before the new answers to this question and to all that mean the same.
      await this.#engines.delete(embedding.space, entry.fingerprint, { signal });
      return lostOf('outdated');
    } catch (error) {
      // A caller that left is not a miss: there is nobody to answer.
      if (signal?.aborted === true) throw error;
      progress.failed();
      return { kind: 'degraded' };
    }
  }

  /** What a lookup would see. Rejects with `DependencyError`. */
  async explain(query: SemanticQuery, controls: CacheControls): Promise<SemanticExplanation> {
    const parts = {
      ...this.#options,
      engines: this.#engines,
      search: this.#search,
      minVersion: this.#minVersion,
    };
    return await explainLookup(parts, query, controls);
  }

  /** A live entry by its id. Rejects with `DependencyError`. */
  async entry(id: string): Promise<CacheEntry | undefined> {
    return await this.#engines.read(await this.#engines.space(), id);
  }

  /** Whether there was such an entry. Rejects with `DependencyError`. */
  async delete(id: string): Promise<boolean> {
    return await this.#engines.delete(await this.#engines.space(), id);
  }

  /** Resolves with the entry's own threshold from now on. Rejects with `DependencyError`. */
  async raiseThreshold(id: string, wrongPair: WrongPair): Promise<number> {
    return await this.#raises.raise(id, wrongPair);
  }

  /**
   * Stores the entry under its question. Reuses the lookup's embedding where there is one. Resolves with whether it was
   * stored (a cut or unknown text is not); rejects with `DependencyError`.
   */
  async write(query: SemanticQuery, entry: CacheEntry, reuse: Embedding | undefined): Promise<boolean> {
    const embedding = reuse ?? (await this.#search.embed(query.text, UNHURRIED));
    if (this.#search.refusal(embedding) !== undefined) return false;
    const { space, vector } = embedding;
    const { createdAt, expiresAt, fingerprint: id } = entry;
    // A complaint about the entry holds when it is stored anew: the question is the same.
    const minScore = (await this.#options.feedback?.minScore(id)) ?? 0;
    const life = { createdAt, expiresAt, minScore, entry: encodeEntry(entry) };
    const point = { id, space, vector, partition: query.partition, text: query.text, ...life };
    await this.#engines.write(point);
    return true;
  }

  /** Rejects with `DependencyError`. */
  async clear(): Promise<void> {
    await this.#engines.clear();
  }

  [Symbol.dispose](): void {
    this.#engines[Symbol.dispose]();
  }

  /** The judge reads the question in the time that its embedding takes. */
  #embedAndPrepare({ text, judge }: SemanticQuery, signal: AbortSignal | undefined): Promise<Embedding> {
    const embedding = this.#search.embed(text, { signal });
    this.#options.review.prepare(text, judge);
    return embedding;
  }

  /** The best candidate is mostly the one that passes: its entry is asked for while the judge still reads. */
  #readAhead(space: string, best: VectorMatch | undefined, signal: AbortSignal | undefined): ReadAhead {
    const ahead = new ReadAhead(this.#engines, space, { signal });
    if (best !== undefined && best.score >= this.#options.review.threshold) ahead.start(best);
    return ahead;
  }

  #refused(refusal: EmbeddingRefusal): SemanticOutcome {
    this.#options.observer.observe({ kind: 'semantic-refused', reason: refusal });
    return { kind: 'refused', detail: refusal };
  }
}

type Asked = {
  readonly query: SemanticQuery;
  readonly controls: CacheControls;
  readonly signal: AbortSignal | undefined;
};
