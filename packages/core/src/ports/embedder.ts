/**
 * Texts to vectors.
 *
 * Contract (run by every implementation: `@strata/contracts`):
 * - one embedding for each text, in the order of the texts; an empty list gives an empty list;
 * - vectors have `dimensions` numbers and unit length; a batch gives what single calls give (to 1e-3);
 * - a text longer than `maxTokens` word pieces is cut, and says so (`truncated`);
 * - a full queue, a crash or an outage rejects with `DependencyError` (`retryAfterMs` where known).
 */
export interface Embedder extends AsyncDisposable {
  /** Short name for health, logs and metrics: `worker`, `http`. */
  readonly name: string;
  /** What computes the vectors. A remote embedder is asked once and remembered; rejects while it is unreachable. */
  describe(signal?: AbortSignal): Promise<EmbedderDescription>;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]>;
  ping(signal?: AbortSignal): Promise<void>;
}

export type EmbedderDescription = {
  readonly model: string;
  readonly dimensions: number;
  /** Window in word pieces, the two special ones included. */
  readonly maxTokens: number;
  /**
   * Names model, weights, pooling, normalisation, dimensions and quantisation in `[a-z0-9_-]{1,64}`:
   * two embedders with one fingerprint give comparable vectors. It is the vector store's `space`.
   */
  readonly fingerprint: string;
};

export type Embedding = {
  readonly vector: Float32Array;
  /**
   * Word pieces of the whole text, special ones included, before any cut. Of a text many times longer than the window,
   * an implementation may count its head alone.
   */
  readonly tokenCount: number;
  readonly truncated: boolean;
  /** Share of word pieces the vocabulary does not know, 0 to 1: high for scripts the model never saw. */
  readonly unknownShare: number;
  /** The fingerprint of the embedder that computed it: an upgraded service is noticed at once. */
  readonly space: string;
};
