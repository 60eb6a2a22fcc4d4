import type { VectorPoint } from '@strata/core';

import type { Row } from './statements.ts';

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

export type KeyedVector = { readonly key: number; readonly vector: Float32Array };

export type RemovedPoint = { readonly key: number; readonly partition: number; readonly bytes: number };

/** Where a walk through the expired points of a partition stands. */
export type ExpiryCursor = { readonly expiresAt: number; readonly key: number };

const POINT_OVERHEAD_BYTES = 512;

/** What a point takes, with its row. */
export function sizeOf(point: VectorPoint): number {
  return POINT_OVERHEAD_BYTES + point.vector.byteLength + point.entry.length + 2 * point.text.length;
}

export function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function toKeyedVector(row: Row): KeyedVector {
  return { key: row['key'] as number, vector: toVector(row['vector']) };
}

function toVector(blob: unknown): Float32Array {
  const bytes = blob as Uint8Array;
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

export function toPartition(row: Row, dimensions: number): PartitionRow {
  return {
    id: row['id'] as number,
    dimensions,
    snapshotKey: row['snapshot_key'] as number,
    snapshotChecksum: row['snapshot_checksum'] as number,
  };
}

export function toPoint(row: Row): StoredPoint {
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
