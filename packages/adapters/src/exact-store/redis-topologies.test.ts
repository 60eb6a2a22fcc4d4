import type { Invalidation } from '@strata/core';
import { exactStoreContract } from '@strata/contracts/exact-store-contract';
import { redisAvailable } from '@strata/contracts/redis-server';
import { startRedisCluster, startRedisSentinel, type RedisServers } from '@strata/contracts/redis-topologies';
import { wallClock } from '@strata/contracts/wall-clock';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RedisExactStore } from './redis.ts';

const TIMEOUT = { timeout: 15_000, interval: 20 };

describe.runIf(redisAvailable('the exact store on a Redis Cluster'))('RedisExactStore on a cluster', () => {
  let cluster: RedisServers;
  let masters: Redis[];
  let tests = 0;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    masters = cluster.servers.map(({ url }) => new Redis(url));
    for (const master of masters) master.on('error', () => undefined);
  });
  afterAll(async () => {
    for (const master of masters) master.disconnect();
    await cluster[Symbol.asyncDispose]();
  });

  const held = (): Promise<number[]> =>
    Promise.all(masters.map(async (master) => (await master.keys('strata:1*:*')).length));

  exactStoreContract({
    name: 'redis cluster',
    without: ['foreign', 'spoil', 'outage'],
    open: async () => {
      tests += 1;
      const prefix = `test-${tests}`;
      return {
        clock: wallClock,
        time: 'real',
        pass: async (ms) => await delay(ms),
        connect: () => new RedisExactStore({ url: cluster.url, prefix, clock: wallClock }),
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  });

  it('spreads its keys over all nodes, and removes them there when they are cleared', async () => {
    await using store = new RedisExactStore({ url: cluster.url, clock: wallClock });
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(store, `key ${i}`)));
    const before = await held();
    expect(before.reduce((sum, count) => sum + count)).toBe(300);
    expect(Math.min(...before)).toBeGreaterThan(50);
    await store.clear();
    await vi.waitUntil(async () => Math.max(...(await held())) === 0, TIMEOUT);
  });

  it('goes on with the other nodes when one dies, and takes it back', async () => {
    await using store = new RedisExactStore({ url: cluster.url, prefix: 'lost', clock: wallClock });
    const keys = Array.from({ length: 60 }, (_, i) => `key ${i}`);
    await Promise.all(keys.map((key) => put(store, key)));
    const outcomes = async (): Promise<string[]> =>
      (await Promise.allSettled(keys.map((key) => store.get(key)))).map((result) =>
        result.status === 'rejected' ? result.reason.name : String(result.value !== undefined),
      );
    // A node that does not hold the epoch.
    const holder = await masters[0]?.cluster('KEYSLOT', 'lost:epoch');
    const ranges = (await masters[0]?.cluster('SLOTS')) ?? [];
    const port = ranges.find(([from, to]) => Number(holder) >= from && Number(holder) <= to)?.[2]?.[1];
    const victim = cluster.servers.find((server) => server.port !== port);
    await victim?.kill();
    const during = await outcomes();
    expect(new Set(during)).toEqual(new Set(['true', 'DependencyError']));
    await victim?.restart();
    await vi.waitUntil(async () => !(await outcomes()).includes('DependencyError'), TIMEOUT);
  });
});

describe.runIf(redisAvailable('the exact store behind a Sentinel'))(
  'RedisExactStore behind a Sentinel',
  () => {
    let servers: RedisServers;
    let stores: RedisExactStore[] = [];

    beforeAll(async () => {
      servers = await startRedisSentinel();
    });
    afterEach(async () => {
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
      stores = [];
    });
    afterAll(async () => await servers[Symbol.asyncDispose]());

    it('asks the Sentinel for the master, and follows it to another', async () => {
      const open = (): RedisExactStore => {
        const store = new RedisExactStore({ url: servers.url, clock: wallClock, silenceTimeoutMs: 300 });
        stores.push(store);
        return store;
      };
      const [store, other] = [open(), open()];
      await put(store, 'k');
      expect(await other.get('k')).toBeDefined();
      const heard: Invalidation[] = [];
      other.onInvalidated((invalidation) => heard.push(invalidation));
      const [master, replica] = servers.servers;
      const onReplica = new Redis(replica?.url ?? '');
      await vi.waitUntil(
        async () => (await onReplica.info('replication')).includes('master_link_status:up'),
        TIMEOUT,
      );
      await master?.kill();
      await vi.waitUntil(
        () =>
          put(store, 'k').then(
            () => true,
            () => false,
          ),
        TIMEOUT,
      );
      expect((await onReplica.role())[0]).toBe('master');
      await vi.waitUntil(
        () =>
          other.get('k').then(
            (value) => value !== undefined,
            () => false,
          ),
        TIMEOUT,
      );
      // It listens on a connection of its own, which comes back in its own time.
      await vi.waitUntil(() => heard.some(({ kind }) => kind === 'clear'), TIMEOUT);
      onReplica.disconnect();
    });
  },
);

function put(store: RedisExactStore, key: string): Promise<void> {
  return store.set(key, Buffer.from(`value of ${key}`), Date.now() + 3_600_000);
}
