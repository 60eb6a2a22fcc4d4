import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { faulty, type FaultSwitch } from '@strata/contracts/faulty';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { EntryAdmin, Feedback, NEVER_EXPIRES, SemanticTier } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Pipeline } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

/** It keeps what never expires, as a store on a disk does. */
class KeepingStore extends MemoryExactStore {
  override async whyNotKept(): Promise<undefined> {}
}

/** The administration of a pipeline's entries; the writes of its semantic tier can be made to fail. */
function administered() {
  const writes: FaultSwitch = { fault: undefined, calls: 0 };
  const vectors = new MemoryVectorStore();
  const embedder = new FakeEmbedder();
  let tier: SemanticTier | undefined;
  const pipeline = new Pipeline({
    store: (clock) => new KeepingStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 }),
    semantic: (watched) => (tier = semanticTierOf(watched, { embedder, vectors: faulty(vectors, writes) })),
  });
  const { clock, observer, exact, store } = pipeline;
  const feedback = new Feedback({ store, clock, observer, deadlineMs: 100 });
  const semantic = { tier: tier as SemanticTier, vectors, embedder };
  const admin = new EntryAdmin({ exact: { tier: exact, store }, semantic, feedback, clock });
  return { pipeline, admin, writes };
}

describe('an import', () => {
  const HEADER = JSON.stringify({ strata: 'export', version: 1 });
  const idOf = (index: number): string => index.toString(16).padStart(64, '0');

  test.each([
    ['no JSON', 'is no JSON object'],
    ['{"strata":"end","entries":7}', 'counts 7 entries'],
  ])('stores what came before a line that cannot be used: %s', async (badLine, problem) => {
    const { pipeline, admin } = administered();
    const entryLine = (index: number): string => {
      const life = { createdAt: pipeline.clock.now(), expiresAt: pipeline.clock.now() + 60_000 };
      return JSON.stringify({
        entry: { fingerprint: idOf(index), model: 'm', ...life },
        tiers: ['exact'],
        body: '{}',
      });
    };
    const indexes = Array.from({ length: 70 }, (_, index) => index);
    const reading = read(admin.transfer.import(linesOf([HEADER, ...indexes.map(entryLine), badLine])));
    await expect(reading).rejects.toThrow(problem);
    const found = await Promise.all(indexes.map((index) => pipeline.store.get(idOf(index))));
    expect(found.filter((bytes) => bytes === undefined)).toEqual([]);
  });
});

describe('a pin', () => {
  const QUESTION = 'What is the capital of France?';

  async function asked() {
    const { pipeline, admin, writes } = administered();
    const { fingerprint: id } = (await pipeline.ask(QUESTION)).report;
    await pipeline.cache.drain();
    const expiries = async (): Promise<readonly (number | undefined)[]> => {
      const { exact, semantic } = await admin.search.copies(id);
      return [exact?.expiresAt, semantic?.expiresAt];
    };
    const [expiresAt] = await expiries();
    return { pins: admin.pins, id, writes, expiries, expiresAt };
  }

  test('that reached one tier only reaches both when it is tried again, and remembers the expiry', async () => {
    const { pins, id, writes, expiries, expiresAt } = await asked();
    writes.fault = 'down';
    await expect(pins.pin(id)).rejects.toThrow('down');
    writes.fault = undefined;
    expect((await pins.pin(id))?.pinned).toMatchObject({ expiresAt });
    expect(await expiries()).toEqual([NEVER_EXPIRES, NEVER_EXPIRES]);
  });

  test('that was taken from one tier only is taken from both when it is tried again', async () => {
    const { pins, id, writes, expiries, expiresAt } = await asked();
    await pins.pin(id);
    writes.fault = 'down';
    await expect(pins.unpin(id)).rejects.toThrow('down');
    writes.fault = undefined;
    expect((await pins.unpin(id))?.pinned).toBeUndefined();
    expect(await expiries()).toEqual([expiresAt, expiresAt]);
  });

  test('that was never there is taken from nothing: no tier is written', async () => {
    const { pins, id, writes } = await asked();
    writes.fault = 'down';
    expect((await pins.unpin(id))?.pinned).toBeUndefined();
  });
});

async function* linesOf(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* lines;
}

async function read(progress: AsyncIterable<unknown>): Promise<void> {
  for await (const _step of progress);
}
