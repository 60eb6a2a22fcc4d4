import { DependencyError } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteExactStore } from './sqlite.ts';

const CHILD = join(import.meta.dirname, 'sqlite/child-writer.ts');
const NODE = process.execPath;

async function read(store: SqliteExactStore, key: string): Promise<string | undefined> {
  const value = await store.get(key);
  return value === undefined ? undefined : Buffer.from(value).toString().trimEnd();
}

describe('SqliteExactStore and its file', () => {
  // The real instant: the child processes write with the real clock.
  const clock = new FakeClock(Date.now());
  let directory: string;
  let path: string;
  let problems: string[];
  let stores: SqliteExactStore[];
  const children: ChildProcess[] = [];

  const open = (): SqliteExactStore => {
    const store = new SqliteExactStore({ path, clock, onProblem: (problem) => problems.push(problem) });
    stores.push(store);
    return store;
  };
  const put = (store: SqliteExactStore, key: string): Promise<void> =>
    store.set(key, Buffer.from(`value of ${key}`), clock.now() + 3_600_000);
  const integrity = (): unknown => {
    using db = new DatabaseSync(path);
    return db.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  };
  const child = (command: string, args: readonly string[]): AsyncIterableIterator<string> => {
    const process = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(process);
    return createInterface(process.stdout)[Symbol.asyncIterator]();
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'strata-sqlite-'));
    path = join(directory, 'deep', 'exact.sqlite');
    problems = [];
    stores = [];
  });

  afterEach(async () => {
    for (const one of children.splice(0)) one.kill('SIGKILL');
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps everything over a restart', async () => {
    const before = open();
    await put(before, 'k');
    await put(before, 'cleared');
    await before.clear();
    await put(before, 'kept');
    await before[Symbol.asyncDispose]();
    const after = open();
    expect([await read(after, 'kept'), await read(after, 'cleared')]).toEqual(['value of kept', undefined]);
    expect(await after.stats()).toMatchObject({ entries: 1 });
    expect(problems).toEqual([]);
  });

  it('writes nothing when it opens a file that is there: a full disk would not let it read', async () => {
    const before = open();
    await put(before, 'k');
    await before[Symbol.asyncDispose]();
    const store = open();
    expect(await read(store, 'k')).toBe('value of k');
    expect(statSync(`${path}-wal`).size).toBe(0);
    await put(store, 'new');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  });

  it('keeps all that was acknowledged when its process is killed in the middle of writing', async () => {
    let last = -1;
    for await (const line of child(NODE, [CHILD, path, 'key', '1000000'])) {
      last = Number(line);
      if (last === 500) children[0]?.kill('SIGKILL');
    }
    expect(last).toBeGreaterThanOrEqual(500);
    const store = open();
    const keys = Array.from({ length: last + 1 }, (_, i) => `key ${i}`);
    const values = await Promise.all(keys.map((key) => read(store, key)));
    expect(values).toEqual(keys.map((_, i) => `value ${i}`));
    expect(integrity()).toBe('ok');
    expect(problems).toEqual([]);
  });

  it('bears several processes on one file, opened at the same moment', async () => {
    const names = ['a', 'b', 'c'];
    const lines = await Promise.all(
      names.map(async (name) => await Array.fromAsync(child(NODE, [CHILD, path, name, '300']))),
    );
    expect(lines.map((written) => written.filter((line) => line !== 'DependencyError').length > 0)).toEqual([
      true,
      true,
      true,
    ]);
    const store = open();
    for (const [index, name] of names.entries()) {
      const acknowledged = (lines[index] ?? []).filter((line) => /^\d+$/.test(line));
      // oxlint-disable-next-line no-await-in-loop -- one process' keys after the other's
      const values = await Promise.all(acknowledged.map((i) => read(store, `${name} ${i}`)));
      expect(values).toEqual(acknowledged.map((i) => `value ${i}`));
    }
    expect(integrity()).toBe('ok');
  });

  it('sets a file aside that is no database, says so, and begins a new one', async () => {
    await open()[Symbol.asyncDispose]();
    writeFileSync(path, 'this is not a database, but it is long enough to be taken for one: '.repeat(100));
    const store = open();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/file is not a database.*exact\.sqlite\.corrupt/);
    expect(readFileSync(`${path}.corrupt`, 'utf8')).toMatch(/^this is not/);
    await put(store, 'k');
    expect(await read(store, 'k')).toBe('value of k');
  });

  it('survives damage done to the file while it works', async () => {
    const writer = open();
    await Promise.all(Array.from({ length: 500 }, (_, i) => put(writer, `key ${i}`)));
    await writer[Symbol.asyncDispose]();
    const pages = readFileSync(path);
    pages.fill(0x5a, 4096 * 2);
    writeFileSync(path, pages);
    const store = open();
    const heard: unknown[] = [];
    store.onInvalidated((invalidation) => heard.push(invalidation));
    const values = await Promise.all(Array.from({ length: 500 }, (_, i) => read(store, `key ${i}`)));
    await put(store, 'new');
    expect(await read(store, 'new')).toBe('value of new');
    // Never another key's value, never an error.
    expect(values.every((value, i) => value === undefined || value === `value of key ${i}`)).toBe(true);
    expect(problems.join()).toMatch(/malformed.*exact\.sqlite\.corrupt/);
    expect(integrity()).toBe('ok');
  });

  it('sets aside what another version has written', async () => {
    const before = open();
    await put(before, 'k');
    await before[Symbol.asyncDispose]();
    {
      using db = new DatabaseSync(path);
      db.exec('PRAGMA user_version = 77');
    }
    const store = open();
    expect(await read(store, 'k')).toBeUndefined();
    expect(problems[0]).toMatch(/its format is 77.*exact\.sqlite\.corrupt/);
    expect(existsSync(`${path}.corrupt`)).toBe(true);
  });

  it('leaves the database of another application alone, and says that it cannot be used', async () => {
    await open()[Symbol.asyncDispose]();
    rmSync(path);
    {
      using db = new DatabaseSync(path);
      db.exec('CREATE TABLE bookkeeping (amount INTEGER); INSERT INTO bookkeeping VALUES (42)');
    }
    const store = open();
    expect(problems[0]).toMatch(/database of another application/);
    await expect(store.get('k')).rejects.toBeInstanceOf(DependencyError);
    await expect(put(store, 'k')).rejects.toBeInstanceOf(DependencyError);
    using db = new DatabaseSync(path);
    expect(db.prepare('SELECT amount FROM bookkeeping').get()).toEqual({ amount: 42 });
  });

  it('begins anew when its directory is removed beneath it', async () => {
    const store = open();
    await put(store, 'k');
    const heard: unknown[] = [];
    store.onInvalidated((invalidation) => heard.push(invalidation));
    rmSync(join(directory, 'deep'), { recursive: true });
    clock.advance(1_000);
    expect(heard).toContainEqual({ kind: 'clear' });
    expect(problems[0]).toMatch(/was removed or replaced/);
    expect(await read(store, 'k')).toBeUndefined();
    await put(store, 'new');
    expect(await read(open(), 'new')).toBe('value of new');
  });

  it('rejects what it cannot write while another holds the lock, goes on reading, and recovers', async () => {
    const store = open();
    await put(store, 'k');
    using db = new DatabaseSync(path);
    db.exec('BEGIN IMMEDIATE');
    await expect(put(store, 'k2')).rejects.toBeInstanceOf(DependencyError);
    await expect(store.clear()).rejects.toBeInstanceOf(DependencyError);
    expect(await read(store, 'k')).toBe('value of k');
    clock.advance(10_000);
    db.exec('COMMIT');
    await put(store, 'k2');
    expect(await read(store, 'k2')).toBe('value of k2');
  });

  it('rejects what the disk has no room for, goes on reading, and writes again when there is room', async () => {
    // A file size limit in place of a full disk: SQLite is told that a write failed either way.
    const limited = `ulimit -S -f 5200; exec "$0" "$@"`;
    const lines = child('sh', ['-c', limited, NODE, CHILD, path, 'key', '5000']);
    let written = 0;
    let refused = 0;
    for await (const line of lines) {
      if (line === 'DependencyError') refused += 1;
      else written += 1;
    }
    expect(written).toBeGreaterThan(1_000);
    expect(refused).toBeGreaterThan(0);
    expect(written + refused).toBe(5_000);
    const store = open();
    expect(await read(store, 'key 0')).toBe('value 0');
    await put(store, 'k');
    expect(await read(store, 'k')).toBe('value of k');
    expect(integrity()).toBe('ok');
    expect(statSync(path).size).toBeLessThan(4_000_000);
  });
});
