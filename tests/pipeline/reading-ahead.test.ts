import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { DependencyError, Feedback, type Judge } from '@strata/core';
import { expect, test } from 'vitest';
import { completion, Pipeline, textOf } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const STORED = 'What is the capital of France?';
const VETOED = 'Name the capital of France.';
const ASKED = 'Which city is the capital of France?';

const ANGLES = { [STORED]: direction(0), [VETOED]: direction(12), [ASKED]: direction(10) };

function direction(degrees: number): number[] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

const judge: Judge = {
  judge: (_query, { text }) =>
    text === VETOED ? { accepted: false, guard: 'test', reason: 'no' } : { accepted: true, confidence: 1 },
};

/** A question whose nearest is vetoed and whose second is not, held where that one's entry and bans are asked for. */
async function waiting() {
  const clock = new FakeClock();
  const bans = new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
  const feedback = new Feedback({ store: bans, clock, observer: { observe: () => {} }, deadlineMs: 100 });
  const vectors = new MemoryVectorStore();
  const embedder = new FakeEmbedder({ dimensions: 2, vectors: ANGLES });
  const pipeline = new Pipeline({
    semantic: (parts) => semanticTierOf(parts, { embedder, vectors, judge, feedback }),
  });
  pipeline.upstream.replyWhole(completion('Paris.'));
  const stored = await pipeline.ask(STORED);
  await pipeline.cache.drain();
  await pipeline.ask(VETOED, { headers: { 'cache-control': 'no-cache' } });
  await pipeline.cache.drain();

  const underWay: string[] = [];
  const gates = { said: deferred(), entry: deferred() };
  const get = bans.get.bind(bans);
  bans.get = async (key) => {
    underWay.push('said');
    await gates.said.promise;
    return await get(key);
  };
  const read = vectors.read.bind(vectors);
  vectors.read = async (space, id) => {
    if (id !== stored.report.fingerprint) return await read(space, id);
    underWay.push('entry');
    await gates.entry.promise;
    return await read(space, id);
  };
  const entry = await pipeline.exact.entry(stored.report.fingerprint);
  const pair = { partition: entry?.partition ?? '', stored: entry?.question ?? '', asked: ASKED };
  const ban = (): Promise<void> => feedback.ban(stored.report.fingerprint, pair);
  const answer = pipeline.ask(ASKED);
  await settle();
  return { pipeline, answer, underWay, gates, ban };
}

test.each([
  ['said', 'entry'],
  ['entry', 'said'],
] as const)(
  'a hit waits at once for its entry and for what people said of it: %s, then %s',
  async (...order) => {
    const { answer, underWay, gates } = await waiting();
    expect(underWay.toSorted()).toEqual(['entry', 'said']);
    for (const gate of order) {
      gates[gate].resolve();
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await settle();
    }
    const hit = await answer;
    expect([hit.outcome, await textOf(hit)]).toEqual(['semantic-hit', 'Paris.']);
    expect(underWay).toHaveLength(2);
  },
);

test('an entry that somebody called wrong is not served, and its failing read is nobody’s concern', async () => {
  const { pipeline, answer, gates, ban } = await waiting();
  await ban();
  gates.entry.reject(new DependencyError('The store is down.'));
  await settle();
  gates.said.resolve();
  expect((await answer).outcome).toBe('miss');
  expect(pipeline.count('candidate', { guard: 'feedback' })).toBe(1);
  expect(pipeline.count('lookup', { tier: 'semantic', result: 'degraded' })).toBe(0);
});

test('an entry that nobody complained of is served where it can be read and what people said cannot', async () => {
  const { answer, gates } = await waiting();
  gates.entry.resolve();
  gates.said.reject(new DependencyError('The store is down.'));
  expect((await answer).outcome).toBe('semantic-hit');
});

test('an entry that cannot be read is a miss, whatever people said', async () => {
  const { pipeline, answer, gates } = await waiting();
  gates.entry.reject(new DependencyError('The store is down.'));
  await settle();
  gates.said.resolve();
  expect((await answer).outcome).toBe('miss');
  expect(pipeline.count('lookup', { tier: 'semantic', result: 'degraded' })).toBe(1);
});
