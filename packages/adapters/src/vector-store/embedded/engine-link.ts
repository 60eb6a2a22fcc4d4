import { Worker } from 'node:worker_threads';

import { DependencyError, InvalidRequestError, type Clock } from '@strata/core';

import { VectorDimensionError } from '../vector-dimension-error.ts';
import type {
  EngineCalls,
  EngineMethod,
  EngineReply,
  EngineRequest,
  EngineSettings,
} from './engine-calls.ts';

export type EngineLinkOptions = {
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly onProblem: (problem: string) => void;
};

export type CallOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Buffers that go over instead of being copied. */
  readonly transfer?: readonly ArrayBuffer[];
};

type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (reason: unknown) => void };

/** A thread that died is started again by the first call after this long. */
const RESTART_DELAY_MS = 1_000;
/** Calls that may wait at a time: more than that is an overload, and soon refused is better than late. */
const MAX_WAITING = 5_000;

/** The engine's thread as seen from the thread that serves requests: typed calls, aborts, restarts. */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #calls = 0;
  #diedAt = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | undefined;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  /** Rejects with `DependencyError`, `VectorDimensionError`, or the signal's reason. */
  call<M extends EngineMethod>(
    method: M,
    given: EngineCalls[M]['given'],
    options: CallOptions = {},
  ): Promise<EngineCalls[M]['answer']> {
    if (this.#closing !== undefined) {
      return Promise.reject(new DependencyError('The vector index is closed.', { code: 'closed' }));
    }
    return this.#send(method, given, options);
  }

  /** Ends the thread when all calls are answered and its state is on disk. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => {
      worker.once('exit', resolve);
    });
    worker.ref();
    await this.#send('close', undefined, {}).catch(() => worker.terminate());
    await ended;
  }

  #send<M extends EngineMethod>(
    method: M,
    given: EngineCalls[M]['given'],
    { signal, transfer = [] }: CallOptions,
  ): Promise<EngineCalls[M]['answer']> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineCalls[M]['answer']>();
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(
        new DependencyError('The vector index has too much to do.', { code: 'overloaded' }),
      );
    }
    const worker = this.#running();
    if (worker === undefined) return Promise.reject(new DependencyError('The vector index is restarting.'));
    const call = (this.#calls += 1);
    // What the thread does of an aborted call is left to it: the answer finds nobody.
    const onAbort = (): void => this.#settle(call)?.reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (this.#waiting.size === 0) worker.ref();
    this.#waiting.set(call, { resolve: resolve as (answer: unknown) => void, reject });
    worker.postMessage({ call, method, given } satisfies EngineRequest, transfer);
    return promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  #running(): Worker | undefined {
    if (this.#worker === undefined && this.#options.clock.elapsed() - this.#diedAt >= RESTART_DELAY_MS) {
      this.#worker = this.#start();
    }
    return this.#worker;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./engine-thread.ts', import.meta.url), {
      name: 'vector-index',
      workerData: this.#options.settings,
      // What a search makes lives for a moment. After 120,000 searches the process took 72 MB so, and 146 MB without.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    let cause: unknown;
    worker.on('message', (reply: EngineReply) => this.#received(reply));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => this.#ended(cause));
    // A process that has nothing else to do may end; while a call waits, it must not.
    worker.unref();
    return worker;
  }

  #received(reply: EngineReply): void {
    if (reply.kind === 'problem') this.#options.onProblem(reply.problem);
    else if (reply.kind === 'answer') this.#settle(reply.call)?.resolve(reply.answer);
    else this.#settle(reply.call)?.reject(toError(reply));
  }

  #ended(cause: unknown): void {
    this.#worker = undefined;
    if (this.#closing !== undefined && this.#waiting.size === 0) return;
    this.#diedAt = this.#options.clock.elapsed();
    const error = new DependencyError('The thread of the vector index ended.', { cause });
    if (this.#closing === undefined) this.#options.onProblem(`${error.message} ${String(cause)}`);
    for (const call of this.#waiting.keys()) this.#settle(call)?.reject(error);
  }

  /** Takes the call off the list; `undefined` when it is settled already. */
  #settle(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    // On the way to its end it is waited for.
    if (this.#waiting.size === 0 && this.#closing === undefined) this.#worker?.unref();
    return waiting;
  }
}

function toError({ code, message, advice }: Extract<EngineReply, { kind: 'failure' }>): Error {
  if (code === VectorDimensionError.code) return new VectorDimensionError(message);
  if (code === 'invalid_request') return new InvalidRequestError(message, { param: 'cursor' });
  return new DependencyError(`The vector index failed: ${message}`, {
    code,
    ...(advice !== undefined && { advice }),
  });
}
