import { DependencyError, type Clock, type EmbedderDescription, type Embedding } from '@strata/core';
import { CallQueue, type QueuedTask } from './call-queue.ts';
import { InferenceCall } from './inference-call.ts';
import type { InferenceResult, InferenceTask } from './inference-messages.ts';
import type { StartThread } from './inference-thread.ts';
import type { PairReading } from './pair-reader.ts';
import type { Encoding } from './sentence-encoder.ts';
import { SupervisedThread } from './supervised-thread.ts';

export type InferencePoolOptions = {
  readonly startThread: StartThread;
  readonly threads: number;
  /**
   * Texts that may wait up to a call's last one, its own included: of a longer call before it only as many as it has
   * itself. A call that waits for no other is always taken, however many texts it has.
   */
  readonly maxWaiting: number;
  readonly clock: Clock;
  /** Hears of threads that ended or could not start. */
  readonly onProblem: (message: string) => void;
};

export type InferencePoolStats = {
  /** Texts that wait for a thread, and texts in one. */
  readonly waiting: number;
  readonly running: number;
  readonly readyThreads: number;
};

// A busy thread has the next text in its own inbox already, and need not wait for this side's event loop.
const TEXTS_IN_A_THREAD = 2;
// Until something was measured: what a question takes on one core.
const ASSUMED_TEXT_MS = 2;
const SMOOTHING = 0.1;

/** A bounded queue of texts before a few inference threads. */
export class InferencePool {
  readonly #clock: Clock;
  readonly #maxWaiting: number;
  readonly #onProblem: (message: string) => void;
  readonly #queue = new CallQueue();
  readonly #threads: readonly SupervisedThread[];
  #loading = loadingPromise();
  #description: EmbedderDescription | undefined;
  #textMs = ASSUMED_TEXT_MS;
  #disposed = false;

  constructor({ startThread, threads, maxWaiting, clock, onProblem }: InferencePoolOptions) {
    this.#onProblem = onProblem;
    this.#clock = clock;
    this.#maxWaiting = maxWaiting;
    const events = {
      onReady: (description: EmbedderDescription) => this.#loaded(description),
      onRoom: () => this.#pump(),
      onDown: (error: DependencyError) => this.#threadDown(error),
    };
    this.#threads = Array.from(
      { length: threads },
      () => new SupervisedThread({ start: startThread, clock, events }),
    );
  }

  get stats(): InferencePoolStats {
    return {
      waiting: this.#queue.waiting,
      running: this.#threads.reduce((sum, thread) => sum + thread.running, 0),
      readyThreads: this.#threads.filter((thread) => thread.state === 'ready').length,
    };
  }

  /** Resolves once a thread has loaded the model; rejects when none could, until the next attempt. */
  async describe(): Promise<EmbedderDescription> {
    this.#refuseWhenDown();
    return this.#description ?? this.#loading.promise;
  }

  /** Rejects unless a thread can compute now. */
  ping(): void {
    this.#refuseWhenDown();
    if (this.stats.readyThreads > 0) return;
    throw new DependencyError('The embedding model is being loaded.', { code: 'loading' });
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]> {
    const results = await this.#compute(
      texts.map((text) => ({ text })),
      signal,
    );
    const space = this.#description?.fingerprint ?? '';
    return results.map((result) => ({ ...(result as Encoding), space }));
  }

  /** See `CrossEncoder`. */
  async compare(text: string, other: string, signal: AbortSignal): Promise<number | undefined> {
    const [reading] = await this.#compute([{ text, other }], signal);
    return (reading as PairReading).logOdds;
  }

  async #compute(tasks: readonly InferenceTask[], signal: AbortSignal): Promise<readonly InferenceResult[]> {
    signal.throwIfAborted();
    this.#refuseWhenDown();
    this.#refuseWhenFull(tasks.length);
    const call = new InferenceCall(tasks);
    const abort = (): void => {
      this.#queue.remove(call);
      call.fail(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#queue.add(call);
    this.#pump();
    return call.outcome.finally(() => signal.removeEventListener('abort', abort));
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const error = disposedError();
    this.#queue.fail(error);
    this.#loading.reject(error);
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  #loaded(description: EmbedderDescription): void {
    this.#description = description;
    this.#loading.resolve(description);
  }

  #threadDown(error: DependencyError): void {
    this.#onProblem(error.message);
    if (this.#threads.some((thread) => thread.state !== 'down')) return;
    this.#queue.fail(error);
    this.#loading.reject(error);
    this.#loading = loadingPromise();
  }

  #pump(): void {
    for (let thread = this.#freest(); thread !== undefined; thread = this.#freest()) {
      const next = this.#queue.take();
      if (next === undefined) return;
      this.#hand(next, thread);
    }
  }

  #freest(): SupervisedThread | undefined {
    let freest: SupervisedThread | undefined;
    for (const thread of this.#threads) {
      if (thread.state !== 'ready' || thread.running >= TEXTS_IN_A_THREAD) continue;
      if (freest === undefined || thread.running < freest.running) freest = thread;
    }
    return freest;
  }

  #hand({ call, task, index }: QueuedTask, thread: SupervisedThread): void {
    const startedAt = this.#clock.elapsed();
    const shares = thread.running + 1;
    thread.run({
      task,
      resolve: (result) => {
        this.#textMs += SMOOTHING * ((this.#clock.elapsed() - startedAt) / shares - this.#textMs);
        call.deliver(index, result);
      },
      reject: (error) => {
        this.#queue.remove(call);
        call.fail(error);
      },
    });
  }

  #refuseWhenDown(): void {
    if (this.#disposed) throw disposedError();
    if (this.#threads.some((thread) => thread.state !== 'down')) return;
    const retryAfterMs = Math.min(...this.#threads.map((thread) => thread.restartInMs));
    throw new DependencyError('No inference thread runs; they are started again.', { retryAfterMs });
  }

  #refuseWhenFull(more: number): void {
    // Not all that waits: one list of 2,048 texts would have every question refused, and each waits for one of them.
    const ahead = this.#queue.ahead(more);
    if (ahead === 0 || ahead + more <= this.#maxWaiting) return;
    const { waiting } = this.#queue;
    const retryAfterMs = Math.ceil((waiting * this.#textMs) / this.#threads.length);
    const message = `${waiting} texts wait to be embedded already.`;
    throw new DependencyError(message, { code: 'overloaded', retryAfterMs });
  }
}

function loadingPromise(): PromiseWithResolvers<EmbedderDescription> {
  const loading = Promise.withResolvers<EmbedderDescription>();
  // Nobody may be asking when the model cannot be loaded; that is not an unhandled rejection.
  loading.promise.catch(() => {});
  return loading;
}

function disposedError(): DependencyError {
  return new DependencyError('The embedder was disposed.', { code: 'disposed' });
}
