import type { VectorPoint } from '@strata/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { unitVector } from '../unit-vector.ts';
import { PartitionIndex } from './partition-index.ts';
import type { PartitionRow } from './point-rows.ts';
import type { PointTable } from './point-table.ts';
import { VectorFile } from './vector-file.ts';

const DIMENSIONS = 16;

describe('PartitionIndex, with few places for vectors that wait', () => {
  let table: PointTable;
  const problems: string[] = [];

  beforeEach(() => {
    table = new VectorFile(undefined, (problem) => problems.push(problem)).open().table;
  });
  afterEach(() => {
    table.close();
    expect(problems).toEqual([]);
  });

  const put = (id: number): number => table.put(point(id)).key;
  const open = (): PartitionIndex => {
    const partition = table.partition('s', 'p') as PartitionRow;
    const limits = { exactLimit: 50, tailLimit: 300 };
    return new PartitionIndex({
      partition,
      table,
      snapshots: undefined,
      ...limits,
      onProblem: (p) => problems.push(p),
    });
  };
  it('is ready with the first points of a large partition, and has all of them in the end', async () => {
    const keys = Array.from({ length: 1_000 }, (_, id) => put(id));
    const index = open();
    while (!index.isReady) index.step();
    await index.ready;
    expect(index.size).toBeLessThan(700);
    while (index.step());
    expect(index.size).toBe(1_000);
    expect(keys.filter((key, id) => !finds(index, id, key))).toEqual([]);
  });

  it('finds what is written, and not what is removed, while it still reads', () => {
    const keys = Array.from({ length: 1_000 }, (_, id) => put(id));
    const index = open();
    index.step();
    const written = put(5_000);
    index.add(written, scattered(5_000));
    expect(finds(index, 5_000, written)).toBe(true);
    for (const id of [0, 600, 999, 5_000]) {
      for (const { key } of table.remove('s', `${id}`)) index.remove(key);
    }
    const later = put(6_000);
    index.add(later, scattered(6_000));
    while (index.step());
    expect(index.size).toBe(998);
    expect([finds(index, 0, keys[0] as number), finds(index, 5_000, written)]).toEqual([false, false]);
    expect([finds(index, 1, keys[1] as number), finds(index, 6_000, later)]).toEqual([true, true]);
  });

  it('does not let writes outrun the graph', () => {
    put(0);
    const index = open();
    for (let id = 1; id < 2_000; id += 1) index.add(put(id), scattered(id));
    while (index.step());
    expect(index.size).toBe(2_000);
  });

  it('forgets expired points in batches', () => {
    for (let id = 0; id < 200; id += 1) put(id);
    const index = open();
    expect(index.dropExpired(49)).toBe(0);
    expect(index.size).toBe(200);
    expect(index.dropExpired(50)).toBe(100);
    expect(index.size).toBe(100);
  });

  it('frees who waits for it when it is let go', async () => {
    for (let id = 0; id < 1_000; id += 1) put(id);
    const index = open();
    index.close();
    await index.ready;
    expect(index.isOpen).toBe(false);
  });
});

function point(id: number): VectorPoint {
  return {
    space: 's',
    partition: 'p',
    id: `${id}`,
    vector: scattered(id),
    text: '',
    createdAt: 0,
    expiresAt: id < 100 ? 50 : 1_000,
    minScore: 0,
    entry: new Uint8Array(),
  };
}

function finds(index: PartitionIndex, id: number, key: number): boolean {
  return index.nearest(scattered(id), 4).includes(key);
}

/** Unit vectors in all directions, the same for the same number. */
function scattered(seed: number): Float32Array {
  let state = seed * 2_654_435_761 + 1;
  return unitVector(
    Float32Array.from({ length: DIMENSIONS }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32 - 0.5;
    }),
  );
}
