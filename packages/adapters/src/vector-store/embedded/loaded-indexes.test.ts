import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LoadedIndexes } from './loaded-indexes.ts';
import type { PartitionIndex } from './partition-index.ts';
import type { PartitionRow } from './point-rows.ts';
import type { PointTable } from './point-table.ts';
import { VectorFile } from './vector-file.ts';

const DIMENSIONS = 16;
const POINTS = 600;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Memory for one partition and a half: the first step reads 256 points of the 600. */
const MAX_INDEX_BYTES = 100_000;

describe('LoadedIndexes', () => {
  let table: PointTable;
  let indexes: LoadedIndexes;
  const problems: string[] = [];

  beforeEach(() => {
    const onProblem = (problem: string): void => void problems.push(problem);
    table = new VectorFile(undefined, onProblem).open().table;
    for (const name of NAMES) for (let id = 0; id < POINTS; id += 1) put(name, id);
    const limits = { exactLimit: 10_000, maxIndexBytes: MAX_INDEX_BYTES };
    indexes = new LoadedIndexes({ table, snapshots: undefined, ...limits, onProblem });
  });
  afterEach(() => {
    indexes.close();
    table.close();
    expect(problems).toEqual([]);
  });

  const put = (partition: string, id: number): void => {
    const life = { text: '', createdAt: 0, expiresAt: 1_000, minScore: 0, entry: new Uint8Array() };
    const vector = new Float32Array(DIMENSIONS).fill(0.25);
    table.put({ space: 's', partition, id: `${partition}${id}`, vector, ...life });
  };
  const use = (name: string): PartitionIndex => indexes.use(table.partition('s', name) as PartitionRow);

  it('counts what is read in the background, and lets go of what was used longest ago', async () => {
    const used: PartitionIndex[] = [];
    for (const name of NAMES) {
      const index = use(name);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await index.ready;
      expect([index.isOpen, index.size]).toEqual([true, POINTS]);
      used.push(index);
    }
    await turns(2);
    const open = used.filter((index) => index.isOpen);
    expect(open).toEqual(used.slice(-open.length));
    expect(open.reduce((bytes, index) => bytes + index.bytes, 0)).toBeLessThanOrEqual(MAX_INDEX_BYTES);
  });

  it('lets go of none before those who waited for it have it, however many there are', async () => {
    const found = await Promise.all(
      NAMES.map(async (name) => {
        const index = use(name);
        await index.ready;
        return index.isOpen ? index.size : 'let go';
      }),
    );
    expect(found).toEqual(NAMES.map(() => POINTS));
  });

  it('keeps the one in use, even when it is larger than all there may be', async () => {
    for (let id = POINTS; id < 4 * POINTS; id += 1) put('a', id);
    const index = use('a');
    await index.ready;
    await turns(2);
    expect(index.bytes).toBeGreaterThan(MAX_INDEX_BYTES);
    expect(use('a')).toBe(index);
  });
});

/** Lets what was put off to other turns of the event loop run. */
async function turns(count: number): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}
