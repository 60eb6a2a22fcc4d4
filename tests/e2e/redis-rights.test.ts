import { readFile } from 'node:fs/promises';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bearer, startWithKeys } from './keys-setup.ts';

const GUIDE = new URL('../../docs/guides/redis-and-qdrant.md', import.meta.url);
const KEY = {
  name: 'team',
  key: 'sk-team',
  rate_limit: { requests_per_second: 50, burst: 100 },
  tokens_per_minute: 100_000,
  monthly_budget: 50,
};

let upstream: FakeOpenAiServer;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
afterAll(async () => await upstream.stop());

/** Makes the user of the guide, word for word, and gives the URL to log in with. */
async function userOfTheGuide(redis: RedisServer, raw: Redis): Promise<string> {
  const line = /^ACL (SETUSER .*)$/m.exec(await readFile(GUIDE, 'utf8'))?.[1] ?? '';
  await raw.call('ACL', ...line.split(' '));
  const [, user = ''] = line.split(' ');
  const password = / >(\S+)/.exec(line)?.[1] ?? '';
  return redis.url.replace('redis://', `redis://${user}:${password}@`);
}

describe.runIf(redisAvailable('the rights that Strata needs in Redis'))('the rights in the guide', () => {
  test('are enough for answers, corrections, clears, administration and limits', async () => {
    await using redis = await RedisServer.start();
    const raw = new Redis(redis.url);
    const url = await userOfTheGuide(redis, raw);
    const variables = { REDIS_URL: url, SEMANTIC_ENABLED: 'true', MEMORY_MAX_BYTES: '0' };
    await using strata = await startWithKeys(upstream, [KEY], variables);
    const ask = async (question: string) => await strata.ask(question, { headers: bearer('sk-team') });
    const admin = async (path: string, body: object = {}) =>
      (await strata.fetch(`/admin/cache/${path}`, { body })).status;

    expect((await ask('What is the capital of France?')).cache).toBe('miss');
    expect((await ask('What is the capital of France?')).cache).toBe('exact-hit');
    const alike = await ask("What's the capital city of France?");
    expect(alike.cache).toBe('semantic-hit');
    const entry = alike.headers.get('x-cache-entry');
    const query = "What's the capital city of France?";
    expect(await admin('feedback', { entry, query, verdict: 'wrong' })).toBe(200);
    expect((await ask(query)).cache).toBe('miss');
    expect((await strata.fetch('/admin/cache/entries')).status).toBe(200);
    expect(await admin('invalidate', { model: 'gpt-4o-mini' })).toBe(200);
    expect(await admin('clear')).toBe(200);
    expect((await ask('What is the capital of France?')).cache).toBe('miss');
    await strata.settled();

    await vi.waitUntil(async () => (await raw.keys('strata-limits:bucket:team:*')).length > 0);
    expect(await raw.call('ACL', 'LOG')).toEqual([]);
    const metrics = await (await strata.fetch('/metrics')).text();
    expect(metrics.match(/^strata_dependency_up\{.*\} 0$/gm)).toBeNull();
    raw.disconnect();
  });
});
