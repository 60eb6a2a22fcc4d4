import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { makePrivate } from '../../private-files.ts';
import type { PartitionRow } from './point-rows.ts';
import { VectorGraph } from './vector-graph.ts';

const FILE_NAME = /^\d+-\d+\.usearch(\.tmp)?$/;
const CHUNK_BYTES = 1 << 20;

/**
 * The graphs of large partitions on disk, so that a start does not have to build them again (20 s of work for 100,000
 * points; reading one takes 0.1 s). A file's name says up to which key it knows the partition, and the points table says
 * which file counts: a file that is written but not yet named there is not looked at.
 */
export class SnapshotFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Writes the graph under its final name only when it is whole. Returns the checksum of the file. */
  save(graph: VectorGraph, partition: number, key: number): number {
    const path = this.#path(partition, key);
    const unfinished = `${path}.tmp`;
    makePrivate(unfinished);
    graph.save(unfinished);
    const checksum = checksumOf(unfinished);
    renameSync(unfinished, path);
    return checksum;
  }

  /**
   * `undefined` where there is none. Throws on one that is not what was saved: a damaged file must not reach native code,
   * which trusts it.
   */
  load(partition: PartitionRow): VectorGraph | undefined {
    if (partition.snapshotKey === 0) return undefined;
    const path = this.#path(partition.id, partition.snapshotKey);
    if (!existsSync(path)) throw new Error('the file is missing');
    if (checksumOf(path) !== partition.snapshotChecksum) throw new Error('the file is damaged');
    return VectorGraph.load(path, partition.dimensions);
  }

  /** Nothing happens where `key` is 0: that is no snapshot. */
  remove(partition: number, key: number): void {
    rmSync(this.#path(partition, key), { force: true });
  }

  /** Removes what a killed process left: unfinished files, and those of partitions and keys that do not count. */
  keepOnly(known: readonly { readonly id: number; readonly snapshotKey: number }[]): void {
    const names = new Set(known.map(({ id, snapshotKey }) => fileName(id, snapshotKey)));
    for (const name of readdirSync(this.#directory)) {
      if (FILE_NAME.test(name) && !names.has(name)) rmSync(join(this.#directory, name), { force: true });
    }
  }

  #path(partition: number, key: number): string {
    return join(this.#directory, fileName(partition, key));
  }
}

function fileName(partition: number, key: number): string {
  return `${partition}-${key}.usearch`;
}

function checksumOf(path: string): number {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let checksum = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      checksum = crc32(chunk.subarray(0, read), checksum);
    }
    return checksum;
  } finally {
    closeSync(file);
  }
}
