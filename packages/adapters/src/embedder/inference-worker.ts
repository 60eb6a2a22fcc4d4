/** Entry of an inference thread: loads the model given as `workerData`, then answers requests in their order. */
import { parentPort, workerData } from 'node:worker_threads';
// Not the whole of core: this thread has a heap of its own.
import { messageOf } from '@strata/core/errors';
import type { EmbeddingModel } from './embedding-model.ts';
import { STOP, type InferenceRequest, type ThreadMessage } from './inference-messages.ts';
import type { PairReader } from './pair-reader.ts';
import { leaveOutImageCodec } from './without-image-codec.ts';

leaveOutImageCodec();
// Before anything is loaded, so that a thread can be stopped meanwhile. Without its port nothing keeps it alive.
parentPort?.on('message', (message: InferenceRequest | typeof STOP) => {
  if (message === STOP) parentPort?.close();
  else void answer(message);
});
const { loadSentenceEncoder } = await import('./sentence-encoder.ts');
const { loadPairReader } = await import('./pair-reader.ts');
// A failure to load is thrown: it ends the thread and reaches the other side as its error.
const encoder = await loadSentenceEncoder(workerData as EmbeddingModel);
post({ kind: 'ready', description: encoder.description });
// With the first pair: who only embeds has no need of it.
let reader: Promise<PairReader> | undefined;

async function answer({ id, text, other }: InferenceRequest): Promise<void> {
  try {
    if (other !== undefined) {
      const { read } = await pairReader();
      const result = await read(text, other);
      return post({ kind: 'done', id, result });
    }
    const result = await encoder.encode(text);
    post({ kind: 'done', id, result }, [result.vector.buffer]);
  } catch (error) {
    post({ kind: 'failed', id, reason: messageOf(error) });
  }
}

function pairReader(): Promise<PairReader> {
  reader ??= loadPairReader().catch((error: unknown) => {
    reader = undefined;
    throw error;
  });
  return reader;
}

function post(message: ThreadMessage, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
