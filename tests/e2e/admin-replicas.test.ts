import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import type {
  EntryListView,
  EntryView,
  InvalidatedView,
} from '@strata/proxy-service/routes/admin-entries.types';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Strata } from './strata.ts';

const SPAIN = 'What is the capital of Spain?';
const SPAIN_AGAIN = "Which city serves as Spain's capital?";
const SPAIN_NEW = 'Tell me the capital city of Spain.';
const RUST = 'What is Rust?';
const ONLY_CACHED = { headers: { 'cache-control': 'only-if-cached' } };

/** Generous: what is waited for takes milliseconds. */
const SOON = { timeout: 15_000, interval: 10 };

describe.runIf(redisAvailable('administration of replicas'))('replicas over one Redis and one Qdrant', () => {
  let upstream: FakeOpenAiServer;
  let redis: RedisServer;
  let qdrant: FakeQdrant;
  let one: Strata;
  let other: Strata;
  let raw: Redis;

  beforeAll(async () => {
    upstream = await FakeOpenAiServer.start();
    redis = await RedisServer.start();
    qdrant = await FakeQdrant.start();
    raw = new Redis(redis.url);
    const variables = { REDIS_URL: redis.url, QDRANT_URL: qdrant.url };
    one = await Strata.before(upstream, variables);
    other = await Strata.before(upstream, variables);
  });
  afterAll(async () => {
    raw.disconnect();
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await qdrant[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
    await upstream.stop();
  });
  beforeEach(async () => {
    await post('/clear');
    // Until the other has heard of it: what it stores before that is of before.
    await one.ask(RUST, { headers: { 'x-cache-mode': 'exact' } });
    const exactly = { headers: { ...ONLY_CACHED.headers, 'x-cache-mode': 'exact' } };
    await vi.waitUntil(async () => (await other.ask(RUST, exactly)).cache === 'exact-hit', SOON);
    await post('/invalidate', { newerThan: '1h' });
  });

  async function post<T>(path: string, body?: unknown, on = one): Promise<T> {
    const response = await on.fetch(`/admin/cache${path}`, { method: 'POST', body });
    const answer = (await response.json()) as T;
    expect({ status: response.status, answer }).toEqual({ status: 200, answer });
    return answer;
  }

  async function list(query = '', on = one): Promise<readonly EntryView[]> {
    const response = await on.fetch(`/admin/cache/entries${query}`);
    return ((await response.json()) as EntryListView).entries;
  }

  /** Spain's answer on both: in memory and in the hot lane, its alias too. */
  async function known(headers: Record<string, string> = {}): Promise<void> {
    await one.ask(SPAIN, { headers });
    for (const replica of [one, other]) {
      for (const question of [SPAIN, SPAIN_AGAIN, SPAIN, SPAIN_AGAIN]) {
        // oxlint-disable-next-line no-await-in-loop -- the second is answered by the hot lane
        await replica.ask(question, { headers: namespaceOf(headers) });
      }
    }
    // What it was told of an earlier test's end may have come in between.
    await vi.waitUntil(
      async () => (await other.ask(SPAIN_AGAIN, { headers: namespaceOf(headers) })).cache === 'exact-hit',
      SOON,
    );
  }

  function namespaceOf({ 'x-cache-namespace': namespace }: Record<string, string>): Record<string, string> {
    return namespace === undefined ? {} : { 'x-cache-namespace': namespace };
  }

  /** Neither byte for byte, nor by another form, nor by meaning. */
  async function gone(on: Strata, headers: Record<string, string> = {}): Promise<void> {
    const cachedOnly = { ...headers, 'cache-control': 'only-if-cached' };
    for (const question of [SPAIN, SPAIN_AGAIN, SPAIN_NEW]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await vi.waitUntil(async () => (await on.ask(question, { headers: cachedOnly })).status === 504, SOON);
    }
    const calls = upstream.requests.length;
    expect((await on.ask(SPAIN_AGAIN, { headers })).cache).toBe('miss');
    expect(upstream.requests.length).toBe(calls + 1);
  }

  test('a clear empties memory, hot lane and both stores for all of them, and touches nothing that is not ours', async () => {
    await raw.set('theirs', 'kept');
    await raw.set('strata-elsewhere:1', 'kept');
    await known();
    await post('/clear');
    await gone(other);
    await post('/clear', undefined, other);
    await gone(one);
    expect(await raw.mget('theirs', 'strata-elsewhere:1')).toEqual(['kept', 'kept']);
  });

  const tagged = { 'x-cache-namespace': 'atlas', 'x-cache-tags': 'geo' };

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['deleting it', (id) => one.fetch(`/admin/cache/entries/${id}`, { method: 'DELETE' })],
    ['invalidating its tag', () => post('/invalidate', { tag: 'geo' })],
    ['invalidating its namespace', () => post('/invalidate', { namespace: 'atlas' })],
    ['invalidating what is new', () => post('/invalidate', { newerThan: '1h', tag: 'geo' })],
    [
      'invalidating what is alike',
      () => post('/invalidate', { similarTo: 'the capital city of Spain', threshold: 0.7 }),
    ],
    ['calling it outdated', (entry) => post('/feedback', { entry, verdict: 'outdated' })],
    ['calling it wrong', (entry) => post('/feedback', { entry, query: SPAIN, verdict: 'wrong' })],
  ])('%s on one takes it from the other, with all it answered by meaning', async (_way, take) => {
    await known(tagged);
    const [{ id } = { id: '' }] = (await list('?query=capital%20of%20spain')).filter(
      ({ origin }) => origin === null,
    );
    await other.ask(RUST);
    await take(id);
    await gone(other, { 'x-cache-namespace': 'atlas' });
    expect((await other.ask(RUST)).cache).toBe('exact-hit');
  });

  test('a dry run counts on the one what the other stored, and takes nothing', async () => {
    await known(tagged);
    const counts = { matched: 2, aliases: 1, exact: 2, semantic: 1, examined: 2 };
    const dry = await post<InvalidatedView>('/invalidate', { tag: 'geo', dryRun: true }, other);
    expect(dry).toEqual({ dryRun: true, ...counts });
    expect((await other.ask(SPAIN, { headers: namespaceOf(tagged) })).cache).toBe('exact-hit');
  });

  test('a pair called wrong on one is not served by the other, from no tier', async () => {
    await known();
    const [entry] = await list('?query=capital%20of%20spain');
    await post('/feedback', { entry: entry?.id, query: SPAIN_AGAIN, verdict: 'wrong' });
    await vi.waitUntil(async () => (await other.ask(SPAIN_AGAIN, ONLY_CACHED)).status === 504, SOON);
    expect((await other.ask(SPAIN)).cache).toBe('exact-hit');
  });

  test('an export of these stores fills others with the same hits, and the other way round', async () => {
    await known();
    await one.ask(RUST, { headers: { 'x-cache-mode': 'exact' } });
    const lines = await (await other.fetch('/admin/cache/export')).text();
    await using embedded = await Strata.before(upstream);
    await sendLines(embedded, lines);
    await sameHits(embedded);
    const back = await (await embedded.fetch('/admin/cache/export')).text();
    await post('/clear');
    await sendLines(one, back);
    await sameHits(one);
    await sameHits(other);
  });

  async function sendLines(on: Strata, lines: string): Promise<void> {
    const response = await on.fetch('/admin/cache/import', { body: lines });
    const answers = (await response.text()).trim().split('\n');
    // A header, the entries, and how many they were.
    const imported = lines.trim().split('\n').length - 2;
    expect(JSON.parse(answers.at(-1) ?? '')).toMatchObject({ done: true, imported, complete: true });
  }

  async function sameHits(on: Strata): Promise<void> {
    expect((await on.ask(SPAIN, ONLY_CACHED)).cache).toBe('exact-hit');
    expect((await on.ask(SPAIN_AGAIN, ONLY_CACHED)).cache).toBe('exact-hit');
    const fresh = { headers: { 'cache-control': 'only-if-cached', 'x-cache-mode': 'semantic' } };
    expect((await on.ask(SPAIN_NEW, fresh)).cache).toBe('semantic-hit');
    expect((await on.ask(RUST, ONLY_CACHED)).cache).toBe('exact-hit');
  }

  test('what one finds, page by page, is what both stored', async () => {
    const questions = Array.from({ length: 9 }, (_, i) => `What is the meaning of the number ${i + 11}?`);
    for (const [index, question] of questions.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- each would be a miss on its own
      await (index % 2 === 0 ? one : other).ask(question, {
        headers: { 'x-cache-mode': index % 3 === 0 ? 'exact' : 'both' },
      });
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      // oxlint-disable no-await-in-loop -- page after page
      const place = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const response = await one.fetch(`/admin/cache/entries?limit=2${place}`);
      const page = (await response.json()) as EntryListView;
      // oxlint-enable no-await-in-loop
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([9, 9]);
  });

  test('a pin set on one holds on the other, and through a restart of Redis’ clients', async () => {
    await one.ask(SPAIN, { headers: { 'x-cache-ttl': '3600' } });
    const [entry] = await list();
    await post(`/entries/${entry?.id}/pin`);
    expect((await list('', other))[0]).toMatchObject({ pinned: true, expiresAt: null });
    const keys = await raw.keys(`strata:*:${entry?.id}`);
    expect(await raw.pttl(keys[0] ?? '')).toBe(-1);
    await using later = await Strata.before(upstream, { REDIS_URL: redis.url, QDRANT_URL: qdrant.url });
    expect((await later.ask(SPAIN)).cache).toBe('exact-hit');
    await post(`/entries/${entry?.id}/unpin`, undefined, later);
    expect(await raw.pttl(keys[0] ?? '')).toBeGreaterThan(0);
    expect((await list('', other))[0]).toMatchObject({ pinned: false });
  });
});
