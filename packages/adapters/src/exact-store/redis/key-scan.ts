import { DependencyError, type ScanPage, type StoredValue } from '@strata/core';
import { Cluster, type Redis } from 'ioredis';
import { invalidCursor } from '../../scan-cursor.ts';
import { keysBeginningWith } from './key-pattern.ts';
import type { RedisClient } from './open-client.ts';
import { isWrongType } from './redis-errors.ts';

export type KeyScan = {
  /** Absent: from the beginning. */
  readonly place: ScanPlace | undefined;
  readonly limit: number;
  /** What all keys begin with. */
  readonly prefix: string;
  readonly epoch: number;
};

/** What a cursor holds: the epoch, the node, and Redis' own cursor there. */
export type ScanPlace = { readonly epoch: number; readonly node: string; readonly at: string };

/** One SCAN on one node, and the values of what it found. */
export async function scanKeys(client: RedisClient, scan: KeyScan): Promise<ScanPage<StoredValue>> {
  const nodes = nodesOf(client);
  const place = scan.place ?? { epoch: scan.epoch, node: nodes[0]?.name ?? '', at: '0' };
  const index = nodes.findIndex(({ name }) => name === place.node);
  const node = nodes[index]?.node;
  // Cleared since the walk began: nothing it walked over is left.
  if (place.epoch !== scan.epoch) return { items: [], next: undefined };
  if (node === undefined) throw new DependencyError(`The node ${place.node} has left the cluster.`);
  const pattern = keysBeginningWith(scan.prefix);
  const [at, keys] = await node.scan(place.at, 'MATCH', pattern, 'COUNT', scan.limit);
  const items = await valuesOf(node, keys, scan.prefix);
  const follower = at === '0' ? nodes[index + 1]?.name : place.node;
  const next = follower === undefined ? undefined : JSON.stringify([scan.epoch, follower, at]);
  return { items, next };
}

function nodesOf(client: RedisClient): { readonly name: string; readonly node: Redis }[] {
  if (!(client instanceof Cluster)) return [{ name: '', node: client }];
  return client
    .nodes('master')
    .map((node) => ({ name: `${node.options.host}:${node.options.port}`, node }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function valuesOf(node: Redis, keys: readonly string[], prefix: string): Promise<StoredValue[]> {
  const pipeline = node.pipeline();
  for (const key of keys) pipeline.getBuffer(key);
  const replies = (await pipeline.exec()) ?? [];
  return replies.flatMap(([error, value], index): StoredValue[] => {
    const key = keys[index]?.slice(prefix.length) ?? '';
    if (error !== null && !isWrongType(error)) throw error;
    if (error !== null) return [{ key, value: undefined }];
    // Expired between the two commands.
    return value instanceof Uint8Array ? [{ key, value }] : [];
  });
}

/** Throws `InvalidRequestError` for what is no cursor of ours. */
export function parseScanCursor(cursor: string | undefined): ScanPlace | undefined {
  if (cursor === undefined) return undefined;
  const [epoch, node, at] = parsed(cursor);
  if (typeof epoch !== 'number' || typeof node !== 'string' || !/^\d{1,20}$/.test(String(at)))
    throw invalidCursor();
  return { epoch, node, at: String(at) };
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(cursor);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
