import { encodeEntry, isOutdated, type CacheEntry } from './cache-entry.ts';
import type { CandidateReview, Judged } from './candidate-review.ts';
import type { Clock } from './clock.ts';
import type { CacheControls } from './controls.ts';
import type { CallLimits } from './dependency.ts';
import type { Feedback } from './feedback.ts';
import type { Embedding } from './ports/embedder.ts';
import type { Explanation } from './ports/judge.ts';
import type { EmbeddingRefusal, SemanticTimings } from './ports/observer.ts';
import type { VectorMatch, VectorQuery } from './ports/vector-store.ts';
import { entryIn, SemanticEngines, UNHURRIED, type SemanticEnginesOptions } from './semantic-engines.ts';

/** The text that is compared by meaning, within all that must be equal. */
export type SemanticQuery = {
  readonly text: string;
  readonly partition: string;
  /** The judge that decides, by its name; absent: the general one. */
  readonly judge?: string;
};

export type SemanticLookup = (
  | { readonly kind: 'hit'; readonly entry: CacheEntry; readonly score: number }
  /** `detail` says why, for the Cache-Status header: the guard of the best candidate, or that there was none. */
  | { readonly kind: 'miss'; readonly detail: string; readonly score: number | undefined }
  | { readonly kind: 'refused'; readonly detail: EmbeddingRefusal }
  | { readonly kind: 'degraded' }
) & { readonly embedding: Embedding | undefined; readonly timings: SemanticTimings };

export type SemanticExplanation = {
  readonly refusal: EmbeddingRefusal | undefined;
  readonly tokenCount: number;
  readonly unknownShare: number;
  /** The embedder's fingerprint. */
  readonly space: string;
  /** Lowest cosine accepted, by the policy that holds and by what the caller asks for. */
  readonly threshold: number;
  readonly candidates: readonly (Judged & { readonly details?: Explanation })[];
  /** Why the first that passes would not answer after all. */
  readonly lost?: 'gone' | 'outdated';
};

/** How much more alike than a wrong pair a question must be from then on. Cosine. */
const THRESHOLD_STEP = 0.005;

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

  constructor(options: SemanticTierOptions) {
    this.#options = options;
    this.#engines = new SemanticEngines(options);
  }

  get available(): { readonly embedder: boolean; readonly vectors: boolean } {
    return this.#engines.available;
  }

  /** Why the vector store does not take what it is given, where it does not. */
  get writeProblem(): string | undefined {
    return this.#engines.writeProblem;
  }

  async lookup(query: SemanticQuery, controls: CacheControls, signal?: AbortSignal): Promise<SemanticLookup> {
    const startedAt = this.#options.clock.elapsed();
    const lookup = await this.#lookup(query, controls, signal);
    const durationMs = this.#options.clock.elapsed() - startedAt;
    const { kind: result, timings } = lookup;
    this.#options.observer.observe({ kind: 'lookup', tier: 'semantic', result, durationMs, timings });
    return lookup;
  }

  async #lookup(
    query: SemanticQuery,
    controls: CacheControls,
    signal?: AbortSignal,
  ): Promise<SemanticLookup> {
    const { clock } = this.#options;
    const times = { embedMs: 0, searchMs: 0, judgeMs: 0 };
    let embedding: Embedding | undefined;
    const lap = stopwatch(clock);
    try {
      const embedded = this.#embed(query.text, { signal });
      this.#options.review.prepare(query.text, query.judge);
      embedding = await embedded;
      times.embedMs = lap();
      const refusal = this.#refusal(embedding);
      if (refusal !== undefined) {
        this.#options.observer.observe({ kind: 'semantic-refused', reason: refusal });
        return { kind: 'refused', detail: refusal, embedding, timings: times };
      }
      const matches = await this.#search(query, embedding, {
        signal,
        entryFrom: this.#options.review.threshold,
      });
      times.searchMs = lap();
      const ahead = this.#readAhead(embedding.space, matches[0], signal);
      const judged = await this.#options.review.cascade(query.text, matches, {
        controls,
        signal,
        judge: query.judge,
      });
      times.judgeMs = lap();
      const winner = judged.at(-1);
      if (winner?.verdict.accepted !== true) {
        return { kind: 'miss', ...whyNot(judged), embedding, timings: times };
      }
      const { space } = embedding;
      const { match } = winner;
      // The match may have brought it along.
      const entry =
        match.entry === undefined
          ? await ((match === matches[0] ? ahead : undefined) ??
              this.#engines.read(space, match.id, { signal }))
          : entryIn(match.entry, match.id);
      times.searchMs += lap();
      if (entry === undefined)
        return { kind: 'miss', detail: 'gone', score: undefined, embedding, timings: times };
      if (isOutdated(entry, this.#options.minVersion ?? 0)) {
        // It would stand before the new answers to this question and to all that mean the same.
        await this.#engines.delete(space, entry.fingerprint, { signal });
        return { kind: 'miss', detail: 'outdated', score: undefined, embedding, timings: times };
      }
      return { kind: 'hit', entry, score: match.score, embedding, timings: times };
    } catch (error) {
      // A caller that left is not a miss: there is nobody to answer.
      if (signal?.aborted === true) throw error;
      // What was waited for in vain took time, too.
      times[embedding === undefined ? 'embedMs' : 'searchMs'] += lap();
      return { kind: 'degraded', embedding, timings: times };
    }
  }

  /** What a lookup would see, with no side effect and every candidate judged. Rejects with `DependencyError`. */
  async explain(query: SemanticQuery, controls: CacheControls): Promise<SemanticExplanation> {
    const { review } = this.#options;
    const embedding = await this.#embed(query.text);
    const refusal = this.#refusal(embedding);
    const matches = refusal === undefined ? await this.#search(query, embedding) : [];
    const context = { controls, judge: query.judge };
    const candidates = await Promise.all(matches.map((match) => review.explain(query.text, match, context)));
    const { tokenCount, unknownShare, space } = embedding;
    const lost = await this.#lost(space, candidates.find(({ verdict }) => verdict.accepted)?.match);
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

  async #lost(space: string, winner: VectorMatch | undefined): Promise<SemanticExplanation['lost']> {
    if (winner === undefined) return undefined;
    const entry = await this.#engines.read(space, winner.id);
    if (entry === undefined) return 'gone';
    return isOutdated(entry, this.#options.minVersion ?? 0) ? 'outdated' : undefined;
  }

  /** A live entry by its id. Rejects with `DependencyError`. */
  async entry(id: string): Promise<CacheEntry | undefined> {
    return await this.#engines.read(await this.#engines.space(), id);
  }

  /** Whether there was such an entry. Rejects with `DependencyError`. */
  async delete(id: string): Promise<boolean> {
    return await this.#engines.delete(await this.#engines.space(), id);
  }

  /**
   * Makes the entry answer only questions that are more alike than this one. Resolves with its new threshold; rejects
   * with `DependencyError`.
   */
  async raiseThreshold(
    id: string,
    wrongPair: { readonly question: string; readonly query: string },
  ): Promise<number> {
    const { feedback } = this.#options;
    const [a, b] = await this.#engines.embed([wrongPair.question, wrongPair.query], UNHURRIED);
    if (a === undefined || b === undefined) return 0;
    const likeness = a.vector.reduce((sum, value, index) => sum + value * (b.vector[index] ?? 0), 0);
    const before = (await feedback?.minScore(id)) ?? 0;
    const minScore = Math.min(1, Math.max(before, likeness + THRESHOLD_STEP));
    await feedback?.setMinScore(id, minScore);
    await this.#engines.setMinScore(a.space, id, minScore);
    return minScore;
  }

  /**
   * Stores the entry under its question. Reuses the lookup's embedding where there is one. Resolves with whether it was
   * stored (a cut or unknown text is not); rejects with `DependencyError`.
   */
  async write(query: SemanticQuery, entry: CacheEntry, reuse: Embedding | undefined): Promise<boolean> {
    const embedding = reuse ?? (await this.#embed(query.text, UNHURRIED));
    if (this.#refusal(embedding) !== undefined) return false;
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

  async #embed(text: string, limits: CallLimits = {}): Promise<Embedding> {
    const [embedding] = await this.#engines.embed([text], limits);
    return embedding as Embedding;
  }

  #refusal(embedding: Embedding): EmbeddingRefusal | undefined {
    if (embedding.truncated) return 'truncated';
    return embedding.unknownShare > this.#options.maxUnknownShare ? 'unknown-tokens' : undefined;
  }

  /**
   * The entry of the best candidate, which is mostly the one that passes: where it did not come with the match, it is
   * asked for while the judge still reads.
   */
  #readAhead(
    space: string,
    best: VectorMatch | undefined,
    signal: AbortSignal | undefined,
  ): Promise<CacheEntry | undefined> | undefined {
    if (best === undefined || best.entry !== undefined) return undefined;
    if (best.score < this.#options.review.threshold) return undefined;
    const read = this.#engines.read(space, best.id, { signal });
    // Where the judge refuses it, nobody waits for it.
    read.catch(() => {});
    return read;
  }

  #search(
    query: SemanticQuery,
    { vector, space }: Embedding,
    { signal, ...rest }: CallLimits & Pick<VectorQuery, 'entryFrom'> = {},
  ): Promise<readonly VectorMatch[]> {
    const { candidates: limit, clock } = this.#options;
    const wanted = { space, partition: query.partition, vector, limit, now: clock.now(), ...rest };
    return this.#engines.search(wanted, { signal });
  }
}

/** The best candidate's reason: what stood nearest to a hit. */
function whyNot(judged: readonly Judged[]): { detail: string; score: number | undefined } {
  const [best] = judged;
  if (best === undefined || best.verdict.accepted) return { detail: 'no-candidate', score: undefined };
  return { detail: best.verdict.guard, score: best.match.score };
}

/** Each call gives the ms since the one before. */
function stopwatch(clock: Clock): () => number {
  let last = clock.elapsed();
  return () => {
    const now = clock.elapsed();
    const lap = now - last;
    last = now;
    return lap;
  };
}
