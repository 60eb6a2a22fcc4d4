import { answer } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder, startWithKeys } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let upstream: FakeOpenAiServer;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
beforeEach(() => upstream.reset());
afterAll(async () => await upstream.stop());

const RATE = 50;
/** So large that no pause of a slow machine fills the bucket to the brim, where what comes on top is lost. */
const BURST = 2_000;
const KEY = { name: 'flooded', key: 'sk-flood', rate_limit: { requests_per_second: RATE, burst: BURST } };

/** Asks again and again from several clients at once. The statuses by number of answers. */
async function flood(
  replicas: readonly Strata[],
  requests: number,
): Promise<Readonly<Record<number, number>>> {
  const counts: Record<number, number> = {};
  let sent = 0;
  const ask = async (): Promise<void> => {
    while (sent < requests) {
      const replica = replicas[sent % replicas.length];
      sent += 1;
      // oxlint-disable-next-line no-await-in-loop -- one client asks one thing at a time
      const asked = await replica?.ask('The same again', { headers: bearer('sk-flood') });
      if (asked !== undefined) counts[asked.status] = (counts[asked.status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 24 }, ask));
  return counts;
}

const BUCKET = 'strata-limits:bucket:flooded:requests';

/** The shared bucket as it lies in Redis, by the server's own clock. */
async function bucketIn(raw: Redis): Promise<{ readonly level: number; readonly at: number }> {
  const [level, at] = await raw.hmget(BUCKET, 'level', 'at');
  return { level: Number(level), at: Number(at) };
}

describe.runIf(redisAvailable('limits across replicas'))('limits across replicas', () => {
  test.each([1, 2])(
    'at many times its rate a limit holds within two per cent on replicas: %i',
    async (count) => {
      await using redis = await RedisServer.start();
      const raw = new Redis(redis.url);
      const variables = { REDIS_URL: redis.url };
      const started = Array.from(
        { length: count },
        async () => await startWithKeys(upstream, [KEY], variables),
      );
      const replicas = await Promise.all(started);
      try {
        // The first one makes the bucket, and its entry makes hits of all that follow.
        const [first] = replicas;
        await first?.ask('The same again', { headers: bearer('sk-flood') });
        await raw.hset(BUCKET, 'level', 100);
        const before = await bucketIn(raw);
        const counts = await flood(replicas, 1_500);
        const after = await bucketIn(raw);
        // However fast or slow this machine is: what went through is what the bucket held and gained between two looks.
        const allowed = before.level + ((after.at - before.at) * RATE) / 1000 - after.level;
        const admitted = counts[200] ?? 0;
        expect(admitted).toBeLessThanOrEqual(allowed * 1.02);
        expect(admitted).toBeGreaterThanOrEqual(allowed * 0.98 - count);
        expect(admitted + (counts[429] ?? 0)).toBe(1_500);
        expect(upstream.requests).toHaveLength(1);
      } finally {
        raw.disconnect();
        await Promise.all(replicas.map(async (replica) => await replica[Symbol.asyncDispose]()));
      }
    },
  );

  test('a limit goes on, replica by replica, while Redis is away', async () => {
    await using redis = await RedisServer.start();
    const key = { ...KEY, rate_limit: { requests_per_second: 0.001, burst: 8 } };
    await using strata = await startWithKeys(upstream, [key], { REDIS_URL: redis.url, EXACT_TIMEOUT: '1s' });
    for (let turn = 0; turn < 3; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await strata.ask('Before', { headers: bearer('sk-flood') })).status).toBe(200);
    }
    await redis.kill();
    const counts = await flood([strata], 20);
    expect(counts).toEqual({ 200: 5, 429: 15 });
    const metrics = await (await strata.fetch('/metrics')).text();
    expect(metrics).toMatch(
      /strata_dependency_calls_total\{dep="limits",operation="take",result="error"\} [1-9]/,
    );
  });

  test('money spent on one replica is spent on the other, and stays spent after a restart', async () => {
    await using redis = await RedisServer.start();
    const key = { name: 'poor', key: 'sk-flood', monthly_budget: 0.1 };
    const start = async (): Promise<Strata> => await startWithKeys(upstream, [key], { REDIS_URL: redis.url });
    upstream.respond(
      answer({ usage: { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 } }),
    );
    await using one = await start();
    expect((await one.ask('Dear', { headers: bearer('sk-flood') })).status).toBe(200);
    const raw = new Redis(redis.url);
    // Booked behind the answer: nobody waited for it.
    await expect
      .poll(async () => (await raw.keys('strata-limits:sum:poor:*')).length, { timeout: 30_000 })
      .toBe(1);
    raw.disconnect();
    await using other = await start();
    expect((await other.ask('Cheap', { headers: bearer('sk-flood') })).status).toBe(429);
  });
});

test('money stays spent over a restart on one machine', async () => {
  await using folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({
    master_keys: [{ name: 'poor', key: 'sk-flood', monthly_budget: 0.1 }],
  });
  const variables = { SEMANTIC_ENABLED: 'false', CONFIG_PATH, DATA_DIR: folder.dataDir };
  upstream.respond(
    answer({ usage: { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 } }),
  );
  const before = await Strata.before(upstream, variables);
  expect((await before.ask('Dear', { headers: bearer('sk-flood') })).status).toBe(200);
  await before[Symbol.asyncDispose]();
  await using after = await Strata.before(upstream, variables);
  expect((await after.ask('Cheap', { headers: bearer('sk-flood') })).status).toBe(429);
  expect(upstream.requests).toHaveLength(1);
});
