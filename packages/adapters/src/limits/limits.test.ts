import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BucketStore, SharedBucket, SumStore } from '@strata/core';
import { DependencyError } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { RedisServer, redisAvailable } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryBucketStore } from './memory.ts';
import { RedisLimits } from './redis.ts';
import { SqliteSumStore } from './sqlite.ts';

const STRL = 0x5354524c;

/** It fills so slowly that no test sees it gain anything. */
const bucket = (name: string): SharedBucket => ({ name, capacity: 10, perSecond: 1e-6 });

function bucketContract(open: () => BucketStore): void {
  test('is full at first, and gives whole units as long as there are some', async () => {
    await using store = open();
    expect((await store.take(bucket('a'), 7)).granted).toBe(7);
    const rest = await store.take(bucket('a'), 7);
    expect(rest.granted).toBe(3);
    expect(rest.level).toBeCloseTo(0, 2);
    expect((await store.take(bucket('a'), 1)).granted).toBe(0);
  });

  test('keeps names apart, and only reads when nothing is wanted', async () => {
    await using store = open();
    await store.take(bucket('b'), 10);
    expect(await store.take(bucket('c'), 0)).toEqual({ granted: 0, level: 10 });
  });

  test('goes into debt for what was used already', async () => {
    await using store = open();
    expect((await store.debit(bucket('d'), 25)).level).toBeCloseTo(-15, 2);
    expect((await store.take(bucket('d'), 1)).granted).toBe(0);
  });

  test('gives each unit to one of those who ask at once', async () => {
    await using store = open();
    const answers = await Promise.all(Array.from({ length: 40 }, () => store.take(bucket('e'), 1)));
    expect(answers.filter(({ granted }) => granted === 1)).toHaveLength(10);
  });

  test('a bucket that was made smaller holds no more than it may', async () => {
    await using store = open();
    await store.take(bucket('f'), 1);
    expect((await store.take({ ...bucket('f'), capacity: 2 }, 10)).granted).toBe(2);
  });
}

function sumContract(open: () => SumStore): void {
  const sum = (name: string) => ({ name, expiresAt: Date.now() + 3_600_000 });

  test('begins at nothing, adds up, and says the sum', async () => {
    await using store = open();
    expect(await store.add(sum('a'), 0)).toBe(0);
    await store.add(sum('a'), 0.000_012_5);
    expect(await store.add(sum('a'), 2.5)).toBeCloseTo(2.500_012_5, 9);
    expect(await store.add(sum('other'), 0)).toBe(0);
  });

  test('outlives the process that wrote it', async () => {
    await using before = open();
    await before.add(sum('kept'), 1.25);
    await before[Symbol.asyncDispose]();
    await using after = open();
    expect(await after.add(sum('kept'), 1)).toBeCloseTo(2.25, 9);
  });
}

describe('limits in memory', () => {
  bucketContract(() => new MemoryBucketStore({ clock: new FakeClock() }));

  test('gain with time', async () => {
    const clock = new FakeClock();
    await using store = new MemoryBucketStore({ clock });
    const fast = { name: 'g', capacity: 10, perSecond: 5 };
    await store.take(fast, 10);
    clock.advance(1_000);
    expect((await store.take(fast, 10)).granted).toBe(5);
  });
});

describe('sums in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-limits-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const open = (file: string) => new SqliteSumStore({ path: join(folder, 'deep', file), clock: wallClock });

  sumContract(() => open('limits.sqlite'));

  test('of two processes on one file become one', async () => {
    await using one = open('shared.sqlite');
    await using other = open('shared.sqlite');
    const sum = { name: 'both', expiresAt: Date.now() + 1_000 };
    await one.add(sum, 1);
    await other.add(sum, 2);
    expect(await one.add(sum, 0)).toBe(3);
  });

  test('that cannot be had are an outage, and are tried again', async () => {
    const path = join(folder, 'blocked');
    writeFileSync(path, '');
    await using store = new SqliteSumStore({ path: join(path, 'x', 'limits.sqlite'), clock: wallClock });
    const sum = { name: 'a', expiresAt: Date.now() + 1_000 };
    await expect(store.add(sum, 1)).rejects.toBeInstanceOf(DependencyError);
    rmSync(path);
    expect(await store.add(sum, 1)).toBe(1);
  });

  test('never touch the database of another application', async () => {
    const path = join(folder, 'not-ours.sqlite');
    {
      using db = new DatabaseSync(path);
      db.exec('CREATE TABLE bookkeeping (amount INTEGER); INSERT INTO bookkeeping VALUES (42)');
    }
    await using store = new SqliteSumStore({ path, clock: wallClock });
    await expect(store.ping()).rejects.toThrow('database of another application');
    using db = new DatabaseSync(path);
    expect(db.prepare('SELECT amount FROM bookkeeping').get()).toEqual({ amount: 42 });
  });

  test('begin anew when their file is damaged, which is set aside and said', async () => {
    const path = join(folder, 'damaged.sqlite');
    writeFileSync(path, 'no database, but long enough to be taken for one '.repeat(200));
    const problems: string[] = [];
    const onProblem = (problem: string) => void problems.push(problem);
    await using store = new SqliteSumStore({ path, clock: wallClock, onProblem });
    expect(await store.add({ name: 'a', expiresAt: Date.now() + 1_000 }, 2)).toBe(2);
    expect(problems).toEqual([expect.stringContaining(`it is now ${path}.corrupt`)]);
  });

  test('of a file that was made before it had a format are kept', async () => {
    const path = join(folder, 'older.sqlite');
    const sum = { name: 'kept', expiresAt: Date.now() + 3_600_000 };
    {
      using db = new DatabaseSync(path);
      db.exec(`
        PRAGMA application_id = ${STRL};
        CREATE TABLE sums (name TEXT PRIMARY KEY, total REAL NOT NULL, expires_at INTEGER NOT NULL) STRICT;
      `);
      db.prepare('INSERT INTO sums VALUES (?, 7, ?)').run(sum.name, sum.expiresAt);
    }
    await using store = new SqliteSumStore({ path, clock: wallClock });
    expect(await store.add(sum, 1)).toBe(8);
  });
});

describe.runIf(redisAvailable('limits on Redis'))('limits on Redis', () => {
  let server: RedisServer;
  let runs = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  const open = (prefix: string) => new RedisLimits({ url: server.url, clock: wallClock, prefix });

  bucketContract(() => {
    runs += 1;
    return open(`run-${runs}`);
  });
  sumContract(() => open('sums'));

  test('gain with the time that passes on the server', async () => {
    await using store = open('gain');
    const raw = new Redis(server.url);
    const fast = { name: 'g', capacity: 1_000, perSecond: 100 };
    await store.take(fast, 1_000);
    const before = Number(await raw.hget('gain:bucket:g', 'at'));
    const { granted, level } = await store.take(fast, 1_000);
    const after = Number(await raw.hget('gain:bucket:g', 'at'));
    raw.disconnect();
    // By the server's own two readings, however long it took.
    expect(granted + level).toBeCloseTo(Math.min(1_000, ((after - before) * 100) / 1000), 3);
  });

  test('a bucket that is full again takes no room, and a sum goes some time after its month', async () => {
    await using store = open('room');
    const raw = new Redis(server.url);
    await store.take({ name: 'r', capacity: 10, perSecond: 10 }, 5);
    const expiresAt = Date.now() + 50_000;
    await store.add({ name: 's', expiresAt }, 1);
    expect(await raw.pttl('room:bucket:r')).toBeGreaterThan(0);
    expect(await raw.pexpiretime('room:sum:s')).toBe(expiresAt);
    raw.disconnect();
  });

  test('do not know whether an amount is in a sum when the connection broke before the answer', async () => {
    await using store = open('lost');
    await store.ping();
    const raw = new Redis(server.url);
    await raw.client('PAUSE', 60_000, 'WRITE');
    const adding = store.add({ name: 's', expiresAt: Date.now() + 50_000 }, 1);
    // It has arrived once Redis holds it back.
    await expect.poll(async () => await raw.info('clients')).toContain('blocked_clients:1');
    raw.disconnect();
    await Promise.all([
      expect(adding).rejects.toMatchObject({ code: 'unknown_outcome' }),
      server.kill().then(async () => await server.restart()),
    ]);
  });

  test('know that an amount is in no sum when Redis refuses it', async () => {
    await using store = open('refused');
    const raw = new Redis(server.url);
    await raw.hset('refused:sum:s', 'field', 'not a sum');
    raw.disconnect();
    const adding = store.add({ name: 's', expiresAt: Date.now() + 50_000 }, 1);
    await expect(adding).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('are an outage while Redis is away, and there again with it', async () => {
    await using store = open('outage');
    await store.ping();
    await server.kill();
    await expect(store.take(bucket('a'), 1)).rejects.toBeInstanceOf(DependencyError);
    await server.restart();
    await expect
      .poll(async () => await store.take(bucket('a'), 1).catch(() => undefined), { timeout: 30_000 })
      .toMatchObject({ granted: 1 });
  });
});
