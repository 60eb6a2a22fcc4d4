import type { Embedding } from '@strata/core';

/** One call's texts on their way: handed out one by one, collected in their order. */
export class EmbeddingCall {
  readonly #texts: readonly string[];
  readonly #embeddings: Embedding[];
  readonly #outcome = Promise.withResolvers<readonly Embedding[]>();
  #handedOut = 0;
  #delivered = 0;
  #settled = false;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.#embeddings = Array.from({ length: texts.length });
  }

  /** All embeddings, or the first failure. */
  get outcome(): Promise<readonly Embedding[]> {
    return this.#outcome.promise;
  }

  /** Texts not handed out yet; none once the call has failed. */
  get waiting(): number {
    return this.#settled ? 0 : this.#texts.length - this.#handedOut;
  }

  take(): { readonly text: string; readonly index: number } | undefined {
    const text = this.waiting > 0 ? this.#texts[this.#handedOut] : undefined;
    return text === undefined ? undefined : { text, index: this.#handedOut++ };
  }

  deliver(index: number, embedding: Embedding): void {
    this.#embeddings[index] = embedding;
    this.#delivered += 1;
    if (this.#delivered < this.#texts.length) return;
    this.#settled = true;
    this.#outcome.resolve(this.#embeddings);
  }

  fail(error: unknown): void {
    this.#settled = true;
    this.#outcome.reject(error);
  }
}
