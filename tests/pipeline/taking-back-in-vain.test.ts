import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { faulty, type FaultSwitch } from '@strata/contracts/faulty';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { Corrections, DependencyError, EntryRemoval, Feedback } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { Pipeline } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const ORIGINAL = 'What is the capital of France?';
const ALIKE = 'Which city is the capital of France?';

/** An answer and an alias of it, both in memory, over stores that can be made to fail. */
async function stocked() {
  const exactFaults: FaultSwitch = { fault: undefined, calls: 0 };
  const clock = new FakeClock();
  const observer = { observe: () => {} };
  const memoryStore = (): MemoryExactStore =>
    new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
  const feedback = new Feedback({ store: memoryStore(), clock, observer, deadlineMs: 100 });
  const embedder = new FakeEmbedder({ dimensions: 2, vectors: { [ORIGINAL]: [1, 0], [ALIKE]: [0.98, 0.2] } });
  const vectors = new MemoryVectorStore();
  const tier = semanticTierOf({ clock, observer }, { embedder, vectors, feedback });
  const store = (): MemoryExactStore => faulty(memoryStore(), exactFaults);
  const pipeline = new Pipeline({ feedback, store, semantic: () => tier });
  const exact = { tier: pipeline.exact, store: pipeline.store };
  const removal = new EntryRemoval({ exact, semantic: { tier, vectors, embedder }, feedback, clock });
  const corrections = new Corrections({ exact: pipeline.exact, semantic: tier, feedback });
  const { fingerprint: id } = (await pipeline.ask(ORIGINAL)).report;
  await pipeline.cache.drain();
  expect((await pipeline.ask(ALIKE)).outcome).toBe('semantic-hit');
  await pipeline.cache.drain();
  expect((await pipeline.ask(ALIKE)).outcome).toBe('exact-hit');
  return { pipeline, removal, corrections, vectors, id, exactFaults };
}

describe('what was taken back in vain is not in memory either', () => {
  it('where a pair was called wrong while the store is away', async () => {
    const { pipeline, corrections, id, exactFaults } = await stocked();
    exactFaults.fault = 'down';
    const correction = corrections.record({ entry: id, query: ALIKE, verdict: 'wrong' });
    await expect(correction).rejects.toThrow(DependencyError);
    expect((await pipeline.ask(ALIKE)).outcome).toBe('miss');
  });

  it('where an answer was called outdated while the store is away', async () => {
    const { pipeline, corrections, id, exactFaults } = await stocked();
    exactFaults.fault = 'down';
    const correction = corrections.record({ entry: id, query: undefined, verdict: 'outdated' });
    await expect(correction).rejects.toThrow(DependencyError);
    expect((await pipeline.ask(ALIKE)).outcome).toBe('miss');
  });

  it('where the index takes no deletion while entries are removed by what they are', async () => {
    const { pipeline, removal, vectors } = await stocked();
    vectors.delete = () => Promise.reject(new DependencyError('The index is away.'));
    const removed = removal.invalidate({ selector: { model: 'm' }, dryRun: false });
    await expect(removed).rejects.toThrow(DependencyError);
    expect((await pipeline.ask(ALIKE)).outcome).not.toBe('exact-hit');
  });
});
