import { DependencyError, type Embedder, type EmbedderDescription, type Embedding } from '@strata/core';

export type FakeEmbedderOptions = {
  readonly dimensions?: number;
  readonly maxTokens?: number;
  readonly fingerprint?: string;
  /** Vectors of chosen texts, scaled to unit length: says which texts mean the same. See `vectorNear`. */
  readonly vectors?: Readonly<Record<string, ArrayLike<number>>>;
};

/**
 * An embedder without a model, quick and deterministic: each word has a direction drawn from its hash, a text is the
 * sum of its words. Equal words give a high cosine, other words one near 0; words beyond ASCII are unknown.
 */
export class FakeEmbedder implements Embedder {
  readonly name = 'fake';
  /** Every text that was asked for, in order. */
  readonly asked: string[] = [];
  readonly #description: EmbedderDescription;
  readonly #vectors: ReadonlyMap<string, Float32Array>;
  #disposed = false;

  constructor(options: FakeEmbedderOptions = {}) {
    const { dimensions = 64, maxTokens = 256, fingerprint = 'fake-bag-of-words', vectors = {} } = options;
    this.#description = { model: 'fake', dimensions, maxTokens, fingerprint };
    this.#vectors = new Map(Object.entries(vectors).map(([text, vector]) => [text, unitVector(vector)]));
  }

  async describe(signal?: AbortSignal): Promise<EmbedderDescription> {
    this.#refuse(signal);
    return this.#description;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> {
    this.#refuse(signal);
    this.asked.push(...texts);
    return texts.map((text) => this.#embedding(text));
  }

  async ping(signal?: AbortSignal): Promise<void> {
    this.#refuse(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
  }

  #embedding(text: string): Embedding {
    const { dimensions, maxTokens, fingerprint } = this.#description;
    const words = wordsOf(text);
    const unknown = words.filter((word) => /[^\p{ASCII}]/u.test(word));
    const read = words.slice(0, maxTokens - 2);
    return {
      vector: this.#vectors.get(text) ?? bagOfWords(read, dimensions),
      tokenCount: words.length + 2,
      truncated: read.length < words.length,
      unknownShare: words.length === 0 ? 0 : unknown.length / words.length,
      space: fingerprint,
    };
  }

  #refuse(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#disposed) throw new DependencyError('The embedder was disposed.', { code: 'disposed' });
  }
}

/** A unit vector that has exactly this cosine to another one: for two texts that should be that much alike. */
export function vectorNear(vector: ArrayLike<number>, cosine: number): Float32Array {
  const base = unitVector(vector);
  const other = bagOfWords(['elsewhere'], base.length);
  const along = dot(base, other);
  const across = unitVector(other.map((value, index) => value - along * (base[index] ?? 0)));
  const height = Math.sqrt(1 - cosine * cosine);
  return base.map((value, index) => cosine * value + height * (across[index] ?? 0));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

function bagOfWords(words: readonly string[], dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  // The constant part keeps a text without words from having no direction.
  sum[0] = 0.01;
  for (const word of words) {
    let state = hashOf(word);
    for (let index = 0; index < dimensions; index += 1) {
      state = nextRandom(state);
      sum[index] = (sum[index] ?? 0) + (state & 1 ? 1 : -1);
    }
  }
  return unitVector(sum);
}

function unitVector(vector: ArrayLike<number>): Float32Array {
  const copy = Float32Array.from(vector);
  const length = Math.sqrt(dot(copy, copy));
  return copy.map((value) => value / length);
}

function dot(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/** FNV-1a, 32 bits; never 0, where the generator below would stay. */
function hashOf(word: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return hash === 0 ? 1 : hash;
}

/** Xorshift, 32 bits. */
function nextRandom(state: number): number {
  let next = state;
  next ^= next << 13;
  next ^= next >>> 17;
  next ^= next << 5;
  return next;
}
