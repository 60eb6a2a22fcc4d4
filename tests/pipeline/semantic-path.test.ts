import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { settle } from '@strata/contracts/deferred';
import { DependencyError, OnlyIfCachedError, type Judge, type Verdict } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { completion, Pipeline, textOf, type PipelineOptions } from './pipeline.ts';
import { reviewOf, semanticTierOf } from './semantic-tier-of.ts';

/** Questions by what they mean: the cosine of two texts is the cosine of their angles. */
const VECTORS = {
  'What is the capital of France?': direction(0),
  'Which city is the capital of France?': direction(10),
  'Name the capital of France.': direction(12),
  'How far is the moon?': direction(90),
};

function direction(degrees: number): number[] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

function semanticPipeline(options: PipelineOptions & { judge?: Judge } = {}) {
  const embedder = new FakeEmbedder({ dimensions: 2, vectors: VECTORS });
  const vectors = new MemoryVectorStore();
  const pipeline = new Pipeline({
    ...options,
    semantic: (parts) => semanticTierOf(parts, { embedder, vectors, judge: options.judge }),
  });
  return { pipeline, embedder, vectors };
}

async function seeded(options?: PipelineOptions & { judge?: Judge }) {
  const parts = semanticPipeline(options);
  await parts.pipeline.ask('What is the capital of France?');
  await parts.pipeline.cache.drain();
  return parts;
}

describe('the semantic path', () => {
  test('answers the same question in other words, then exactly: the hit is promoted with its age and expiry', async () => {
    const { pipeline } = await seeded();
    pipeline.clock.advance(60_000);
    const semantic = await pipeline.ask('Which city is the capital of France?');
    await pipeline.cache.drain();
    pipeline.clock.advance(60_000);
    const exact = await pipeline.ask('Which city is the capital of France?');
    expect([semantic.outcome, exact.outcome]).toEqual(['semantic-hit', 'exact-hit']);
    expect(semantic.report.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 4);
    expect(exact.report.entry?.createdAt).toBe(pipeline.clock.now() - 120_000);
    expect(exact.report.entry?.expiresAt).toBe(semantic.report.entry?.expiresAt);
    expect(exact.report.entry?.origin).toBe(
      (await pipeline.ask('What is the capital of France?')).report.fingerprint,
    );
    expect(pipeline.upstream.callCount).toBe(1);
  });

  test('serves no promoted answer that the threshold of now would not let through', async () => {
    const first = await seeded();
    const question = 'Which city is the capital of France?';
    expect((await first.pipeline.ask(question)).outcome).toBe('semantic-hit');
    await first.pipeline.cache.drain();
    const { store } = first.pipeline;
    const restarted = (threshold: number): Pipeline =>
      new Pipeline({
        store: () => store,
        semantic: (parts) => {
          const { embedder, vectors } = first;
          return semanticTierOf(parts, { embedder, vectors, review: reviewOf(parts, { threshold }) });
        },
      });
    expect((await restarted(0.98).ask(question)).outcome).toBe('exact-hit');
    expect((await restarted(0.99).ask(question)).outcome).toBe('miss');
  });

  test('serves no promoted answer where nothing is answered by meaning any more', async () => {
    const first = await seeded();
    const question = 'Which city is the capital of France?';
    expect((await first.pipeline.ask(question)).outcome).toBe('semantic-hit');
    await first.pipeline.cache.drain();
    const { store } = first.pipeline;
    const without = new Pipeline({ store: () => store });
    expect((await without.ask('What is the capital of France?')).outcome).toBe('exact-hit');
    expect((await without.ask(question)).outcome).toBe('miss');
  });

  test('replays a semantic hit as a stream', async () => {
    const { pipeline } = await seeded();
    const whole = await pipeline.ask('Name the capital of France.');
    const streamed = await pipeline.ask('Which city is the capital of France?', { body: { stream: true } });
    expect(streamed).toMatchObject({ outcome: 'semantic-hit', body: { kind: 'replay' } });
    expect(await textOf(streamed)).toBe(await textOf(whole));
  });

  test('asks the upstream for another question, and embeds it once for lookup and write-back', async () => {
    const { pipeline, embedder } = await seeded();
    expect((await pipeline.ask('How far is the moon?')).outcome).toBe('miss');
    await pipeline.cache.drain();
    expect(embedder.asked.filter((text) => text === 'How far is the moon?')).toHaveLength(1);
  });

  test('never answers across a difference in anything but the last user text', async () => {
    const { pipeline } = await seeded();
    const question = 'Which city is the capital of France?';
    const system = { role: 'system', content: 'Answer in German.' };
    const variants = [
      { body: { temperature: 0 } },
      { body: { max_tokens: 5 } },
      { body: { model: 'other' } },
      { body: { response_format: { type: 'json_object' } } },
      { body: { messages: [system, { role: 'user', content: question }] } },
      { tenant: 'another' },
      { headers: { 'x-cache-namespace': 'another' } },
    ];
    for (const variant of variants) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that none coalesces
      expect((await pipeline.ask(question, variant)).outcome, JSON.stringify(variant)).toBe('miss');
    }
  });

  test('never answers across other white space where two parts of the text meet, which the question does not tell', async () => {
    const { pipeline } = semanticPipeline();
    const ask = async (...texts: readonly string[]) => {
      const content = texts.map((text) => ({ type: 'text', text }));
      const { outcome } = await pipeline.ask('', { body: { messages: [{ role: 'user', content }] } });
      await pipeline.cache.drain();
      return outcome;
    };
    expect(await ask('Spell the word: in', 'valid entry')).toBe('miss');
    expect(await ask('Spell the word: in ', 'valid entry')).toBe('miss');
  });

  test.each<[string, object]>([
    ['tools', { tools: [] }],
    ['tools', { tool_choice: 'auto' }],
    ['temperature', { temperature: 0.71 }],
    ['temperature', { temperature: '0.71' }],
    [
      'not-text',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] },
    ],
    [
      'not-user-last',
      {
        messages: [
          { role: 'user', content: 'Hi there you' },
          { role: 'assistant', content: 'Hi' },
        ],
      },
    ],
    ['too-short', { messages: [{ role: 'user', content: 'Hi' }] }],
  ])('is not asked for a request with %s', async (reason, body) => {
    const { pipeline, embedder } = semanticPipeline();
    await pipeline.ask('What is the capital of France?', { body });
    await pipeline.cache.drain();
    expect(embedder.asked).toEqual([]);
    expect(pipeline.count('semantic-refused', { reason } as object)).toBe(1);
  });

  test('is asked at temperature 0.7 and without any', async () => {
    const { pipeline, embedder } = semanticPipeline();
    await pipeline.ask('What is the capital of France?', { body: { temperature: 0.7 } });
    await pipeline.ask('What is the capital of France?');
    expect(embedder.asked).toHaveLength(2);
  });

  test('neither compares nor stores a text that the embedder cut or does not know', async () => {
    const { pipeline, vectors } = semanticPipeline();
    await pipeline.ask('word '.repeat(300));
    await pipeline.ask('你好 再见 世界');
    await pipeline.cache.drain();
    expect((await vectors.stats()).entries).toBe(0);
    expect(pipeline.count('semantic-refused', { reason: 'truncated' })).toBe(1);
    expect(pipeline.count('semantic-refused', { reason: 'unknown-tokens' })).toBe(1);
  });

  test('lets a request tighten the threshold and never loosen it', async () => {
    const { pipeline } = await seeded();
    const ask = async (threshold: string) =>
      (
        await pipeline.ask('Which city is the capital of France?', {
          headers: { 'x-cache-threshold': threshold },
        })
      ).outcome;
    expect(await ask('0.99')).toBe('miss');
    await pipeline.cache.drain();
    const far = await pipeline.ask('How far is the moon?', { headers: { 'x-cache-threshold': '0' } });
    expect(far.outcome).toBe('miss');
  });

  test('holds what was promoted to the threshold that a later request asks for', async () => {
    const { pipeline } = await seeded();
    const ask = async (headers: Record<string, string>) => {
      const { outcome } = await pipeline.ask('Which city is the capital of France?', { headers });
      await pipeline.cache.drain();
      return outcome;
    };
    expect(await ask({})).toBe('semantic-hit');
    expect(await ask({ 'x-cache-threshold': '0.98' })).toBe('exact-hit');
    expect(await ask({ 'x-cache-threshold': '0.99' })).toBe('miss');
    // The answer of its own is as alike as can be.
    expect(await ask({ 'x-cache-threshold': '0.99' })).toBe('exact-hit');
  });

  test.each([{ 'x-cache-ttl': '0' }, { 'cache-control': 'only-if-cached' }])(
    'does not promote for %j',
    async (headers) => {
      const { pipeline } = await seeded();
      for (let turn = 0; turn < 2; turn += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const answer = await pipeline.ask('Name the capital of France.', { headers });
        expect(answer.outcome).toBe('semantic-hit');
        expect(answer.report.exact).not.toHaveProperty('stored');
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await pipeline.cache.drain();
      }
    },
  );

  test('says nothing of a tier that may not be used', async () => {
    const { pipeline } = await seeded();
    const headers = { 'cache-control': 'no-cache', 'x-cache-mode': 'exact' };
    expect((await pipeline.ask('How far is the moon?', { headers })).report.semantic).toBeUndefined();
    const alone = await new Pipeline().ask('How far is the moon?', {
      headers: { 'cache-control': 'no-cache' },
    });
    expect(alone.report.semantic).toBeUndefined();
  });

  test('goes on to the next candidate when the judge refuses the nearest', async () => {
    const judge: Judge = {
      judge: (_query, { text, score }) =>
        text.startsWith('Name')
          ? { accepted: false, guard: 'test', reason: 'no' }
          : { accepted: true, confidence: score },
    };
    const { pipeline } = await seeded({ judge });
    pipeline.upstream.replyWhole(completion('The named one'));
    await pipeline.ask('Name the capital of France.', { headers: { 'cache-control': 'no-cache' } });
    await pipeline.cache.drain();
    const answer = await pipeline.ask('Which city is the capital of France?');
    expect(answer.outcome).toBe('semantic-hit');
    expect(await textOf(answer)).not.toBe('The named one');
    expect(pipeline.count('candidate', { guard: 'test', accepted: false })).toBe(1);
  });

  test('takes a judge that throws as a veto', async () => {
    const judge: Judge = {
      judge: () => {
        throw new Error('bug');
      },
    };
    const { pipeline } = await seeded({ judge });
    expect((await pipeline.ask('Which city is the capital of France?')).outcome).toBe('miss');
    expect(pipeline.count('candidate', { guard: 'judge-error' })).toBe(1);
  });

  test('lets vectors expire with their entry', async () => {
    const { pipeline } = semanticPipeline();
    await pipeline.ask('What is the capital of France?', { headers: { 'x-cache-ttl': '10' } });
    await pipeline.cache.drain();
    pipeline.clock.advance(10_000);
    expect((await pipeline.ask('Which city is the capital of France?')).outcome).toBe('miss');
  });

  test('honours max-age, only-if-cached and no-cache', async () => {
    const { pipeline } = await seeded();
    pipeline.clock.advance(60_000);
    const ask = async (directives: string) =>
      (
        await pipeline.ask('Which city is the capital of France?', {
          headers: { 'cache-control': directives },
        })
      ).outcome;
    await expect(ask('only-if-cached, max-age=30')).rejects.toThrow(OnlyIfCachedError);
    expect(await ask('no-cache')).toBe('refresh');
    await pipeline.cache.drain();
    expect(await ask('only-if-cached')).toBe('exact-hit');
  });

  test('answers only-if-cached by meaning', async () => {
    const { pipeline } = await seeded();
    const headers = { 'cache-control': 'only-if-cached' };
    expect((await pipeline.ask('Name the capital of France.', { headers })).outcome).toBe('semantic-hit');
    expect(pipeline.upstream.callCount).toBe(1);
  });

  test('can be asked alone or left out', async () => {
    const { pipeline } = await seeded();
    const ask = (mode: string) =>
      pipeline.ask('What is the capital of France?', { headers: { 'x-cache-mode': mode } });
    const alike = await ask('semantic');
    expect(alike.outcome).toBe('semantic-hit');
    // The exact tier has this very request: it was not asked, which is another thing than not having it.
    expect(alike.report.exact).toMatchObject({ hit: false, fwd: 'request' });
    await pipeline.cache.drain();
    expect((await ask('exact')).outcome).toBe('exact-hit');
    const other = await pipeline.ask('Name the capital of France.', { headers: { 'x-cache-mode': 'exact' } });
    expect(other.outcome).toBe('miss');
  });

  test('does not come back by the promoted answer where the caller wants equal requests only', async () => {
    const { pipeline } = await seeded();
    const ask = async (headers: Record<string, string>) => {
      const answer = await pipeline.ask('Name the capital of France.', { headers });
      await pipeline.cache.drain();
      return answer.outcome;
    };
    expect([await ask({}), await ask({})]).toEqual(['semantic-hit', 'exact-hit']);
    const exactly = { 'x-cache-mode': 'exact' };
    await expect(ask({ ...exactly, 'cache-control': 'only-if-cached' })).rejects.toThrow(OnlyIfCachedError);
    expect([await ask(exactly), await ask(exactly), await ask({})]).toEqual([
      'miss',
      'exact-hit',
      'exact-hit',
    ]);
  });

  test('lets the judge read a question while it is embedded; one that cannot costs nothing', async () => {
    const read: string[] = [];
    const accept: Judge['judge'] = () => ({ accepted: true, confidence: 1 });
    const prepare = (text: string): void => {
      read.push(text);
      if (text.startsWith('Which')) throw new Error('Cannot read this.');
    };
    const { pipeline } = await seeded({ judge: { judge: accept, prepare } });
    const hit = await pipeline.ask('Which city is the capital of France?');
    expect(hit.outcome).toBe('semantic-hit');
    expect(read).toEqual(['What is the capital of France?', 'Which city is the capital of France?']);
  });

  test('asks for the best entry before the judge decides; what cannot be read is missed only where it is wanted', async () => {
    let verdict: Verdict = { accepted: false, guard: 'test', reason: 'no' };
    const order: string[] = [];
    const { pipeline, vectors } = await seeded({
      judge: {
        judge: () => {
          order.push('judge');
          return verdict;
        },
      },
    });
    vectors.read = () => {
      order.push('read');
      return Promise.reject(new DependencyError('The store is down.'));
    };
    const refused = await pipeline.ask('Which city is the capital of France?');
    await pipeline.cache.drain();
    expect(order).toEqual(['read', 'judge']);
    expect(refused).toMatchObject({ outcome: 'miss', report: { semantic: { detail: 'test' } } });
    verdict = { accepted: true, confidence: 1 };
    const wanted = await pipeline.ask('Name the capital of France.');
    expect(wanted.outcome).toBe('miss');
    expect(pipeline.count('lookup', { tier: 'semantic', result: 'degraded' })).toBe(1);
  });

  test('shares one lookup among equal requests', async () => {
    const { pipeline, embedder } = await seeded();
    const asked = Array.from({ length: 50 }, () => pipeline.ask('Which city is the capital of France?'));
    await settle();
    const outcomes = new Set((await Promise.all(asked)).map((answer) => answer.outcome));
    expect(outcomes).toEqual(new Set(['semantic-hit']));
    expect(embedder.asked.filter((text) => text.startsWith('Which'))).toHaveLength(1);
  });
});
