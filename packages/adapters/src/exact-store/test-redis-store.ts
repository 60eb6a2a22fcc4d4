import type { Invalidation } from '@strata/core';
import { RedisServer } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { Redis } from 'ioredis';
import { test, vi } from 'vitest';
import { RedisExactStore, type RedisExactStoreOptions } from './redis.ts';

export const HOUR_MS = 3_600_000;

/** A test on a real Redis, which is one for the file and empty for each test, and stores that end with the test. */
export const it = test
  // oxlint-disable-next-line no-empty-pattern -- this is how Vitest reads that a fixture needs no other
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await RedisServer.start();
    onCleanup(() => server[Symbol.asyncDispose]());
    return server;
  })
  .extend('connection', { scope: 'file' }, ({ server }, { onCleanup }) => {
    const connection = new Redis(server.url);
    onCleanup(() => connection.disconnect());
    return connection;
  })
  /** What anybody else may do on the same Redis. */
  .extend('raw', async ({ connection }) => {
    await connection.flushall();
    return connection;
  })
  /** Resolves when this many stores hear what is published. */
  .extend('hearing', ({ raw }) => async (count: number): Promise<void> => {
    const subscribers = async (): Promise<number> =>
      Number((await raw.pubsub('NUMSUB', 'strata:invalidations'))[1]);
    await until(async () => (await subscribers()) === count);
  })
  .extend('open', ({ server, hearing }, { onCleanup }) => {
    const stores: RedisExactStore[] = [];
    onCleanup(async () => {
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
      await hearing(0);
    });
    return (options: Partial<RedisExactStoreOptions> = {}): RedisExactStore => {
      const store = new RedisExactStore({ url: server.url, clock: wallClock, ...options });
      stores.push(store);
      return store;
    };
  });

/** Resolves when it is so: soon, or late on a busy machine. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, { interval: 5, timeout: 10_000 });
}

export function listen(store: RedisExactStore): readonly Invalidation[] {
  const heard: Invalidation[] = [];
  store.onInvalidated((invalidation) => heard.push(invalidation));
  return heard;
}

export function put(store: RedisExactStore, key: string): Promise<void> {
  return store.set(key, Buffer.from(`value of ${key}`), Date.now() + HOUR_MS);
}

export async function read(store: RedisExactStore, key: string): Promise<string | undefined> {
  const value = await store.get(key);
  return value === undefined ? undefined : Buffer.from(value).toString();
}
