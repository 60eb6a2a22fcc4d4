import { NEVER_EXPIRES } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteExactStore } from './sqlite.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('SqliteExactStore and its room', () => {
  let directory: string;
  let path: string;
  let clock: FakeClock;
  let stores: SqliteExactStore[];

  const open = (maxBytes = 2 ** 30): SqliteExactStore => {
    const store = new SqliteExactStore({ path, clock, maxBytes });
    stores.push(store);
    return store;
  };
  const put = (store: SqliteExactStore, key: string, length: number, ttlMs = HOUR_MS): Promise<void> =>
    store.set(key, incompressible(length), clock.now() + ttlMs);
  const rows = (): number => {
    using db = new DatabaseSync(path);
    return Number(db.prepare('SELECT count(*) AS n FROM entries').get()?.['n']);
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'strata-sqlite-'));
    path = join(directory, 'exact.sqlite');
    clock = new FakeClock();
    stores = [];
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    rmSync(directory, { recursive: true, force: true });
  });

  it('never holds more than it may, and keeps the latest', async () => {
    const maxBytes = 200_000;
    const store = open(maxBytes);
    for (let i = 0; i < 1_000; i += 1) {
      clock.advance(10);
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await put(store, `key ${i}`, 700);
    }
    const { entries, bytes } = await store.stats();
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes * 0.9);
    expect(rows()).toBe(entries);
    expect(await store.get('key 999')).toBeDefined();
    expect(await store.get(`key ${1_000 - (entries ?? 0)}`)).toBeDefined();
    expect(await store.get('key 0')).toBeUndefined();
  });

  it('does not drop what never expires, however full it gets and whatever else is used', async () => {
    const maxBytes = 100_000;
    const store = open(maxBytes);
    await store.set('pinned', incompressible(700), NEVER_EXPIRES);
    for (let i = 0; i < 500; i += 1) {
      clock.advance(10);
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await put(store, `key ${i}`, 700);
    }
    expect(await store.get('pinned')).toBeDefined();
    // A use is noted down for later, and must not make it like any other.
    for (let i = 0; i < 500; i += 1) {
      clock.advance(MINUTE_MS);
      // oxlint-disable-next-line no-await-in-loop
      await put(store, `later ${i}`, 700);
    }
    expect(await store.get('pinned')).toBeDefined();
    expect((await store.stats()).bytes).toBeLessThanOrEqual(maxBytes);
    await put(store, 'pinned', 700, 30_000 * MINUTE_MS);
    for (let i = 0; i < 500; i += 1) {
      clock.advance(10);
      // oxlint-disable-next-line no-await-in-loop
      await put(store, `last ${i}`, 700);
    }
    expect(await store.get('pinned')).toBeUndefined();
  });

  it('drops what was used longest ago, not what was written first', async () => {
    const store = open(100_000);
    await put(store, 'old and asked for', 700, 10 * HOUR_MS);
    await put(store, 'old and forgotten', 700, 10 * HOUR_MS);
    clock.advance(2 * MINUTE_MS);
    for (let i = 0; i < 300; i += 1) {
      // oxlint-disable no-await-in-loop -- in this order
      clock.advance(MINUTE_MS / 4);
      await store.get('old and asked for');
      await put(store, `key ${i}`, 700, 10 * HOUR_MS);
      // oxlint-enable no-await-in-loop
    }
    expect(await store.get('old and forgotten')).toBeUndefined();
    expect(await store.get('old and asked for')).toBeDefined();
  });

  it('shrinks in steps to a smaller room than it had before', async () => {
    const before = open();
    for (let i = 0; i < 2_000; i += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await put(before, `key ${i}`, 700);
    }
    await before[Symbol.asyncDispose]();
    const after = open(500_000);
    await put(after, 'new', 700);
    expect((await after.stats()).bytes).toBeGreaterThan(500_000);
    clock.advance(2_000);
    expect((await after.stats()).bytes).toBeLessThanOrEqual(500_000);
    expect(await after.get('new')).toBeDefined();
  });

  it('makes room for a large value without emptying itself', async () => {
    const store = open(100_000);
    for (let i = 0; i < 10; i += 1) {
      clock.advance(10);
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await put(store, `key ${i}`, 9_000);
    }
    clock.advance(10);
    await put(store, 'large', 30_000);
    const held = await Promise.all(Array.from({ length: 10 }, (_, i) => store.get(`key ${i}`)));
    expect(held.filter((value) => value !== undefined).length).toBeGreaterThanOrEqual(6);
    expect(await store.get('large')).toBeDefined();
  });

  it('does not keep a value larger than itself, nor the one it was to replace', async () => {
    const store = open(10_000);
    await put(store, 'k', 100);
    await put(store, 'kept', 100);
    await put(store, 'k', 20_000);
    expect(await store.get('k')).toBeUndefined();
    expect(await store.get('kept')).toBeDefined();
  });

  it('counts the same after a restart, after replacing, and after deleting', async () => {
    const store = open();
    await put(store, 'a', 500);
    await put(store, 'a', 300);
    await put(store, 'b', 5_000);
    await put(store, 'c', 100);
    await store.delete('b');
    const counted = await store.stats();
    await store[Symbol.asyncDispose]();
    expect(counted.entries).toBe(2);
    expect(await open().stats()).toEqual(counted);
  });

  it('stores what compresses well in less room', async () => {
    const store = open();
    await store.set(
      'k',
      Buffer.from('The same sentence, again and again. '.repeat(300)),
      clock.now() + HOUR_MS,
    );
    expect((await store.stats()).bytes).toBeLessThan(1_000);
  });

  it('takes less than 3 KB of the disk for an answer of 2.1 KB', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(store, `key ${i}`, 2_100)));
    expect((await sizeOnDisk(store)) / 300).toBeLessThan(3_000);
  });

  it('removes expired rows from the file, a few at a time', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 250 }, (_, i) => put(store, `short ${i}`, 50, MINUTE_MS)));
    await put(store, 'long', 50);
    clock.advance(MINUTE_MS);
    expect(rows()).toBeGreaterThan(1);
    clock.advance(1_000);
    expect(rows()).toBe(1);
    expect(await store.stats()).toMatchObject({ entries: 1 });
  });

  it('removes cleared rows from the file, and gives the room back to the disk', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(store, `key ${i}`, 50_000)));
    const before = await sizeOnDisk(store);
    await store.clear();
    await put(store, 'new', 50);
    expect(await store.stats()).toMatchObject({ entries: 1 });
    clock.advance(20_000);
    expect(rows()).toBe(1);
    expect(await sizeOnDisk(store)).toBeLessThan(before / 2);
  });

  it('puts up with values that another process writes beside it', async () => {
    const maxBytes = 100_000;
    const [one, other] = [open(maxBytes), open(maxBytes)];
    for (let i = 0; i < 400; i += 1) {
      clock.advance(1_000);
      // oxlint-disable-next-line no-await-in-loop -- in turns
      await put(i % 2 === 0 ? one : other, `key ${i}`, 900);
    }
    clock.advance(MINUTE_MS);
    await put(one, 'last', 900);
    expect((await one.stats()).bytes).toBeLessThanOrEqual(maxBytes);
    expect(await other.get('last')).toBeDefined();
  });

  it('counts what another process wrote beside it also when the clock is set back meanwhile', async () => {
    const [one, other] = [open(), open()];
    await put(one, 'own', 50);
    clock.advance(2_000);
    await put(other, 'another’s', 50);
    // The write has been noticed; how long it waits to be counted is time that passes.
    clock.advance(2_000);
    clock.setWall(-HOUR_MS);
    expect(await one.stats()).toMatchObject({ entries: 1 });
    clock.advance(MINUTE_MS);
    expect(await one.stats()).toMatchObject({ entries: 2 });
  });

  /** The file alone, what is still in the write-ahead log brought home. */
  async function sizeOnDisk(store: SqliteExactStore): Promise<number> {
    await store.ping();
    using db = new DatabaseSync(path);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return statSync(path).size;
  }
});

function incompressible(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
