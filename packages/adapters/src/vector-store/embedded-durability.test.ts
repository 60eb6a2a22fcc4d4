import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { DependencyError, type VectorMatch, type VectorPoint } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EmbeddedVectorStore, type EmbeddedVectorStoreOptions } from './embedded.ts';

describe('EmbeddedVectorStore on disk', () => {
  const clock = new FakeClock();
  let dataDir: string;
  let problems: string[];

  const open = (options: Partial<EmbeddedVectorStoreOptions> = {}): EmbeddedVectorStore =>
    new EmbeddedVectorStore({ dataDir, clock, onProblem: (problem) => problems.push(problem), ...options });
  const point = (id: number, more: Partial<VectorPoint> = {}): VectorPoint => ({
    space: 's',
    partition: 'p',
    id: `${id}`,
    vector: around(id),
    text: '',
    createdAt: clock.now(),
    expiresAt: clock.now() + 60_000 + id,
    minScore: 0,
    entry: new Uint8Array([1]),
    ...more,
  });
  const search = (
    store: EmbeddedVectorStore,
    vector: Float32Array,
    limit = 1,
  ): Promise<readonly VectorMatch[]> =>
    store.search({ space: 's', partition: 'p', vector, limit, now: clock.now() });
  const graphs = async (): Promise<string[]> =>
    (await readdir(join(dataDir, 'vectors'))).filter((name) => name.endsWith('.usearch'));
  const write = async (store: EmbeddedVectorStore, ids: number): Promise<void> => {
    await Promise.all(Array.from({ length: ids }, (_, id) => store.upsert(point(id))));
  };
  /** Ids that a search for their own vector does not find. */
  const missing = async (store: EmbeddedVectorStore, ids: readonly number[]): Promise<readonly number[]> => {
    const found = await Promise.all(ids.map(async (id) => (await search(store, around(id)))[0]?.id));
    return ids.filter((id, index) => found[index] !== `${id}`);
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'strata-vectors-'));
    problems = [];
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  it('loses no point that was stored when its process is killed', async () => {
    const writer = fileURLToPath(new URL('embedded/child-writer.ts', import.meta.url));
    const child = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let last = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last >= 1_000) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    await using store = open({ exactLimit: 100 });
    const ids = Array.from({ length: last + 1 }, (_, id) => id);
    const entries = await Promise.all(ids.map((id) => store.read('s', `${id}`)));
    expect(ids.filter((id) => new TextDecoder().decode(entries[id]) !== `entry ${id}`)).toEqual([]);
    expect(await search(store, Float32Array.of(Math.cos(7), Math.sin(7), 0, 0))).toEqual([
      expect.objectContaining({ id: '7', text: 'text 7' }),
    ]);
    expect(problems).toEqual([]);
  });

  it('keeps the graph of a large partition, and brings it up to date from the table', async () => {
    {
      await using store = open({ exactLimit: 100 });
      await write(store, 2_000);
    }
    expect(await graphs()).toHaveLength(1);
    {
      await using store = open({ exactLimit: 100 });
      await Promise.all([3, 4, 5].map((id) => store.delete('s', `${id}`)));
      await store.upsert(point(2_000));
    }
    await using store = open({ exactLimit: 100 });
    expect(await missing(store, [0, 1, 2, 6, 1_000, 1_999, 2_000])).toEqual([]);
    expect(await missing(store, [3, 4, 5])).toEqual([3, 4, 5]);
    expect(await search(store, around(3), 2_500)).toHaveLength(1_998);
    expect(problems).toEqual([]);
  });

  it.each([
    ['damaged', async (path: string) => writeFile(path, (await readFile(path)).fill(0, 3_000, 3_010))],
    ['cut short', async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 5_000))],
    ['gone', async (path: string) => rm(path)],
  ])('builds the graph again when its file is %s', async (_what, spoil) => {
    {
      await using store = open({ exactLimit: 100 });
      await write(store, 1_000);
    }
    const [file] = await graphs();
    await spoil(join(dataDir, 'vectors', file as string));
    await using store = open({ exactLimit: 100 });
    expect(await missing(store, [0, 500, 999])).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('is built again')]);
  });

  it('removes the graphs of partitions that are empty', async () => {
    {
      await using store = open({ exactLimit: 100 });
      await write(store, 1_000);
    }
    expect(await graphs()).toHaveLength(1);
    await using store = open({ exactLimit: 100, sweepIntervalMs: 1_000 });
    clock.advance(120_000);
    await until(async () => {
      clock.advance(1_000);
      return (await store.stats()).entries === 0;
    });
    expect(await graphs()).toEqual([]);
  });

  it.each([
    ['no database', 'this is no database. '.repeat(500)],
    ['a database of another version', undefined],
  ])('moves a file aside that is %s, says so and starts anew', async (_what, content) => {
    {
      await using store = open();
      await store.upsert(point(0));
    }
    const path = join(dataDir, 'vectors', 'points.sqlite');
    if (content !== undefined) await writeFile(path, content);
    else await setUserVersion(path, 999);
    await using store = open();
    await store.upsert(point(1));
    expect(await search(store, around(1))).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining(`moved to ${join(dataDir, 'vectors.corrupt')}`)]);
    expect(await readdir(join(dataDir, 'vectors.corrupt'))).toContain('points.sqlite');
  });

  it('moves a file aside whose pages turn out to be damaged', async () => {
    {
      await using store = open();
      await write(store, 500);
    }
    const path = join(dataDir, 'vectors', 'points.sqlite');
    const content = await readFile(path);
    await writeFile(path, content.fill(0xff, 4_096 * 12));
    await using store = open();
    await search(store, around(1)).catch(() => []);
    await store.upsert(point(1));
    expect(await search(store, around(1))).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining('cannot be read')]);
  });

  it('begins anew when its directory is removed beneath it', async () => {
    {
      await using store = open();
      await store.upsert(point(0));
      await rm(join(dataDir, 'vectors'), { recursive: true });
      clock.advance(60_000);
      await until(async () => (await store.stats()).entries === 0);
      await store.upsert(point(1));
      expect(await search(store, around(1))).toMatchObject([{ id: '1' }]);
    }
    await using store = open();
    expect(await search(store, around(1))).toMatchObject([{ id: '1' }]);
    expect(problems).toEqual([expect.stringContaining('was removed or replaced')]);
  });

  it('says of a place that it cannot use what is wanted of it', async () => {
    await writeFile(join(dataDir, 'file'), '');
    await using store = open({ dataDir: join(dataDir, 'file') });
    await expect(store.ping()).rejects.toMatchObject({ advice: expect.stringContaining('may write in') });
    expect(problems).toEqual([expect.stringContaining('cannot be opened')]);
  });

  it('is unavailable while another process has its files, and does not touch them', async () => {
    const first = open();
    await first.upsert(point(1));
    await using second = open();
    const inUse = expect.objectContaining({ message: expect.stringContaining('in use by another process') });
    await expect(search(second, around(1))).rejects.toEqual(inUse);
    await expect(second.clear()).rejects.toBeInstanceOf(DependencyError);
    await expect(second.ping()).rejects.toMatchObject({
      code: 'in_use',
      advice: expect.stringContaining('DATA_DIR'),
    });
    // Said at the start, whether anybody asks or not.
    expect(problems).toEqual([expect.stringContaining('in use by another process')]);
    expect(await search(first, around(1))).toHaveLength(1);
    await first[Symbol.asyncDispose]();
    expect(await search(second, around(1))).toHaveLength(1);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- each call gives the thread a turn
  while (!(await condition()));
}

async function setUserVersion(path: string, version: number): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
}

/** Directions that are told apart by 8-bit numbers, the same for the same id. */
function around(id: number): Float32Array {
  let state = id * 2_654_435_761 + 12_345;
  return Float32Array.from({ length: 16 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}
