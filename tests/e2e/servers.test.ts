import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { startTestService, type TestService } from '@strata/embedding-service/start-test-service';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

const qdrantUrl = process.env['QDRANT_URL'];
const qdrantKey = process.env['QDRANT_API_KEY'];
if (qdrantUrl === undefined) console.warn('Strata on servers: Qdrant not used, QDRANT_URL is not set');

let upstream: FakeOpenAiServer;
let embedding: TestService;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  embedding = await startTestService();
});
afterAll(async () => {
  await embedding[Symbol.asyncDispose]();
  await upstream.stop();
});

/** Everything on servers, in a namespace that no other run has used. */
async function onServers(redis: RedisServer, variables: Record<string, string> = {}) {
  const strata = await Strata.before(upstream, {
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    EMBEDDING_URL: embedding.url,
    ...(qdrantUrl === undefined ? {} : { QDRANT_URL: qdrantUrl }),
    ...(qdrantKey === undefined ? {} : { QDRANT_API_KEY: qdrantKey }),
    EXACT_TIMEOUT: '1s',
    ...variables,
  });
  const headers = { 'x-cache-namespace': randomUUID() };
  const ask = async (question: string, extra: object = {}) =>
    await strata.ask(question, { headers, ...extra });
  return { strata, ask };
}

/** Asks until the answer is the wanted one: a connection comes back in its own time. */
async function eventually(ask: () => Promise<string | null>, wanted: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  let last: string | null = null;
  while (Date.now() < deadline) {
    // oxlint-disable-next-line no-await-in-loop -- asks again until it is so
    last = await ask();
    if (last === wanted) return;
    // oxlint-disable-next-line no-await-in-loop -- lets time pass between two looks
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(last).toBe(wanted);
}

describe.runIf(redisAvailable('Strata on servers'))('Strata on servers', () => {
  test('answers exactly from Redis and by meaning through the embedding service', async () => {
    await using redis = await RedisServer.start();
    const { strata, ask } = await onServers(redis);
    await using _strata = strata;
    expect((await ask('What is the capital of France?')).cache).toBe('miss');
    expect((await ask('What is the capital of France?')).cache).toBe('exact-hit');
    expect((await ask("Which city serves as France's capital?")).cache).toBe('semantic-hit');
    const health = (await (await strata.fetch('/health')).json()) as object;
    expect(health).toMatchObject({
      status: 'healthy',
      services: { redis: { status: 'up' }, embeddings: { status: 'up' } },
    });
  });

  test('shares entries and clears between two replicas, and touches no foreign key', async () => {
    await using redis = await RedisServer.start();
    const first = await onServers(redis);
    await using _first = first.strata;
    const second = await onServers(redis);
    await using _second = second.strata;
    const headers = { 'x-cache-namespace': 'shared' };
    const client = new Redis(redis.port);
    await client.set('somebody:else', 'kept');

    await first.strata.ask('What is shared?', { headers });
    expect((await second.strata.ask('What is shared?', { headers })).cache).toBe('exact-hit');
    expect((await second.strata.ask('What is shared?', { headers })).cache).toBe('exact-hit');
    expect((await first.strata.fetch('/admin/cache/clear', { method: 'POST' })).status).toBe(200);
    const mode = { ...headers, 'x-cache-mode': 'exact' };
    await eventually(
      async () => (await second.strata.ask('What is shared?', { headers: mode })).cache,
      'miss',
    );
    expect(await client.get('somebody:else')).toBe('kept');
    await client.quit();
  });

  test('goes on without Redis from one moment to the next, and takes it back', async () => {
    await using redis = await RedisServer.start();
    const { strata, ask } = await onServers(redis);
    await using _strata = strata;
    await ask('What is the capital of France?');
    await redis.kill();
    for (let number = 0; number < 8; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await ask(`What is the number ${number} good for?`)).status).toBe(200);
    }
    const degraded = await strata.fetch('/health');
    expect([degraded.status, await degraded.json()]).toMatchObject([
      200,
      { status: 'degraded', services: { redis: { status: 'down' } } },
    ]);
    await redis.restart();
    await eventually(async () => (await ask('Is Redis back now, please?')).cache, 'exact-hit');
  });

  test('starts while Redis, Qdrant and the embedder are down', async () => {
    await using strata = await Strata.before(upstream, {
      REDIS_URL: 'redis://127.0.0.1:1',
      QDRANT_URL: 'http://127.0.0.1:1',
      EMBEDDING_URL: 'http://127.0.0.1:1',
    });
    const answered = await strata.ask('Does anybody answer?');
    expect([answered.status, answered.cache]).toEqual([200, 'miss']);
    expect((await strata.ask('Does anybody answer?')).cache).toBe('exact-hit');
    expect((await strata.fetch('/health/ready')).status).toBe(200);
    expect(await (await strata.fetch('/health')).json()).toMatchObject({ status: 'degraded' });
  });

  test('survives values in Redis that nobody can read', async () => {
    await using redis = await RedisServer.start();
    const { strata, ask } = await onServers(redis, { MEMORY_MAX_BYTES: '0', SEMANTIC_ENABLED: 'false' });
    await using _strata = strata;
    await ask('What is readable?');
    expect((await ask('What is readable?')).cache).toBe('exact-hit');
    const client = new Redis(redis.port);
    for (const key of (await client.keys('strata:*')).filter((name) => /[0-9a-f]{64}/.test(name))) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of keys
      await client.set(key, 'rubbish');
    }
    await client.quit();
    expect((await ask('What is readable?')).cache).toBe('miss');
    expect((await ask('What is readable?')).cache).toBe('exact-hit');
  });
});
