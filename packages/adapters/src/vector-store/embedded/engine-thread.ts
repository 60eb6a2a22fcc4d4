// The worker thread's own file, started by `engine-link.ts`: the engine behind a message port.
import { parentPort, workerData } from 'node:worker_threads';

// Not the whole of core: the thread starts in half the time.
import { DependencyError, messageOf, StrataError } from '@strata/core/errors';

import type { EngineReply, EngineRequest, EngineSettings } from './engine-calls.ts';
import { VectorEngine } from './vector-engine.ts';

if (parentPort === null) throw new Error('This file is run in a worker thread.');
const port = parentPort;

const reply = (message: EngineReply, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);
const engine = new VectorEngine(workerData as EngineSettings, (problem) =>
  reply({ kind: 'problem', problem }),
);

// Opened now, not by the first request: who starts first has it, and what is wrong is said when the process starts.
try {
  engine.ping();
} catch (error) {
  reply({ kind: 'problem', problem: `There is no semantic tier for now: ${messageOf(error)}` });
}

async function serve({ call, method, given }: EngineRequest): Promise<void> {
  try {
    // The other end is typed by the same table: each method gets what it asks for.
    const answer = await engine[method](given as never);
    const owned = answer instanceof Uint8Array ? [answer.buffer as ArrayBuffer] : [];
    reply({ kind: 'answer', call, answer }, owned);
  } catch (error) {
    const code = error instanceof StrataError ? error.code : 'unavailable';
    const advice = error instanceof DependencyError ? error.advice : undefined;
    reply({
      kind: 'failure',
      call,
      code,
      message: messageOf(error),
      ...(advice !== undefined && { advice }),
    });
  }
  // Nothing is left to listen for: the thread ends by itself.
  if (method === 'close') port.close();
}

port.on('message', (request: EngineRequest) => void serve(request));
