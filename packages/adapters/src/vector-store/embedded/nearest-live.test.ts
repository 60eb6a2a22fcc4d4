import type { VectorPoint } from '@strata/core';
import { expect, it } from 'vitest';

import { nearestLive } from './nearest-live.ts';
import { PartitionIndex } from './partition-index.ts';
import type { PartitionRow } from './point-rows.ts';
import { VectorFile } from './vector-file.ts';

const NOW = 1_000;

it('finds live points that the graph does not reach from where many expired ones lie', () => {
  const { table } = new VectorFile(undefined, () => undefined).open();
  for (let id = 0; id < 150; id += 1) table.put(point(`x${id}`, id / 100, NOW));
  for (let id = 0; id < 8; id += 1) table.put(point(`${id}`, 40 + id, NOW + 1));
  const partition = table.partition('s', 'p') as PartitionRow;
  const shared = { partition, table, snapshots: undefined, exactLimit: 0 };
  const index = new PartitionIndex({ ...shared, onProblem: () => undefined });
  // All in the graph: to its 8-bit numbers the expired ones are mostly one and the same.
  while (index.step());

  const query = { space: 's', partition: 'p', vector: direction(0), limit: 8, now: NOW };
  const ids = nearestLive(index, table, query).map(({ id }) => id);
  expect(ids).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  table.close();
});

function point(id: string, degrees: number, expiresAt: number): VectorPoint {
  const life = { createdAt: 0, expiresAt, minScore: 0 };
  return {
    space: 's',
    partition: 'p',
    id,
    vector: direction(degrees),
    text: '',
    ...life,
    entry: new Uint8Array(1),
  };
}

function direction(degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0);
}
