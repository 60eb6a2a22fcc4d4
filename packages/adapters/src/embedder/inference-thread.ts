import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '@strata/core';
import type { EmbeddingModel } from './embedding-model.ts';
import { STOP, type InferenceRequest, type ThreadMessage } from './inference-messages.ts';
import { leaveOutTelemetry } from './without-telemetry.ts';

/** One running worker thread with a model in it. */
export interface InferenceThread {
  send(request: InferenceRequest): void;
  /** Whether the thread keeps the process alive: only while somebody waits for it. */
  hold(busy: boolean): void;
  stop(): Promise<void>;
}

export type ThreadListener = {
  readonly onMessage: (message: ThreadMessage) => void;
  /** The thread ended without being stopped. Called once. */
  readonly onEnd: (error: unknown) => void;
};

/** Starts a thread, which begins to load at once. */
export type StartThread = (listener: ThreadListener) => InferenceThread;

// Inference makes little garbage that lives: without a small young generation the thread's heap grows by 12 MB for nothing.
const HEAP = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 192 };

/** After it a thread that does not end by itself is ended, at the risk told below. */
const STOP_GRACE_MS = 3_000;

/** Threads that load the given model. They get neither the process's environment (its secrets) nor its flags. */
export function inferenceThreads(model: EmbeddingModel, clock: Clock): StartThread {
  leaveOutTelemetry();
  return ({ onMessage, onEnd }) => {
    const worker = new Worker(new URL('./inference-worker.ts', import.meta.url), {
      name: 'embedder',
      workerData: model,
      env: compileCache(),
      execArgv: [],
      resourceLimits: HEAP,
    });
    let failure: unknown;
    let stopped = false;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', onMessage);
    worker.on('error', (error) => (failure = error));
    worker.on('exit', (code) => {
      if (!stopped) onEnd(failure ?? new Error(`The inference thread ended with code ${code}.`));
    });
    const send = (message: InferenceRequest | typeof STOP): void => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(message);
    };
    return {
      send,
      hold: (busy) => (busy ? worker.ref() : worker.unref()),
      // Asked, not terminated: a termination while the native runtime loads aborts the whole process (an exception
      // of Napi that nobody catches). What is under way takes a moment: an inference 25 ms, loading half a second.
      stop: async () => {
        stopped = true;
        worker.ref();
        send(STOP);
        const giveUp = clock.after(STOP_GRACE_MS, () => void worker.terminate());
        await ended;
        giveUp();
      },
    };
  };
}

// A thread does not inherit the cache of stripped and compiled modules. With it, the thread needs no TypeScript
// stripper of its own: 18 MB less, and a quicker start.
function compileCache(): Readonly<Record<string, string>> {
  const directory = getCompileCacheDir();
  // What is given there is a folder per version of Node, inside the one that was configured.
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: dirname(directory) };
}
