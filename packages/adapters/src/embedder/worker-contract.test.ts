import { readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { crossEncoderContract } from '@strata/contracts/cross-encoder-contract';
import {
  embedderContract,
  type EmbedderFixture,
  type EmbedderReference,
} from '@strata/contracts/embedder-contract';
import { FakeClock } from '@strata/contracts/fake-clock';
import { expect, test } from 'vitest';
import { BUNDLED_MODEL } from './embedding-model.ts';
import { WorkerEmbedder, type WorkerEmbedderOptions } from './worker.ts';

const reference = JSON.parse(
  readFileSync(`${BUNDLED_MODEL.directory}/reference.json`, 'utf8'),
) as EmbedderReference & {
  readonly vector: { readonly text: string; readonly fp32First8: readonly number[] };
};

async function setUp(options: Partial<WorkerEmbedderOptions> = {}): Promise<EmbedderFixture> {
  const embedder = new WorkerEmbedder({ clock: new FakeClock(), maxRemembered: 0, ...options });
  return { embedder, [Symbol.asyncDispose]: () => embedder[Symbol.asyncDispose]() };
}

embedderContract('a worker thread with the bundled model', {
  setUp,
  setUpCrowded: () => setUp({ maxWaiting: 2 }),
  reference,
});

crossEncoderContract('a worker thread with the bundled model', {
  setUp: async () => {
    const crossEncoder = new WorkerEmbedder({ clock: new FakeClock() });
    return { crossEncoder, [Symbol.asyncDispose]: () => crossEncoder[Symbol.asyncDispose]() };
  },
});

test('a real thread that crashes costs its texts; the next are embedded, near the 32-bit vector', async () => {
  const threads: Worker[] = [];
  const remember = (worker: Worker): unknown => threads.push(worker);
  process.on('worker', remember);
  await using embedder = new WorkerEmbedder({ clock: new FakeClock() });
  await embedder.describe();
  process.off('worker', remember);

  // Nothing the thread's code expects. Terminated, it could take the process with it: see inference-thread.ts.
  // Before the text, which is handed over in the same turn: behind it, a slow moment here would let it be embedded first.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  threads[0]?.postMessage(null);
  const lost = embedder.embed(['a question that dies with its thread']);
  await expect(lost).rejects.toMatchObject({ code: 'crashed' });

  const [embedding] = await embedder.embed([reference.vector.text]);
  for (const [index, value] of reference.vector.fp32First8.entries()) {
    expect(Math.abs((embedding?.vector[index] ?? 0) - value)).toBeLessThan(0.01);
  }
});

test('a model that is not there is told, and does not keep anything running', async () => {
  const model = { ...BUNDLED_MODEL, directory: '/nowhere/all-MiniLM-L6-v2' };
  await using embedder = new WorkerEmbedder({ clock: new FakeClock(), model });
  await expect(embedder.describe()).rejects.toMatchObject({ name: 'DependencyError', code: 'unavailable' });
});
