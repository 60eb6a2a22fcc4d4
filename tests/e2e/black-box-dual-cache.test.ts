import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { Redis } from 'ioredis';
import { describe, expect, test, vi } from 'vitest';
import { apart, eventually, inTurn, jsonOf, MODEL, outcomes, type Body } from './black-box.ts';
import { bearer } from './keys-setup.ts';
import { strataForFile } from './strata-for-file.ts';
import { Strata, type Asked } from './strata.ts';

// What DualCache of litellm-rs promised of its tiers (S4), seen through the door.

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { upstream, strata } = strataForFile();

const RUST = 'What is Rust?';
const FRANCE = 'What is the capital of France?';
const WHICH_CITY = "Which city serves as France's capital?";
const keyOf = ({ headers }: Asked): string =>
  /strata-exact.*key="(\w+)"/.exec(headers.get('cache-status') ?? '')?.[1] ?? 'none';
const ttlOf = ({ headers }: Asked): number =>
  Number(/ttl=(\d+)/.exec(headers.get('cache-status') ?? '')?.[1]);
const message = (content: string): object => ({ model: MODEL, messages: [{ role: 'user', content }] });

describe('keys', () => {
  test('S4-01 are 64 hexadecimal digits, the same for the same request, here and in another process', async () => {
    await using other = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false' });
    const [one, again] = await inTurn((content) => strata.ask(content), [['Keyed?'], ['Keyed?']]);
    const elsewhere = await other.ask('Keyed?');
    expect(keyOf(elsewhere)).toMatch(/^[0-9a-f]{64}$/);
    expect([one, again].map((asked) => asked && keyOf(asked))).toEqual([keyOf(elsewhere), keyOf(elsewhere)]);
  });

  test('S4-02, S4-10 differ by messages, model, temperature and tenant, not by user', async () => {
    await using forwarding = await Strata.start({
      OPENAI_BASE_URL: upstream.baseUrl,
      SEMANTIC_ENABLED: 'false',
    });
    const mine = bearer('sk-mine');
    const answers = await inTurn(apart(forwarding), [
      [RUST, {}, mine],
      [FRANCE, {}, mine],
      [RUST, { model: 'another' }, mine],
      [RUST, { temperature: 0.1 }, mine],
      [RUST, {}, bearer('sk-of-another')],
      [RUST, { user: 'somebody' }, mine],
    ]);
    expect(answers.map(({ cache }) => cache)).toEqual(['miss', 'miss', 'miss', 'miss', 'miss', 'exact-hit']);
    expect(new Set(answers.map(keyOf)).size).toBe(5);
  });
});

describe('entries', () => {
  test('S4-03, S4-11 are there until one is deleted, from both tiers, which says so, and only once', async () => {
    const ask = apart(strata);
    const minute = { 'x-cache-ttl': '60' };
    const [, hit] = await inTurn(ask, [[FRANCE, {}, minute], [FRANCE], [RUST]]);
    expect(hit && [hit.cache, ttlOf(hit) <= 60]).toEqual(['exact-hit', true]);
    const path = `/admin/cache/entries/${hit?.headers.get('x-cache-entry')}`;
    const deleted = await strata.fetch(path, { method: 'DELETE' });
    expect([deleted.status, await deleted.json()]).toMatchObject([
      200,
      { deleted: true, tiers: ['exact', 'semantic'] },
    ]);
    expect((await strata.fetch(path, { method: 'DELETE' })).status).toBe(404);
    expect(await outcomes(ask, [[WHICH_CITY], [RUST]])).toEqual(['miss', 'exact-hit']);
  });

  test('S4-04 past their time are a miss', async () => {
    const ask = apart(strata);
    await ask('Whose time is short?', {}, { 'x-cache-ttl': '1' });
    const only = { 'cache-control': 'only-if-cached' };
    expect(await eventually(async () => (await ask('Whose time is short?', {}, only)).status === 504)).toBe(
      true,
    );
  });

  test('S4-07, S4-15 come back after a clear by an import, which counts those that were there already', async () => {
    await using own = await Strata.before(upstream);
    const ask = apart(own);
    await inTurn(ask, [[FRANCE], [RUST]]);
    const body = await (await own.fetch('/admin/cache/export')).text();
    expect((await own.fetch('/admin/cache/clear', { method: 'POST' })).status).toBe(200);
    const only = { 'cache-control': 'only-if-cached' };
    for (const { status } of await inTurn(ask, [
      [FRANCE, {}, only],
      [WHICH_CITY, {}, only],
    ]))
      expect(status).toBe(504);

    const load = async (): Promise<object> => {
      const answered = await own.fetch('/admin/cache/import', { body });
      return JSON.parse((await answered.text()).trim().split('\n').at(-1) ?? '') as object;
    };
    expect(await load()).toMatchObject({ imported: 2, unchanged: 0 });
    expect(await load()).toMatchObject({ imported: 0, unchanged: 2 });
    expect(await outcomes(ask, [[FRANCE], [RUST], [WHICH_CITY]])).toEqual([
      'exact-hit',
      'exact-hit',
      'semantic-hit',
    ]);
  });

  test('S4-07 are asked for once by warming them up', async () => {
    const body = ['Warm?', 'Warmer?'].map((content) => JSON.stringify(message(content))).join('\n');
    for (const expected of [2, 2]) {
      // oxlint-disable no-await-in-loop -- one after the other
      const warmed = await strata.fetch('/admin/cache/warm', { body });
      expect((await warmed.text()).trim().split('\n').at(-1)).toContain('"failed":0');
      // oxlint-enable no-await-in-loop
      expect(upstream.requests).toHaveLength(expected);
    }
  });

  test('S4-06 are counted where they were found, and a hit further down is no miss besides', async () => {
    await using counted = await Strata.before(upstream);
    const stats = async (): Promise<unknown> =>
      (await jsonOf<{ cache_stats: unknown }>(counted.fetch('/admin/stats'))).cache_stats;
    const none = { exact_hits: 0, semantic_hits: 0, misses: 0, hit_rate: 0, avg_hit_similarity: 0 };
    expect(await stats()).toMatchObject(none);
    const [, , meant] = await inTurn(apart(counted), [[FRANCE], [FRANCE], [WHICH_CITY]]);
    expect(await stats()).toMatchObject({
      exact_hits: 1,
      semantic_hits: 1,
      misses: 1,
      hit_rate: 66.67,
      avg_hit_similarity: Number(meant?.headers.get('x-cache-similarity')),
    });
  });
});

describe('batches of embeddings', () => {
  const embed = async (input: readonly string[]) => {
    const response = await strata.fetch('/v1/embeddings', {
      body: { model: 'text-embedding-3-small', input },
    });
    const { data } = (await response.json()) as { data: { index: number; embedding: number[] }[] };
    await strata.settled();
    return { data, headers: response.headers };
  };

  test('S4-08, S4-12 get what is known from the cache in their own order, and ask for the rest', async () => {
    const both = await embed(['first text', 'second text']);
    const [first, second] = both.data.map(({ embedding }) => embedding);
    const again = await embed(['first text', 'second text']);
    expect([again.headers.get('x-cache'), again.data]).toEqual(['exact-hit', both.data]);
    expect(/ttl=(\d+)/.exec(again.headers.get('cache-status') ?? '')?.[1]).toMatch(/^86(?:400|3\d\d)$/);
    const turned = await embed(['second text', 'first text']);
    expect(turned.data.map(({ embedding }) => embedding)).toEqual([second, first]);
    const more = await embed(['first text', 'second text', 'third text']);
    expect(more.data.slice(0, 2).map(({ embedding }) => embedding)).toEqual([first, second]);
    expect(upstream.requests.map(({ json }) => (json as { input: unknown }).input)).toEqual([
      ['first text', 'second text'],
      ['third text'],
    ]);
  });

  test('S4-08 and of entries are deleted together, and counted', async () => {
    const tagged = { 'x-cache-tags': 'S4-08' };
    await inTurn(apart(strata), [[FRANCE, {}, tagged], [RUST, {}, tagged], ['Why?']]);
    const invalidated = strata.fetch('/admin/cache/invalidate', { body: { tag: 'S4-08' } });
    expect(await jsonOf(invalidated)).toMatchObject({ matched: 2, exact: 2, semantic: 2 });
  });
});

describe('the semantic tier', () => {
  test.each<[string, object, string]>([
    ['temperature 0.7', { temperature: 0.7 }, 'semantic-hit'],
    ['temperature 0.71', { temperature: 0.71 }, 'miss'],
    ['no temperature', {}, 'semantic-hit'],
    ['a stream', { stream: true }, 'semantic-hit'],
    ['an empty list of tools', { tools: [] }, 'miss'],
    ['a tool choice', { tool_choice: 'none' }, 'miss'],
  ])('S4-13 with %s, a question in other words is a %s', async (_name, fields, wanted) => {
    const bodies: Body[] = [
      [FRANCE, fields],
      [WHICH_CITY, fields],
    ];
    expect(await outcomes(apart(strata), bodies)).toEqual(['miss', wanted]);
  });

  test('S4-09 an answer that was streamed is an entry like any other', async () => {
    const bodies: Body[] = [[FRANCE, { stream: true }], [FRANCE, { stream: true }], [FRANCE], [WHICH_CITY]];
    const wanted = ['miss', 'exact-hit', 'exact-hit', 'semantic-hit'];
    expect(await outcomes(apart(strata), bodies)).toEqual(wanted);
  });
});

describe.runIf(redisAvailable('Memory before Redis'))('memory before Redis', () => {
  const over = (redis: RedisServer, variables: Record<string, string> = {}): Promise<Strata> =>
    Strata.before(upstream, { REDIS_URL: redis.url, SEMANTIC_ENABLED: 'false', ...variables });

  test('S4-14 takes over what another replica stored, with the life that is left, and serves on without Redis', async () => {
    await using redis = await RedisServer.start();
    await using writer = await over(redis);
    await using reader = await over(redis);
    await writer.ask(FRANCE, { headers: { 'x-cache-ttl': '600' } });
    const taken = await reader.ask(FRANCE);
    expect([taken.cache, ttlOf(taken) <= 600]).toEqual(['exact-hit', true]);
    await redis.kill();
    const kept = await reader.ask(FRANCE);
    expect([kept.cache, ttlOf(kept) <= ttlOf(taken)]).toEqual(['exact-hit', true]);
    expect((await reader.ask(RUST)).status).toBe(200);
    await redis.restart();
    expect((await reader.ask(FRANCE)).status).toBe(200);
  });

  test('S4-14 takes what cannot be read for a miss, and writes it anew', async () => {
    await using redis = await RedisServer.start();
    await using plain = await over(redis, { MEMORY_MAX_BYTES: '0' });
    await plain.ask(FRANCE);
    const client = new Redis(redis.port);
    const [key = ''] = (await client.keys('strata:*')).filter((name) => /[0-9a-f]{64}/.test(name));
    await client.set(key, 'rubbish');
    client.disconnect();
    expect(await outcomes((content) => plain.ask(content), [[FRANCE], [FRANCE]])).toEqual([
      'miss',
      'exact-hit',
    ]);
  });
});
