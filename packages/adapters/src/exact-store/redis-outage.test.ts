import { DependencyError, type Invalidation } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { RedisServer, redisAvailable } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { Redis } from 'ioredis';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisExactStore, type RedisExactStoreOptions } from './redis.ts';

const SECRET = 's3cr3t-p4ssw0rd';

describe.runIf(redisAvailable('Redis in trouble'))('RedisExactStore in trouble', () => {
  const servers: RedisServer[] = [];
  const stores: RedisExactStore[] = [];
  const clients: Redis[] = [];
  let problems: string[];
  let printed: ReturnType<typeof vi.spyOn>[];

  const serve = async (config: readonly string[] = []): Promise<RedisServer> => {
    const server = await RedisServer.start({ config });
    servers.push(server);
    return server;
  };
  const open = (url: string, options: Partial<RedisExactStoreOptions> = {}): RedisExactStore => {
    const store = new RedisExactStore({
      url,
      clock: wallClock,
      onProblem: (problem) => problems.push(problem),
      silenceTimeoutMs: 150,
      ...options,
    });
    stores.push(store);
    return store;
  };
  const rawClient = (url: string, enableReadyCheck = true): Redis => {
    const client = new Redis(url, { enableReadyCheck });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };

  beforeEach(() => {
    problems = [];
    printed = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  });

  afterEach(async () => {
    // Neither an unhandled error event nor a login: nothing is printed behind the logger's back.
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    for (const client of clients.splice(0)) client.disconnect();
    await Promise.all(stores.splice(0).map((store) => store[Symbol.asyncDispose]()));
    await Promise.all(servers.splice(0).map((server) => server[Symbol.asyncDispose]()));
  });

  it('fails at once when Redis dies, and comes back by itself, saying that all may be outdated', async () => {
    const server = await serve();
    const store = open(server.url);
    await put(store);
    const heard: Invalidation[] = [];
    store.onInvalidated((invalidation) => heard.push(invalidation));
    await server.kill();
    for (const attempt of operations(store)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(attempt()).rejects.toBeInstanceOf(DependencyError);
    }
    await server.restart();
    await vi.waitUntil(() => heard.length > 0, { timeout: 10_000 });
    await eventually(() => store.ping());
    expect(heard).toContainEqual({ kind: 'clear' });
    expect(await store.get('k')).toBeUndefined();
    await put(store);
    expect(await store.get('k')).toBeDefined();
    expect(problems.filter((problem) => problem.includes('the connection was lost'))).toHaveLength(1);
  });

  it('says why it is not connected when it was constructed without a Redis', async () => {
    const server = await serve();
    await server.kill();
    const store = open(server.url);
    await expect(store.get('k')).rejects.toThrow(
      /^Redis is not connected \(redis:\/\/127\.0\.0\.1:\d+\/0\): .*ECONNREFUSED/,
    );
    await server.restart();
    await eventually(() => put(store));
    expect(await store.get('k')).toBeDefined();
  });

  it('says the same problem again after a minute, also when the clock is set back meanwhile', async () => {
    const server = await serve();
    await server.kill();
    const clock = new FakeClock();
    open(server.url, { clock });
    const refused = (): number =>
      problems.filter((problem) => /^Redis \(.*ECONNREFUSED/.test(problem)).length;
    await vi.waitUntil(() => refused() === 1);
    clock.setWall(-3_600_000);
    clock.advance(60_000);
    await vi.waitUntil(() => refused() > 1, { timeout: 10_000 });
  });

  it('gives up on a Redis that hangs, and takes it back when it answers', async () => {
    const server = await serve();
    const store = open(server.url);
    await put(store);
    server.pause();
    const waiting = Array.from({ length: 20 }, () => store.get('k'));
    const results = await Promise.allSettled(waiting);
    expect(results.map((result) => result.status === 'rejected' && result.reason.name)).toEqual(
      Array.from({ length: 20 }, () => 'DependencyError'),
    );
    await expect(store.get('k')).rejects.toBeInstanceOf(DependencyError);
    server.resume();
    await eventually(() => store.ping());
    expect(await store.get('k')).toBeDefined();
  });

  it('lets go at once when the caller leaves while Redis hangs', async () => {
    const server = await serve();
    const store = open(server.url, { silenceTimeoutMs: 60_000 });
    await put(store);
    server.pause();
    const reason = new Error('the caller left');
    const leaving = new AbortController();
    const attempts = operations(store, leaving.signal).map((attempt) => attempt());
    leaving.abort(reason);
    const results = await Promise.allSettled(attempts);
    expect(results.map((result) => result.status === 'rejected' && result.reason)).toEqual(
      results.map(() => reason),
    );
    server.resume();
  });

  it('rejects what a full Redis refuses, and reads on', async () => {
    const server = await serve(['maxmemory-policy noeviction']);
    const store = open(server.url);
    await put(store);
    const raw = rawClient(server.url);
    await raw.config('SET', 'maxmemory', '1');
    await expect(put(store)).rejects.toThrow(/^Redis: OOM/);
    expect(await store.get('k')).toBeDefined();
    await raw.config('SET', 'maxmemory', '0');
    await put(store);
  });

  it('clears a full Redis, which takes the next value then', async () => {
    const server = await serve(['maxmemory-policy noeviction']);
    const store = open(server.url);
    const raw = rawClient(server.url);
    const value = new Uint8Array(10_000);
    const fill = async (): Promise<unknown> =>
      Promise.all(Array.from({ length: 200 }, (_, i) => store.set(`key ${i}`, value, Date.now() + 60_000)));
    await fill();
    await raw.set('somebody:else', 'kept');
    const used = /^used_memory:(\d+)/m.exec(await raw.info('memory'))?.[1];
    await raw.config('SET', 'maxmemory', String(used));
    await expect(fill()).rejects.toThrow(/^Redis: OOM/);
    await store.clear();
    expect(await store.get('key 1')).toBeUndefined();
    await store.set('new', value, Date.now() + 60_000);
    expect(await store.get('new')).toBeDefined();
    expect(await raw.get('somebody:else')).toBe('kept');
  });

  it('says that a Redis is too full to be cleared when others fill it', async () => {
    const server = await serve(['maxmemory-policy noeviction']);
    const store = open(server.url);
    await put(store);
    await rawClient(server.url).config('SET', 'maxmemory', '1');
    await expect(store.clear()).rejects.toThrow(/^Redis: OOM/);
  });

  it('rejects what a replica refuses, and reads on', async () => {
    const server = await serve();
    const store = open(server.url);
    await put(store);
    const raw = rawClient(server.url);
    await raw.replicaof('127.0.0.1', 1);
    await expect(put(store)).rejects.toBeInstanceOf(DependencyError);
    await eventually(() => store.ping());
    expect(await store.get('k')).toBeDefined();
    await raw.replicaof('NO', 'ONE');
    await eventually(() => put(store));
  });

  it('waits for a Redis that is loading its data, without keeping anybody', async () => {
    const server = await serve();
    const raw = rawClient(server.url);
    const pipeline = raw.pipeline();
    for (let i = 0; i < 1_000; i += 1) pipeline.set(`bulk ${i}`, 'x'.repeat(100));
    await pipeline.exec();
    await raw.save();
    await server.kill();
    // So slow that it is still loading when it is asked, however busy the machine; hurried on afterwards.
    const slow = ['key-load-delay 30000', 'loading-process-events-interval-bytes 1024'];
    const ready = server.restart(slow);
    const store = open(server.url);
    const unready = rawClient(server.url, false);
    await vi.waitUntil(async () => (await unready.get('bulk 1').catch(String))?.includes('LOADING'), {
      timeout: 10_000,
    });
    await expect(store.get('k')).rejects.toBeInstanceOf(DependencyError);
    await unready.config('SET', 'key-load-delay', '0');
    await ready;
    await eventually(() => put(store));
    expect(await store.get('k')).toBeDefined();
  });

  it.each([
    ['no password', (port: number) => `redis://127.0.0.1:${port}`, /NOAUTH/],
    ['a wrong password', (port: number) => `redis://:${SECRET}@127.0.0.1:${port}`, /WRONGPASS/],
    ['an unknown user', (port: number) => `redis://who:${SECRET}@127.0.0.1:${port}`, /WRONGPASS/],
  ])('says that it may not log in with %s, without any secret', async (_what, urlOf, answer) => {
    const server = await serve(['requirepass the-right-one']);
    const store = open(urlOf(server.port));
    const error = await store.get('k').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DependencyError);
    await vi.waitUntil(() => problems.length > 0);
    await expect(put(store, SECRET)).rejects.toThrow(answer);
    expect(inspect([error, problems], { depth: 10 })).not.toContain(SECRET);
  });

  it('hangs no arguments of a command on its errors', async () => {
    const server = await serve();
    const store = open(server.url);
    await put(store);
    await rawClient(server.url).config('SET', 'maxmemory', '1');
    const error = await put(store, SECRET).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DependencyError);
    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
  });
});

function put(store: RedisExactStore, text = 'value'): Promise<void> {
  return store.set('k', Buffer.from(text), Date.now() + 3_600_000);
}

function operations(store: RedisExactStore, signal?: AbortSignal): (() => Promise<unknown>)[] {
  return [
    () => store.get('k', signal),
    () => store.set('k', Buffer.from('v'), Date.now() + 1_000, signal),
    () => store.delete('k', signal),
    () => store.clear(signal),
    () => store.ping(signal),
  ];
}

/** Tries until it succeeds; the test's own time limit ends it otherwise. */
async function eventually(attempt: () => Promise<unknown>): Promise<void> {
  const succeeds = (): Promise<boolean> =>
    attempt().then(
      () => true,
      () => false,
    );
  await vi.waitUntil(succeeds, { timeout: 15_000, interval: 10 });
}
