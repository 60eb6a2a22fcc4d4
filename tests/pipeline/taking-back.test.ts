import { deferred } from '@strata/contracts/deferred';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import { Corrections, EntryRemoval, Feedback, type VectorStore } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Pipeline } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const ORIGINAL = 'What is the capital of France?';
const ALIKE = 'Which city is the capital of France?';

/** Holds up calls of one method: each says that it has begun, and waits. */
type Gate = { held: keyof VectorStore | undefined; readonly begun: Promise<void>; open(): void };

function gated(inner: VectorStore, when: 'before' | 'after'): { vectors: VectorStore; gate: Gate } {
  const begun = deferred();
  const opened = deferred();
  const gate: Gate = { held: undefined, begun: begun.promise, open: () => opened.resolve() };
  const vectors = new Proxy(inner, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        const isHeld = gate.held === name;
        if (isHeld && when === 'before') {
          begun.resolve();
          await opened.promise;
        }
        const result: unknown = await Reflect.apply(value, target, args);
        if (isHeld && when === 'after') {
          begun.resolve();
          await opened.promise;
        }
        return result;
      };
    },
  });
  return { vectors, gate };
}

async function stocked(when: 'before' | 'after') {
  const { vectors, gate } = gated(new MemoryVectorStore(), when);
  const embedder = new FakeEmbedder({ dimensions: 2, vectors: { [ORIGINAL]: [1, 0], [ALIKE]: [0.98, 0.2] } });
  const clock = new FakeClock();
  const observer = { observe: () => {} };
  const store = new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
  const feedback = new Feedback({ store, clock, observer, deadlineMs: 100 });
  const tier = semanticTierOf({ clock, observer }, { embedder, vectors, feedback });
  const pipeline = new Pipeline({ feedback, semantic: () => tier });
  const removal = new EntryRemoval({
    exact: { tier: pipeline.exact, store: pipeline.store },
    semantic: { tier, vectors, embedder },
    feedback,
    clock: pipeline.clock,
  });
  const corrections = new Corrections({ exact: pipeline.exact, semantic: tier, feedback });
  const { fingerprint: id } = (await pipeline.ask(ORIGINAL)).report;
  await pipeline.cache.drain();
  return { pipeline, removal, corrections, gate, id };
}

type Stocked = Awaited<ReturnType<typeof stocked>>;

async function outcome({ pipeline }: Stocked, question: string): Promise<string> {
  const answer = await pipeline.ask(question);
  await pipeline.cache.drain();
  return answer.outcome;
}

test('a refresh of one question takes nothing from what is written of others', async () => {
  const pipeline = new Pipeline();
  const questions = Array.from({ length: 40 }, (_, at) => `What is ${at} plus one?`);
  await Promise.all(
    questions.map((question, at) =>
      pipeline.ask(question, at % 2 === 0 ? { headers: { 'cache-control': 'no-cache' } } : {}),
    ),
  );
  await pipeline.cache.drain();
  expect(pipeline.count('write', { tier: 'exact', result: 'ok' })).toBe(40);
  const stored = await Promise.all(questions.map((question) => pipeline.stored(question)));
  expect(stored.filter((bytes) => bytes === undefined)).toEqual([]);
});

test('what is cleared while it is written is not stored, and is counted so', async () => {
  const pipeline = new Pipeline();
  await pipeline.ask(ORIGINAL);
  await pipeline.exact.clear();
  await pipeline.cache.drain();
  expect(await pipeline.stored(ORIGINAL)).toBeUndefined();
  expect(pipeline.count('write', { tier: 'exact', result: 'dropped' })).toBe(1);
});

describe.each<[string, keyof VectorStore, (parts: Stocked) => Promise<unknown>]>([
  ['a clear', 'clear', ({ removal }) => removal.clear()],
  ['a delete', 'delete', ({ removal, id }) => removal.remove(id)],
  [
    'an invalidation',
    'delete',
    ({ removal }) => removal.invalidate({ selector: { model: 'm' }, similarTo: undefined, dryRun: false }),
  ],
  [
    'a correction',
    'delete',
    ({ corrections, id }) => corrections.record({ entry: id, query: undefined, verdict: 'outdated' }),
  ],
])('%s', (_name, method, take) => {
  test('leaves nothing in memory of what was promoted while the semantic tier was slow to let go', async () => {
    const parts = await stocked('before');
    parts.gate.held = method;
    const taken = take(parts);
    await parts.gate.begun;
    expect(await outcome(parts, ALIKE)).toBe('semantic-hit');
    parts.gate.open();
    await taken;
    expect(await outcome(parts, ALIKE)).toBe('miss');
  });

  test('lets a hit that it overtook answer once and no more', async () => {
    const parts = await stocked('after');
    parts.gate.held = 'read';
    const asked = outcome(parts, ALIKE);
    await parts.gate.begun;
    parts.gate.held = undefined;
    await take(parts);
    parts.gate.open();
    expect(await asked).toBe('semantic-hit');
    expect(await outcome(parts, ALIKE)).toBe('miss');
  });

  test('lets nothing stay that the semantic tier was still being given', async () => {
    const parts = await stocked('before');
    await parts.removal.clear();
    parts.gate.held = 'upsert';
    await parts.pipeline.ask(ORIGINAL);
    await parts.gate.begun;
    await take(parts);
    parts.gate.open();
    await parts.pipeline.cache.drain();
    expect(await outcome(parts, ALIKE)).toBe('miss');
    expect(parts.pipeline.count('write', { tier: 'semantic', result: 'dropped' })).toBe(1);
  });
});

test('a refresh is stored in both tiers, and is not taken for taken back', async () => {
  const parts = await stocked('before');
  await parts.pipeline.ask(ORIGINAL, { headers: { 'cache-control': 'no-cache' } });
  await parts.pipeline.cache.drain();
  expect(parts.pipeline.count('write', { result: 'dropped' })).toBe(0);
  expect(await outcome(parts, ALIKE)).toBe('semantic-hit');
});
