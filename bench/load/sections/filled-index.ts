import { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import {
  DEFAULT_CONTROLS,
  encodeEntry,
  parseChatRequest,
  type VectorPoint,
  type VectorStore,
} from '@strata/core';
import { fingerprint, significantFields } from '@strata/core/fingerprint';
import { partitionOf } from '@strata/core/partition';
import { seededRandom } from '../../accuracy/seeded-random.ts';
import { chatText, MODEL } from '../client/requests.ts';

export type Filling = {
  readonly embedder: WorkerEmbedder;
  /** Stored with their real vectors. */
  readonly questions: readonly string[];
  /** Points in all; the rest gets random directions. */
  readonly points: number;
};

const HOUR_MS = 3_600_000;
/** Writes under way at a time. */
const PARALLEL = 64;
const SCOPE = { tenant: 'default', namespace: DEFAULT_CONTROLS.namespace, version: 0 };
const BODY = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-filled',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: MODEL,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'A stored answer. '.repeat(30) },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 20, completion_tokens: 120, total_tokens: 140 },
  }),
);

/** Puts points into one partition: the one that a plain question to the proxy is looked up in. */
export async function fill(store: VectorStore, filling: Filling): Promise<void> {
  const { fingerprint: space, dimensions } = await filling.embedder.describe();
  const random = seededRandom(7);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < filling.points) {
      const index = (next += 1) - 1;
      const question = filling.questions[index];
      const text = question ?? `Filler number ${index} about nothing in particular?`;
      // oxlint-disable no-await-in-loop -- `PARALLEL` of them at a time
      const vector =
        question === undefined ? unitVector(dimensions, random) : await embedded(filling.embedder, question);
      await store.upsert(pointOf(text, { space, vector }));
      // oxlint-enable no-await-in-loop
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

/**
 * Resolves when this process and its threads have nothing to do any more: the index is built in the background, and is
 * not measured while it is. No search tells: all of them work meanwhile.
 */
export async function untilIdle(): Promise<void> {
  const intervalMs = 1_000;
  for (let busyMs = Number.POSITIVE_INFINITY; busyMs > intervalMs / 10;) {
    const before = process.cpuUsage();
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
    const { user, system } = process.cpuUsage(before);
    busyMs = (user + system) / 1000;
  }
}

/** Resolves when the Qdrant server has built every index it is going to build. */
export async function untilGreen(url: string): Promise<void> {
  const ask = async (path: string): Promise<unknown> => {
    const { result } = (await (await fetch(new URL(path, url))).json()) as { result: unknown };
    return result;
  };
  const { collections } = (await ask('/collections')) as { collections: { name: string }[] };
  for (const { name } of collections) {
    for (let status = ''; status !== 'green';) {
      // oxlint-disable no-await-in-loop -- until it is
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      ({ status } = (await ask(`/collections/${encodeURIComponent(name)}`)) as { status: string });
      // oxlint-enable no-await-in-loop
    }
  }
}

async function embedded(embedder: WorkerEmbedder, text: string): Promise<Float32Array> {
  const [embedding] = await embedder.embed([text]);
  if (embedding === undefined) throw new Error('The embedder gave nothing.');
  return embedding.vector;
}

function pointOf(
  text: string,
  where: { readonly space: string; readonly vector: Float32Array },
): VectorPoint {
  const fields = significantFields(parseChatRequest(chatText(text)));
  const id = fingerprint(fields, SCOPE);
  const now = Date.now();
  const life = { createdAt: now, expiresAt: now + 24 * HOUR_MS };
  const usage = { promptTokens: 20, completionTokens: 120 };
  const entry = encodeEntry({ fingerprint: id, ...life, model: MODEL, usage, question: text, body: BODY });
  return { ...where, ...life, id, text, partition: partitionOf(fields, SCOPE), minScore: 0, entry };
}

/** A random direction: the sum of two uniform numbers is close enough to a normal one. */
function unitVector(dimensions: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() + random() - 1);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
