import type { Clock } from './clock.ts';
import type { CallLimits } from './dependency.ts';
import type { Embedding } from './ports/embedder.ts';
import type { EmbeddingRefusal } from './ports/observer.ts';
import type { VectorMatch, VectorQuery } from './ports/vector-store.ts';
import type { SemanticEngines } from './semantic-engines.ts';
import type { SemanticQuery } from './semantic-query.ts';

export type QuestionSearchOptions = {
  readonly engines: SemanticEngines;
  readonly clock: Clock;
  readonly candidates: number;
  /** Share of unknown word pieces above which the vector does not stand for the text. */
  readonly maxUnknownShare: number;
};

/** From a question to the stored ones nearest to it. All reject with `DependencyError`, or with the caller's own reason. */
export class QuestionSearch {
  readonly #options: QuestionSearchOptions;

  constructor(options: QuestionSearchOptions) {
    this.#options = options;
  }

  async embed(text: string, limits: CallLimits = {}): Promise<Embedding> {
    const [embedding] = await this.#options.engines.embed([text], limits);
    return embedding as Embedding;
  }

  /** Why the vector does not stand for its text: with such a one nothing is compared and nothing stored. */
  refusal(embedding: Embedding): EmbeddingRefusal | undefined {
    if (embedding.truncated) return 'truncated';
    return embedding.unknownShare > this.#options.maxUnknownShare ? 'unknown-tokens' : undefined;
  }

  /** Best first. */
  nearest(
    { partition }: SemanticQuery,
    { vector, space }: Embedding,
    { signal, ...rest }: CallLimits & Pick<VectorQuery, 'entryFrom'> = {},
  ): Promise<readonly VectorMatch[]> {
    const { engines, candidates: limit, clock } = this.#options;
    return engines.search({ space, partition, vector, limit, now: clock.now(), ...rest }, { signal });
  }
}
