import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { startTestService, type TestService } from '@strata/embedding-service/start-test-service';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apart, jsonOf, MODEL, outcomes } from './black-box.ts';
import { Strata } from './strata.ts';

// What llm_cache_proxy did (S2) with its four services: proxy, embedding service, Redis and Qdrant (a fake one here).

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let upstream: FakeOpenAiServer;
let embedding: TestService;

beforeAll(async () => {
  [upstream, embedding] = await Promise.all([FakeOpenAiServer.start(), startTestService()]);
  await embedding.embedder.describe();
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await embedding[Symbol.asyncDispose]();
  await upstream.stop();
});

const FRANCE = 'What is the capital of France?';
const WHICH_CITY = "Which city serves as France's capital?";

test('S2-30 the embedding service gives 384 numbers of unit length, and says that it is well', async () => {
  const { json } = await embedding.post('/embed', { text: 'What is Rust?' });
  const { embedding: vector } = json as { embedding: number[] };
  expect([vector.length, Math.hypot(...vector).toFixed(4)]).toEqual([384, '1.0000']);
  expect((await embedding.get('/health')).json).toMatchObject({ status: 'ok' });
  expect((await embedding.post('/embed', { texte: 1 })).status).toBe(422);
});

describe.runIf(redisAvailable('The four services'))('the four services', () => {
  let redis: RedisServer;
  let qdrant: FakeQdrant;
  let strata: Strata;

  /** Without memory before Redis, so that each read is one of Redis. */
  const variables = (): Record<string, string> => ({
    REDIS_URL: redis.url,
    QDRANT_URL: qdrant.url,
    EMBEDDING_URL: embedding.url,
    MEMORY_MAX_BYTES: '0',
    EXACT_TIMEOUT: '2s',
  });

  async function withAll(): Promise<AsyncDisposableStack> {
    const stack = new AsyncDisposableStack();
    redis = stack.use(await RedisServer.start());
    qdrant = stack.use(await FakeQdrant.start());
    strata = stack.use(await Strata.before(upstream, variables()));
    return stack;
  }

  test('S2-21, S2-28, S2-34 health tells of each; without Qdrant it is degraded and chat goes on', async () => {
    await using _all = await withAll();
    const ask = apart(strata);
    expect(await outcomes(ask, [[FRANCE], [FRANCE], [WHICH_CITY]])).toEqual([
      'miss',
      'exact-hit',
      'semantic-hit',
    ]);
    const up = { status: 'up' };
    const healthy = await strata.fetch('/health');
    expect([healthy.status, await healthy.json()]).toMatchObject([
      200,
      { status: 'healthy', services: { redis: up, qdrant: up, embeddings: up }, timestamp: ISO },
    ]);
    const made = qdrant.requests.find(
      ({ method, path }) => method === 'PUT' && path.startsWith('/collections/llm_cache'),
    );
    expect(made?.body).toMatchObject({ vectors: { size: 384, distance: 'Cosine' } });

    await qdrant.stop();
    const degraded = await strata.fetch('/health');
    expect([degraded.status, await degraded.json()]).toMatchObject([
      200,
      { status: 'degraded', services: { redis: up, qdrant: { status: 'down' }, embeddings: up } },
    ]);
    expect((await ask(FRANCE)).cache).toBe('exact-hit');
    expect(await ask('What is asked without Qdrant?')).toMatchObject({ status: 200, cache: 'miss' });
    expect(await jsonOf(strata.fetch('/admin/stats'))).toMatchObject({
      services: { redis: 'up', qdrant: 'down', embeddings: 'up' },
    });
  });

  test('S2-26 without Redis from one moment to the next every request is answered', async () => {
    await using _all = await withAll();
    const ask = apart(strata);
    await ask(FRANCE);
    await redis.kill();
    for (const question of [FRANCE, FRANCE, WHICH_CITY, 'What else is there to see?']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask(question)).toMatchObject({ status: 200 });
    }
  });

  test('S2-27 without the embedding service the exact tier and the upstream answer', async () => {
    await using gone = await startTestService();
    await using _all = await withAll();
    await using alone = await Strata.before(upstream, { ...variables(), EMBEDDING_URL: gone.url });
    const ask = apart(alone);
    await ask(FRANCE);
    await gone[Symbol.asyncDispose]();
    expect((await ask(FRANCE)).cache).toBe('exact-hit');
    expect(await ask(WHICH_CITY)).toMatchObject({ status: 200, cache: 'miss' });
    expect((await ask(WHICH_CITY)).cache).toBe('exact-hit');
    expect(await jsonOf(alone.fetch('/health'))).toMatchObject({
      services: { embeddings: { status: 'down' } },
    });
  });

  test('S2-23 a clear empties both tiers and leaves other applications’ keys alone; S2-29 a new proxy hits', async () => {
    await using _all = await withAll();
    const client = new Redis(redis.port);
    await client.set('somebody:else', 'kept');
    const ask = apart(strata);
    const ttl = { 'x-cache-namespace': 'restarted' };
    await ask(FRANCE, {}, ttl);
    await using second = await Strata.before(upstream, variables());
    expect((await apart(second)(FRANCE, {}, ttl)).cache).toBe('exact-hit');

    const cleared = await strata.fetch('/admin/cache/clear', { method: 'POST' });
    expect([cleared.status, await cleared.json()]).toMatchObject([
      200,
      { status: 'success', message: expect.any(String) },
    ]);
    expect(
      await outcomes(ask, [
        [WHICH_CITY, {}, ttl],
        [FRANCE, { temperature: 0.1 }, ttl],
      ]),
    ).toEqual(['miss', 'miss']);
    expect(await client.get('somebody:else')).toBe('kept');
    client.disconnect();
  });

  test('S2-18, S2-19, S4-01 lives in Redis follow the temperature and x-cache-ttl, under keys of our own', async () => {
    await using _all = await withAll();
    const client = new Redis(redis.port);
    const known = new Set<string>();
    for (const [temperature, headers, wanted] of [
      [0.2, {}, 86_400],
      [0.9, {}, 3600],
      [0.7, {}, 86_400],
      [0.2, { 'x-cache-ttl': '600' }, 600],
    ] as const) {
      // oxlint-disable no-await-in-loop -- finds the one key that each request adds
      await strata.ask(`How long does it live, at ${wanted}?`, {
        body: { model: MODEL, temperature },
        headers,
      });
      const added = (await client.keys('*')).filter((key) => /[0-9a-f]{64}$/.test(key) && !known.has(key));
      expect(added).toHaveLength(1);
      for (const key of added) {
        known.add(key);
        expect(key).toMatch(/^strata:/);
        const life = await client.ttl(key);
        expect(life).toBeLessThanOrEqual(wanted);
        expect(life).toBeGreaterThan(wanted - 300);
      }
      // oxlint-enable no-await-in-loop
    }
    client.disconnect();
  });
});

const ISO: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
