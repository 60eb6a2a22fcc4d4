import type { DatabaseSync } from 'node:sqlite';

import type { VectorPoint } from '@strata/core';

import {
  bytesOf,
  sizeOf,
  toKeyedVector,
  toPartition,
  toPoint,
  type ExpiryCursor,
  type KeyedVector,
  type PartitionRow,
  type RemovedPoint,
  type StoredPoint,
} from './point-rows.ts';
import { POINT_SQL } from './point-sql.ts';
import { Statements } from './statements.ts';

/** The points in SQLite: the one truth. Graphs and packed vectors in memory only say where to look. */
export class PointTable {
  readonly #database: DatabaseSync;
  readonly #sql: Statements<keyof typeof POINT_SQL>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = new Statements(database, POINT_SQL);
  }

  /** The dimensions of the vectors in a space; `undefined` while it has none. */
  dimensionsOf(space: string): number | undefined {
    return this.#sql.get('space', space)?.['dimensions'] as number | undefined;
  }

  partition(space: string, name: string): PartitionRow | undefined {
    const home = this.#sql.get('space', space);
    if (home === undefined) return undefined;
    const row = this.#sql.get('partition', home['id'] as number, name);
    return row === undefined ? undefined : toPartition(row, home['dimensions'] as number);
  }

  /** Replaces the point of that id. One transaction. */
  put(point: VectorPoint): { partition: PartitionRow; key: number; bytes: number; replaced: RemovedPoint[] } {
    return this.#sql.transaction(() => {
      const replaced = this.remove(point.space, point.id);
      const space = this.#space(point.space, point.vector.length);
      const partition = this.partition(point.space, point.partition) ?? this.#addPartition(space, point);
      const bytes = sizeOf(point);
      const { id, text, createdAt, expiresAt, minScore, vector } = point;
      const values = [space, partition.id, id, text, createdAt, expiresAt, minScore, bytes];
      const { lastInsertRowid: key } = this.#sql.run('add', ...values, bytesOf(vector));
      this.#sql.run('addEntry', key, point.entry);
      return { partition, key, bytes, replaced };
    });
  }

  point(key: number): StoredPoint | undefined {
    const row = this.#sql.get('point', key);
    return row === undefined ? undefined : toPoint(row);
  }

  entry(space: string, id: string, now: number): Uint8Array | undefined {
    return this.#sql.get('entry', space, id, now)?.['entry'] as Uint8Array | undefined;
  }

  setMinScore(space: string, id: string, minScore: number): void {
    this.#sql.run('setMinScore', minScore, space, id);
  }

  isLive(space: string, id: string, now: number): boolean {
    return this.#sql.get('live', space, id, now) !== undefined;
  }

  remove(space: string, id: string): RemovedPoint[] {
    return this.#sql.all('remove', space, id) as RemovedPoint[];
  }

  removeExpired(now: number, limit: number): RemovedPoint[] {
    return this.#sql.all('removeExpired', now, limit) as RemovedPoint[];
  }

  /** Removes those that expire first. */
  removeSoonest(limit: number): RemovedPoint[] {
    return this.#sql.all('removeSoonest', limit) as RemovedPoint[];
  }

  /** Forgets a partition without points; `undefined` while it has some. */
  dropPartitionIfEmpty(id: number): { readonly snapshotKey: number } | undefined {
    const dropped = this.#sql.get('dropPartition', id);
    if (dropped === undefined) return undefined;
    this.#sql.run('forgetRemoved', id);
    return { snapshotKey: dropped['snapshot_key'] as number };
  }

  /** In the order of their keys. */
  vectors(
    partition: number,
    range: { readonly after: number; readonly to: number },
    limit: number,
  ): KeyedVector[] {
    return this.#sql.all('vectors', partition, range.after, range.to, limit).map(toKeyedVector);
  }

  /** In no order. */
  liveVectors(partition: number, { now, limit }: { now: number; limit: number }): KeyedVector[] {
    return this.#sql.all('liveVectors', partition, now, limit).map(toKeyedVector);
  }

  /** A page of the points of a space that are live, in the order of their keys; `last` is absent at the end. */
  pointsAfter(space: string, after: number, { limit, now }: { limit: number; now: number }) {
    const rows = this.#sql.all('after', space, after, limit);
    const points = rows.filter((row) => (row['expires_at'] as number) > now);
    return {
      points: points.map((row): VectorPoint => {
        const { key: _key, ...point } = toPoint(row);
        const partition = row['partition_name'] as string;
        return { ...point, space, partition, entry: row['entry'] as Uint8Array };
      }),
      last: rows.at(-1)?.['key'] as number | undefined,
    };
  }

  /** Live ones, in the order of their keys. */
  vectorsOfSpace(
    space: string,
    { after, now, limit }: { after: number; now: number; limit: number },
  ): KeyedVector[] {
    return this.#sql.all('vectorsOfSpace', space, after, now, limit).map(toKeyedVector);
  }

  expiredAfter(partition: number, cursor: ExpiryCursor, { now, limit }: { now: number; limit: number }) {
    const rows = this.#sql.all('expired', partition, now, cursor.expiresAt, cursor.key, limit);
    return rows.map((row) => ({ key: row['key'] as number, expiresAt: row['expires_at'] as number }));
  }

  /** The highest key in a partition, 0 in an empty one. */
  lastKey(partition: number): number {
    return this.#sql.get('lastKey', partition)?.['key'] as number;
  }

  removedSinceSnapshot(partition: number): number[] {
    return this.#sql.all('removed', partition).map((row) => row['key'] as number);
  }

  setSnapshot(partition: number, snapshot: { readonly key: number; readonly checksum: number }): void {
    this.#sql.transaction(() => {
      this.#sql.run('setSnapshot', snapshot.key, snapshot.checksum, partition);
      this.#sql.run('forgetRemoved', partition);
    });
  }

  /** Every partition that has a saved graph. */
  snapshots(): { readonly id: number; readonly snapshotKey: number }[] {
    return this.#sql.all('snapshots').map((row) => ({
      id: row['id'] as number,
      snapshotKey: row['snapshot_key'] as number,
    }));
  }

  totals(): { entries: number; bytes: number } {
    return this.#sql.get('totals') as { entries: number; bytes: number };
  }

  close(): void {
    this.#database.close();
  }

  #space(name: string, dimensions: number): number {
    const row = this.#sql.get('space', name);
    return (row?.['id'] as number | undefined) ?? this.#sql.run('addSpace', name, dimensions).lastInsertRowid;
  }

  #addPartition(space: number, point: VectorPoint): PartitionRow {
    const id = this.#sql.run('addPartition', space, point.partition).lastInsertRowid;
    return { id, dimensions: point.vector.length, snapshotKey: 0, snapshotChecksum: 0 };
  }
}
