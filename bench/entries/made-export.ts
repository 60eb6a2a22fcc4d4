import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import { parseChatRequest, tenantHash, writeEntryLine, type CacheEntry } from '@strata/core';
import { fingerprint, significantFields } from '@strata/core/fingerprint';
import { partitionOf } from '@strata/core/partition';
import { systemClock } from '@strata/service-kit';
import { seededRandom } from '../accuracy/seeded-random.ts';
import { chatText, MODEL } from '../load/client/requests.ts';
import { questions } from '../load/questions.ts';

export type MadeExport = {
  /** Entries, each in both tiers. */
  readonly entries: number;
  /** Stored with their real vectors: they can be asked for by meaning. The rest gets random directions. */
  readonly real: readonly string[];
  /** Nobody else's: each can be asked for exactly. */
  readonly others: readonly string[];
};

const DAY_MS = 86_400_000;
const REAL = 500;
const SCOPE = { tenant: 'default', namespace: '', version: 0 };

/** Writes what an export of a cache with so many entries looks like: 1.5 kB answers, one partition. */
export async function makeExport(path: string, entries: number): Promise<MadeExport> {
  await using embedder = new WorkerEmbedder({ clock: systemClock });
  const { fingerprint: space, dimensions } = await embedder.describe();
  const random = seededRandom(11);
  const real = questions(REAL, 5);
  const others = Array.from({ length: entries - REAL }, (_, i) => `What became of the parcel numbered ${i}?`);
  const file = createWriteStream(path);
  const write = async (line: string): Promise<void> => {
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  };
  const exportedAt = Date.now();
  await write(JSON.stringify({ strata: 'export', version: 1, exportedAt, expected: entries }));
  for (const [index, question] of [...real, ...others].entries()) {
    // oxlint-disable no-await-in-loop -- one line after the other
    const [embedding] = index < REAL ? await embedder.embed([question]) : [];
    const vector = embedding?.vector ?? unitVector(dimensions, random);
    const { entry, partition } = entryOf(question, { index, createdAt: exportedAt });
    const life = { id: entry.fingerprint, createdAt: exportedAt, expiresAt: entry.expiresAt, minScore: 0 };
    const point = { ...life, space, vector, text: question, partition, entry: new Uint8Array() };
    await write(writeEntryLine({ id: life.id, entry, tiers: ['exact', 'semantic'], point }) ?? '');
    // oxlint-enable no-await-in-loop
  }
  await write(JSON.stringify({ strata: 'end', entries }));
  await new Promise<void>((resolve) => file.end(() => resolve()));
  return { entries, real, others };
}

function entryOf(
  question: string,
  { index, createdAt }: { readonly index: number; readonly createdAt: number },
): { readonly entry: CacheEntry; readonly partition: string } {
  const fields = significantFields(parseChatRequest(chatText(question)));
  const partition = partitionOf(fields, SCOPE);
  const message = { role: 'assistant', content: `${index}. ${ANSWER}` };
  const completion = {
    id: `chatcmpl-${index}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: MODEL,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 250, total_tokens: 270 },
  };
  const entry = {
    fingerprint: fingerprint(fields, SCOPE),
    createdAt,
    expiresAt: createdAt + DAY_MS,
    model: MODEL,
    usage: { promptTokens: 20, completionTokens: 250 },
    tenant: tenantHash(SCOPE.tenant),
    namespace: SCOPE.namespace,
    question,
    partition,
    body: Buffer.from(JSON.stringify(completion)),
  };
  return { entry, partition };
}

const ANSWER =
  'It was handed over at the counter, signed for, and left the house the same afternoon. '.repeat(15);

function unitVector(dimensions: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() + random() - 1);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
