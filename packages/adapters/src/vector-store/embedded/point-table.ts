import type { DatabaseSync } from 'node:sqlite';

import type { VectorPoint } from '@strata/core';
import { NEVER_EXPIRES } from '@strata/core/ports/exact-store';

import { Statements, type Row } from './statements.ts';

/** A partition of a space, as the tables know it. `snapshotKey` is the last key in its saved graph, 0 where none is. */
export type PartitionRow = {
  readonly id: number;
  readonly dimensions: number;
  readonly snapshotKey: number;
  readonly snapshotChecksum: number;
};

export type StoredPoint = {
  readonly key: number;
  readonly id: string;
  readonly text: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly minScore: number;
  readonly vector: Float32Array;
};

export type RemovedPoint = { readonly key: number; readonly partition: number; readonly bytes: number };

/** Where a walk through the expired points of a partition stands. */
export type ExpiryCursor = { readonly expiresAt: number; readonly key: number };

const POINT_OVERHEAD_BYTES = 512;

const SQL = {
  space: 'SELECT id, dimensions FROM spaces WHERE name = ?',
  addSpace: 'INSERT INTO spaces (name, dimensions) VALUES (?, ?)',
  partition: 'SELECT * FROM partitions WHERE space = ? AND name = ?',
  addPartition: 'INSERT INTO partitions (space, name) VALUES (?, ?)',
  dropPartition: `DELETE FROM partitions WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM points WHERE partition = ?1)
    RETURNING snapshot_key`,
  add: `INSERT INTO points (space, partition, id, text, created_at, expires_at, min_score, bytes, vector)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addEntry: 'INSERT INTO entries (key, entry) VALUES (?, ?)',
  point: 'SELECT key, id, text, created_at, expires_at, min_score, vector FROM points WHERE key = ?',
  entry: `SELECT entry FROM entries JOIN points USING (key) JOIN spaces ON spaces.id = space
    WHERE name = ? AND points.id = ? AND expires_at > ?`,
  setMinScore: `UPDATE points SET min_score = ? WHERE space = (SELECT id FROM spaces WHERE name = ?) AND id = ?`,
  live: `SELECT 1 FROM points JOIN spaces ON spaces.id = space WHERE name = ? AND points.id = ? AND expires_at > ?`,
  remove: `DELETE FROM points WHERE space = (SELECT id FROM spaces WHERE name = ?) AND id = ?
    RETURNING key, partition, bytes`,
  removeExpired: `DELETE FROM points WHERE key IN
    (SELECT key FROM points WHERE expires_at <= ? ORDER BY expires_at LIMIT ?) RETURNING key, partition, bytes`,
  removeSoonest: `DELETE FROM points WHERE key IN
    (SELECT key FROM points WHERE expires_at < ${NEVER_EXPIRES} ORDER BY expires_at LIMIT ?)
    RETURNING key, partition, bytes`,
  // `+` and `CROSS`: along the keys, the order asked for; by an index each page would read and sort the whole space.
  after: `SELECT points.*, entry, partitions.name AS partition_name FROM points CROSS JOIN entries USING (key)
    CROSS JOIN partitions ON partitions.id = points.partition
    WHERE +points.space = (SELECT id FROM spaces WHERE name = ?) AND points.key > ? ORDER BY points.key LIMIT ?`,
  vectorsOfSpace: `SELECT key, vector FROM points
    WHERE +space = (SELECT id FROM spaces WHERE name = ?) AND key > ? AND +expires_at > ? ORDER BY key LIMIT ?`,
  vectors: `SELECT key, vector FROM points WHERE partition = ? AND key > ? AND key <= ? ORDER BY key LIMIT ?`,
  lastKey: 'SELECT COALESCE(MAX(key), 0) AS key FROM points WHERE partition = ?',
  expired: `SELECT key, expires_at FROM points WHERE partition = ? AND expires_at <= ?
    AND (expires_at, key) > (?, ?) ORDER BY expires_at, key LIMIT ?`,
  removed: 'SELECT key FROM removed WHERE partition = ?',
  forgetRemoved: 'DELETE FROM removed WHERE partition = ?',
  setSnapshot: 'UPDATE partitions SET snapshot_key = ?, snapshot_checksum = ? WHERE id = ?',
  snapshots: 'SELECT id, snapshot_key FROM partitions WHERE snapshot_key > 0',
  totals: 'SELECT COUNT(*) AS entries, COALESCE(SUM(bytes), 0) AS bytes FROM points',
} as const;

/** The points in SQLite: the one truth. Graphs and packed vectors in memory only say where to look. */
export class PointTable {
  readonly #database: DatabaseSync;
  readonly #sql: Statements<keyof typeof SQL>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = new Statements(database, SQL);
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
  vectors(partition: number, range: { readonly after: number; readonly to: number }, limit: number) {
    return this.#sql.all('vectors', partition, range.after, range.to, limit).map((row) => ({
      key: row['key'] as number,
      vector: toVector(row['vector']),
    }));
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
  vectorsOfSpace(space: string, { after, now, limit }: { after: number; now: number; limit: number }) {
    return this.#sql.all('vectorsOfSpace', space, after, now, limit).map((row) => ({
      key: row['key'] as number,
      vector: toVector(row['vector']),
    }));
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

function sizeOf(point: VectorPoint): number {
  return POINT_OVERHEAD_BYTES + point.vector.byteLength + point.entry.length + 2 * point.text.length;
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function toVector(blob: unknown): Float32Array {
  const bytes = blob as Uint8Array;
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function toPartition(row: Row, dimensions: number): PartitionRow {
  return {
    id: row['id'] as number,
    dimensions,
    snapshotKey: row['snapshot_key'] as number,
    snapshotChecksum: row['snapshot_checksum'] as number,
  };
}

function toPoint(row: Row): StoredPoint {
  return {
    key: row['key'] as number,
    id: row['id'] as string,
    text: row['text'] as string,
    createdAt: row['created_at'] as number,
    expiresAt: row['expires_at'] as number,
    minScore: row['min_score'] as number,
    vector: toVector(row['vector']),
  };
}
