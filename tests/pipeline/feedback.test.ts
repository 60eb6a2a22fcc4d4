import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { faulty, type FaultSwitch } from '@strata/contracts/faulty';
import {
  Corrections,
  DependencyError,
  explainRequest,
  Feedback,
  PLAIN_POLICY,
  type CachePolicy,
  type SemanticTier,
} from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Pipeline } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const ORIGINAL = 'What is the capital of France?';
const ALIKE = 'Which city is the capital of France?';
const BETWEEN = 'Tell me the capital city of France.';
const CLOSER = 'Name the capital of France.';

function direction(degrees: number): number[] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

async function stocked(policy: Partial<CachePolicy> = {}) {
  const clock = new FakeClock();
  const fault: FaultSwitch = { fault: undefined, calls: 0 };
  const store = new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
  const observer = { observe: () => {} };
  const feedback = new Feedback({ store: faulty(store, fault), clock, observer, deadlineMs: 100 });
  const vectors = {
    [ORIGINAL]: direction(0),
    [ALIKE]: direction(20),
    [BETWEEN]: direction(15),
    [CLOSER]: direction(10),
  };
  let tier: SemanticTier | undefined;
  const pipeline = new Pipeline({
    settings: { policyOf: () => ({ ...PLAIN_POLICY, ...policy }) },
    feedback,
    semantic: (parts) => {
      tier = semanticTierOf(parts, { embedder: new FakeEmbedder({ dimensions: 2, vectors }), feedback });
      return tier;
    },
  });
  const corrections = new Corrections({ exact: pipeline.exact, semantic: tier, feedback });
  const first = await pipeline.ask(ORIGINAL);
  await pipeline.cache.drain();
  return { pipeline, corrections, fault, tier, entry: first.report.fingerprint };
}

async function outcome(pipeline: Pipeline, question: string): Promise<string> {
  const answer = await pipeline.ask(question);
  await pipeline.cache.drain();
  return answer.outcome;
}

describe('a wrong answer by meaning', () => {
  test('is never served again for that question, promoted or not, in any case or spacing', async () => {
    const { pipeline, corrections, entry } = await stocked();
    expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
    expect(await outcome(pipeline, ALIKE)).toBe('exact-hit');
    const result = await corrections.record({ entry, query: ALIKE.toLowerCase(), verdict: 'wrong' });
    expect(result.action).toBe('banned');
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('makes its entry answer only what is more alike', async () => {
    const { pipeline, corrections, entry } = await stocked();
    const result = await corrections.record({ entry, query: CLOSER, verdict: 'wrong' });
    expect(result).toMatchObject({
      action: 'banned',
      minScore: expect.closeTo(Math.cos(Math.PI / 18) + 0.005, 3),
    });
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test.each([
    ['first', [CLOSER, ALIKE]],
    ['last', [ALIKE, CLOSER]],
  ])('of several said at the same time the most alike counts, said %s', async (_when, questions) => {
    const { pipeline, corrections, entry } = await stocked();
    await Promise.all(questions.map((query) => corrections.record({ entry, query, verdict: 'wrong' })));
    expect(await outcome(pipeline, BETWEEN)).toBe('miss');
  });

  test('is not served the other way round either, once the other question has an answer of its own', async () => {
    const { pipeline, corrections, entry } = await stocked();
    await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
    await corrections.record({ entry, query: undefined, verdict: 'outdated' });
    expect(await outcome(pipeline, ORIGINAL)).toBe('miss');
  });

  test('is banned of an answer that is served past its expiry, too', async () => {
    const { pipeline, corrections, entry } = await stocked({ ttlMs: 1_000, staleWhileRevalidateMs: 60_000 });
    expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
    pipeline.clock.advance(2_000);
    const { action } = await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
    expect(action).toBe('banned');
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('makes what was promoted before miss, too, where it is less alike', async () => {
    const { pipeline, corrections, entry } = await stocked();
    expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
    expect(await outcome(pipeline, CLOSER)).toBe('semantic-hit');
    await corrections.record({ entry, query: CLOSER, verdict: 'wrong' });
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('is banned where the two differ in their case alone', async () => {
    const { corrections, entry } = await stocked();
    const { action } = await corrections.record({ entry, query: ORIGINAL.toUpperCase(), verdict: 'wrong' });
    expect(action).toBe('banned');
  });

  test('leaves memory even where the threshold cannot be raised', async () => {
    const { pipeline, corrections, tier, entry } = await stocked();
    expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
    if (tier !== undefined) tier.raiseThreshold = async () => await Promise.reject(new Error('down'));
    await expect(corrections.record({ entry, query: ALIKE, verdict: 'wrong' })).rejects.toThrow('down');
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('stays banned after the entry is stored anew and after a clear', async () => {
    const { pipeline, corrections, entry } = await stocked();
    await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
    await pipeline.exact.clear();
    expect(await outcome(pipeline, ORIGINAL)).toBe('semantic-hit');
    await pipeline.ask(ORIGINAL, { headers: { 'cache-control': 'no-cache' } });
    await pipeline.cache.drain();
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('leaves the entry to its own question', async () => {
    const { pipeline, corrections, entry } = await stocked();
    await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
    expect(await outcome(pipeline, ORIGINAL)).toBe('exact-hit');
  });
});

describe('an answer that is wrong in itself or outdated', () => {
  test.each([
    ['wrong', undefined],
    ['wrong', ORIGINAL],
    ['outdated', ALIKE],
  ] as const)(
    '(%s, query %j) goes from both tiers with everything promoted from it',
    async (verdict, query) => {
      const { pipeline, corrections, entry } = await stocked();
      expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
      expect(await corrections.record({ entry, query, verdict })).toEqual({ action: 'dropped', found: true });
      expect(await outcome(pipeline, ALIKE)).toBe('miss');
    },
  );

  test('that nobody knows is said so', async () => {
    const { corrections } = await stocked();
    const unknown = 'f'.repeat(64);
    await expect(
      corrections.record({ entry: unknown, query: ALIKE, verdict: 'wrong' }),
    ).rejects.toMatchObject({
      status: 404,
    });
    const dropped = await corrections.record({ entry: unknown, query: undefined, verdict: 'outdated' });
    expect(dropped).toEqual({ action: 'dropped', found: false });
  });
});

describe('a complaint that names an alias', () => {
  const aliased = async () => {
    const parts = await stocked();
    const answer = await parts.pipeline.ask(ALIKE);
    await parts.pipeline.cache.drain();
    expect(answer.outcome).toBe('semantic-hit');
    return { ...parts, alias: answer.report.fingerprint };
  };

  test.each([
    ['outdated', undefined],
    ['wrong', undefined],
    ['wrong', ORIGINAL],
  ] as const)('(%s, query %j) is about the entry whose answer it gives', async (verdict, query) => {
    const { pipeline, corrections, alias } = await aliased();
    expect(await corrections.record({ entry: alias, query, verdict })).toEqual({
      action: 'dropped',
      found: true,
    });
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
  });

  test('with its own question bans that pair, and leaves the entry to its own', async () => {
    const { pipeline, corrections, alias } = await aliased();
    const result = await corrections.record({ entry: alias, query: ALIKE, verdict: 'wrong' });
    expect(result.action).toBe('banned');
    expect(await outcome(pipeline, ALIKE)).toBe('miss');
    expect(await outcome(pipeline, ORIGINAL)).toBe('exact-hit');
  });
});

describe('while what people said cannot be read', () => {
  test('an answer that nobody complained of is served by meaning', async () => {
    const { pipeline, fault } = await stocked();
    fault.fault = 'down';
    expect(await outcome(pipeline, ALIKE)).toBe('semantic-hit');
  });

  test('one that somebody called wrong is not, whatever the question', async () => {
    const { pipeline, corrections, fault, entry } = await stocked();
    await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
    fault.fault = 'down';
    expect(await outcome(pipeline, CLOSER)).toBe('miss');
    expect(pipeline.count('candidate', { guard: 'feedback-unavailable' })).toBe(1);
    fault.fault = undefined;
    pipeline.clock.advance(10_000);
    expect(await outcome(pipeline, CLOSER)).toBe('exact-hit');
  });
});

test('explain fills no memory: what it looked at is not thereby sooner at hand', async () => {
  const { pipeline, tier, entry } = await stocked();
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ORIGINAL }] });
  const prepared = pipeline.cache.prepare(body, {}, { tenant: 'default' });
  await pipeline.exact.forgetMemory();
  const { exact, clock } = pipeline;
  const { decision } = await explainRequest({ exact, semantic: tier, clock }, prepared);
  expect([decision, exact.peek(entry, prepared.controls)]).toEqual(['exact-hit', undefined]);
  expect(await outcome(pipeline, ORIGINAL)).toBe('exact-hit');
  expect(exact.peek(entry, prepared.controls)).toBeDefined();
});

test('explain tells what would happen and why, and changes nothing', async () => {
  const { pipeline, corrections, tier, entry } = await stocked();
  const explain = async (question: string, headers = {}) => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: question }] });
    const prepared = pipeline.cache.prepare(body, headers, { tenant: 'default' });
    return await explainRequest({ exact: pipeline.exact, semantic: tier, clock: pipeline.clock }, prepared);
  };
  const calls = pipeline.upstream.callCount;
  expect(await explain(ORIGINAL)).toMatchObject({ decision: 'exact-hit', exact: { fingerprint: entry } });
  expect(await explain(ALIKE)).toMatchObject({
    decision: 'semantic-hit',
    exact: undefined,
    semantic: {
      threshold: 0.9,
      candidates: [{ match: { id: entry, text: ORIGINAL }, verdict: { accepted: true } }],
    },
  });
  expect(await explain(ALIKE, { 'x-cache-threshold': '0.99' })).toMatchObject({
    decision: 'miss',
    semantic: { threshold: 0.99, candidates: [{ verdict: { accepted: false, guard: 'below-threshold' } }] },
  });
  expect(await explain(ALIKE, { 'x-bypass-cache': 'true' })).toMatchObject({ decision: 'bypass' });
  expect(await explain('Hi')).toMatchObject({ decision: 'miss', semantic: { refusal: 'too-short' } });
  await corrections.record({ entry, query: ALIKE, verdict: 'wrong' });
  expect(await explain(ALIKE)).toMatchObject({
    decision: 'miss',
    semantic: { candidates: [{ verdict: { accepted: false } }] },
  });
  expect(pipeline.upstream.callCount).toBe(calls);
});

test('what people said of a promoted answer is waited for no longer than a request waits', async () => {
  const clock = new FakeClock();
  const inner = new MemoryExactStore({ clock, maxBytes: 1_000, maxEntries: 10 });
  const get = inner.get.bind(inner);
  inner.get = async (key) =>
    key.startsWith('min:') ? await new Promise<undefined>(() => {}) : await get(key);
  const observer = { observe: () => {} };
  const feedback = new Feedback({ store: inner, clock, observer, deadlineMs: 100 });
  const allowed = feedback.allows('entry', { question: ALIKE, similarity: 0.9 });
  const refused = expect(allowed).rejects.toThrow(DependencyError);
  clock.advance(100);
  await refused;
});
