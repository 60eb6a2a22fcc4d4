import { createHash } from 'node:crypto';

import type { Schemas } from '@qdrant/js-client-rest';
import type { VectorMatch, VectorPoint } from '@strata/core';

/** What a point carries in Qdrant. More may be added; what is not known is left alone. */
export type PointPayload = {
  readonly id: string;
  readonly partition: string;
  readonly text: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly minScore: number;
  /** Base64. */
  readonly entry: string;
};

/** What a search brings back of it: everything but the entry, which may be large. */
export const LIGHT_FIELDS: readonly (keyof PointPayload)[] = [
  'id',
  'text',
  'createdAt',
  'expiresAt',
  'minScore',
];

/**
 * Qdrant takes numbers and UUIDs for ids: this one is made of SHA-256, marked as version 8 (free form), so that the same id
 * is the same point in every process.
 */
export function pointIdOf(id: string): string {
  const bytes = createHash('sha256').update(id).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function toPayload(point: VectorPoint): PointPayload {
  const { id, partition, text, createdAt, minScore, entry } = point;
  // JSON knows no infinity.
  const expiresAt = Math.min(point.expiresAt, Number.MAX_SAFE_INTEGER);
  return {
    id,
    partition,
    text,
    createdAt,
    expiresAt,
    minScore,
    entry: Buffer.from(entry).toString('base64'),
  };
}

export function toEntry(payload: Partial<PointPayload>): Uint8Array | undefined {
  return typeof payload.entry === 'string' ? new Uint8Array(Buffer.from(payload.entry, 'base64')) : undefined;
}

/** `undefined` for a point that is not of our making. */
export function toMatch(
  score: number,
  payload: Partial<PointPayload> | null | undefined,
): VectorMatch | undefined {
  const { id, text, createdAt, expiresAt, minScore } = payload ?? {};
  if (typeof id !== 'string' || typeof text !== 'string' || typeof createdAt !== 'number') return undefined;
  if (typeof expiresAt !== 'number' || typeof minScore !== 'number') return undefined;
  return { id, text, createdAt, expiresAt, minScore, score: Math.max(-1, Math.min(1, score)) };
}

/** `undefined` for a point that is not of our making. */
export function toPoint(space: string, record: Schemas['Record']): VectorPoint | undefined {
  const payload = record.payload as Partial<PointPayload> | null | undefined;
  const match = toMatch(0, payload);
  const entry = toEntry(payload ?? {});
  const partition = payload?.partition;
  if (match === undefined || entry === undefined || typeof partition !== 'string') return undefined;
  if (!Array.isArray(record.vector)) return undefined;
  const { score: _score, ...candidate } = match;
  return { ...candidate, space, partition, entry, vector: Float32Array.from(record.vector as number[]) };
}
