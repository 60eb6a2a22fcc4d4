import {
  DependencyError,
  type Clock,
  type CrossEncoder,
  type Embedder,
  type EmbedderDescription,
  type Embedding,
} from '@strata/core';
import { readCompareAnswer, readDescription, readEmbedAnswer } from './embed-answer.ts';
import { EmbeddingMemo } from './embedding-memo.ts';
import { EmbeddingServiceClient } from './embedding-service-client.ts';

export type HttpEmbedderOptions = {
  /** The service's base, with or without a closing `/embed`: `http://127.0.0.1:8001`. */
  readonly url: string;
  readonly clock: Clock;
  /** Open connections at most. 16 by default. */
  readonly connections?: number;
  /** For the whole of a call, in ms. 10 s by default; the caller's signal may come first. */
  readonly timeoutMs?: number;
  /** Recent texts whose embeddings are remembered. 2048 by default, 0 for none. */
  readonly maxRemembered?: number;
};

// Within what the service takes in one call.
const TEXTS_PER_CALL = 64;
// Far beyond any window: what is cut off here, the service would only cut off itself. It still sees a text that is too long.
const MAX_CHARACTERS = 65_536;

/** Asks the embedding service (`services/embedding`) over HTTP. */
export class HttpEmbedder implements Embedder, CrossEncoder {
  readonly name = 'http';
  readonly #client: EmbeddingServiceClient;
  readonly #memo: EmbeddingMemo;
  #description: EmbedderDescription | undefined;

  constructor(options: HttpEmbedderOptions) {
    const { url, clock, connections = 16, timeoutMs = 10_000, maxRemembered = 2_048 } = options;
    this.#client = new EmbeddingServiceClient({ url, connections, timeoutMs, clock });
    this.#memo = new EmbeddingMemo({
      maxTexts: maxRemembered,
      compute: (texts, signal) => this.#compute(texts, signal),
    });
  }

  async describe(signal?: AbortSignal): Promise<EmbedderDescription> {
    this.#description ??= await this.#askHealth(signal);
    return this.#description;
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> {
    return this.#memo.embed(texts, signal);
  }

  async compare(one: string, other: string, signal?: AbortSignal): Promise<number | undefined> {
    if (Math.max(one.length, other.length) > MAX_CHARACTERS) return undefined;
    const body = JSON.stringify({ pairs: [[one, other]] });
    try {
      return readCompareAnswer(await this.#client.call({ method: 'POST', path: '/compare', body }, signal));
    } catch (error) {
      // A service from before there was this endpoint: it embeds as well as ever.
      if (error instanceof DependencyError && error.code === 'unknown_path') return undefined;
      throw error;
    }
  }

  async ping(signal?: AbortSignal): Promise<void> {
    this.#description = await this.#askHealth(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.dispose();
  }

  async #askHealth(signal: AbortSignal | undefined): Promise<EmbedderDescription> {
    return readDescription(await this.#client.call({ method: 'GET', path: '/health' }, signal));
  }

  async #compute(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]> {
    const embeddings: Embedding[] = [];
    for (let start = 0; start < texts.length; start += TEXTS_PER_CALL) {
      // oxlint-disable-next-line no-await-in-loop -- one call at a time: a long list must not fill the service's queue
      embeddings.push(...(await this.#ask(texts.slice(start, start + TEXTS_PER_CALL), signal)));
    }
    return embeddings;
  }

  async #ask(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]> {
    const heads = texts.map((text) => text.slice(0, MAX_CHARACTERS));
    const body = JSON.stringify({ texts: heads, encoding: 'base64' });
    const answer = await this.#client.call({ method: 'POST', path: '/embed', body }, signal);
    const { description, embeddings } = readEmbedAnswer(answer, texts.length);
    // An upgraded service computes another space; whoever asks for the description next must hear of it.
    this.#description = description;
    return embeddings;
  }
}
