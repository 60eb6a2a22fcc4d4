import {
  untilAborted,
  type Clock,
  type CrossEncoder,
  type Embedder,
  type EmbedderDescription,
  type Embedding,
} from '@strata/core';
import { BUNDLED_MODEL, type EmbeddingModel } from './embedding-model.ts';
import { EmbeddingMemo, type MemoStats } from './embedding-memo.ts';
import { InferencePool, type InferencePoolStats } from './inference-pool.ts';
import { inferenceThreads, type StartThread } from './inference-thread.ts';

export type WorkerEmbedderOptions = {
  readonly clock: Clock;
  /** The bundled one unless said otherwise. */
  readonly model?: EmbeddingModel;
  /** Worker threads, each with the model in its memory. 1 by default. */
  readonly threads?: number;
  /** Texts that may wait up to a call's last one; beyond, it is refused with `overloaded`. 512 by default. */
  readonly maxWaiting?: number;
  /** Recent texts whose embeddings are remembered. 2048 by default, 0 for none. */
  readonly maxRemembered?: number;
  /** Hears of threads that ended or could not start; they are started again by themselves. */
  readonly onProblem?: (message: string) => void;
  /** In place of real threads, for tests. */
  readonly startThread?: StartThread;
};

export type WorkerEmbedderStats = MemoStats & InferencePoolStats;

/**
 * Computes embeddings in worker threads of this process: inference blocks the thread it runs on, which therefore
 * must not be the one that serves requests. Loading begins with the construction; calls made meanwhile wait.
 */
export class WorkerEmbedder implements Embedder, CrossEncoder {
  readonly name = 'worker';
  readonly #pool: InferencePool;
  readonly #memo: EmbeddingMemo;

  constructor(options: WorkerEmbedderOptions) {
    const { clock, threads = 1, maxWaiting = 512, maxRemembered = 2_048, onProblem = () => {} } = options;
    const startThread = options.startThread ?? inferenceThreads(options.model ?? BUNDLED_MODEL, clock);
    const pool = new InferencePool({ startThread, threads, maxWaiting, clock, onProblem });
    this.#pool = pool;
    this.#memo = new EmbeddingMemo({
      maxTexts: maxRemembered,
      compute: (texts, signal) => pool.embed(texts, signal),
    });
  }

  /** What goes on inside, for metrics. */
  get stats(): WorkerEmbedderStats {
    return { ...this.#memo.stats, ...this.#pool.stats };
  }

  describe(signal?: AbortSignal): Promise<EmbedderDescription> {
    return untilAborted(this.#pool.describe(), signal);
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> {
    return this.#memo.embed(texts, signal);
  }

  compare(one: string, other: string, signal?: AbortSignal): Promise<number | undefined> {
    return this.#pool.compare(one, other, signal ?? new AbortController().signal);
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#pool.ping();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.dispose();
  }
}
