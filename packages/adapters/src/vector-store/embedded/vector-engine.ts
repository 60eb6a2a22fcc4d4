import type { PointScan, ScanPage, StoreStats, VectorMatch, VectorPoint, VectorQuery } from '@strata/core';

import { numberCursor } from '../../scan-cursor.ts';
import { VectorDimensionError } from '../vector-dimension-error.ts';
import type { EngineMethods, EngineSettings, PointAt } from './engine-calls.ts';
import { LoadedIndexes } from './loaded-indexes.ts';
import { nearestLive } from './nearest-live.ts';
import { NearestOfAll } from './nearest-of-all.ts';
import type { RemovedPoint } from './point-rows.ts';
import type { PointTable } from './point-table.ts';
import { isCorruption, VectorFile } from './vector-file.ts';

type Parts = { readonly table: PointTable; readonly indexes: LoadedIndexes; entries: number; bytes: number };

/** Removing one point takes about 25 µs. */
const SWEEP_BATCH = 200;
const EVICTION_BATCH = 16;

/** The embedded store itself: synchronous work on SQLite and the graphs. It lives in a worker thread. */
export class VectorEngine implements EngineMethods {
  readonly #settings: EngineSettings;
  readonly #file: VectorFile;
  readonly #onProblem: (problem: string) => void;
  #parts: Parts | undefined;
  /** Tables of files that were taken away. To close one would remove the `-wal` of the file now in its place, by name. */
  readonly #abandoned: PointTable[] = [];

  constructor(settings: EngineSettings, onProblem: (problem: string) => void) {
    this.#settings = settings;
    this.#onProblem = onProblem;
    this.#file = new VectorFile(settings.directory, onProblem);
  }

  async search(query: VectorQuery): Promise<readonly VectorMatch[]> {
    const index = this.#attempt(({ table, indexes }) => {
      this.#checkDimensions(table, query);
      const partition = table.partition(query.space, query.partition);
      return partition === undefined ? undefined : indexes.use(partition);
    });
    if (index === undefined) return [];
    await index.ready;
    // Cleared or emptied meanwhile.
    if (!index.isOpen) return [];
    return this.#attempt(({ table }) => nearestLive(index, table, query));
  }

  /** A scan of all vectors of the space, a few milliseconds at a time: searches come in between. */
  async searchAll(query: Omit<VectorQuery, 'partition'>): Promise<readonly VectorMatch[]> {
    const nearest = new NearestOfAll(query);
    this.#attempt(({ table }) => this.#checkDimensions(table, query));
    // oxlint-disable-next-line no-await-in-loop -- a step, then whoever waits, then the next
    while (this.#attempt(({ table }) => nearest.step(table))) await nextCall();
    return this.#attempt(({ table }) => nearest.matches(table));
  }

  scan({ space, cursor, limit, now }: PointScan): ScanPage<VectorPoint> {
    const after = numberCursor(cursor);
    return this.#attempt(({ table }) => {
      const { points, last } = table.pointsAfter(space, after, { limit, now });
      return { items: points, next: last === undefined ? undefined : String(last) };
    });
  }

  read({ space, id, now }: PointAt): Uint8Array | undefined {
    return this.#attempt(({ table }) => table.entry(space, id, now));
  }

  upsert({ now, ...point }: VectorPoint & { readonly now: number }): undefined {
    this.#attempt((parts) => {
      this.#checkDimensions(parts.table, point);
      if (point.expiresAt <= now) return this.#removed(parts, parts.table.remove(point.space, point.id));
      const { partition, key, bytes, replaced } = parts.table.put(point);
      this.#removed(parts, replaced);
      parts.entries += 1;
      parts.bytes += bytes;
      parts.indexes.add(partition, key, point.vector);
      return this.#evict(parts);
    });
  }

  setMinScore({ space, id, minScore }: { space: string; id: string; minScore: number }): undefined {
    this.#attempt(({ table }) => table.setMinScore(space, id, minScore));
  }

  delete({ space, id, now }: PointAt): boolean {
    return this.#attempt((parts) => {
      const wasLive = parts.table.isLive(space, id, now);
      this.#removed(parts, parts.table.remove(space, id));
      return wasLive;
    });
  }

  sweep({ now }: { readonly now: number }): boolean {
    if (this.#parts !== undefined && this.#file.wasTaken()) this.#abandon(this.#parts);
    return this.#attempt((parts) => {
      const expired = parts.table.removeExpired(now, SWEEP_BATCH);
      this.#removed(parts, expired);
      return expired.length === SWEEP_BATCH;
    });
  }

  clear(): undefined {
    // First open it: what another process has open is not ours to erase.
    this.#open();
    this.#discard();
    this.#file.erase();
    this.#open();
  }

  ping(): undefined {
    this.#attempt(({ table }) => table.isLive('', '', 0));
  }

  stats(): StoreStats {
    return this.#attempt(({ entries, bytes }) => ({ entries, bytes }));
  }

  close(): undefined {
    this.#parts?.indexes.close();
    this.#parts?.table.close();
    this.#parts = undefined;
  }

  /** Runs `work` on the open file; once more on a new one when it shows that the file is broken. */
  #attempt<T>(work: (parts: Parts) => T): T {
    try {
      return work(this.#open());
    } catch (error) {
      if (!isCorruption(error)) throw error;
      this.#discard();
      this.#file.setAside(String(error));
      return work(this.#open());
    }
  }

  #open(): Parts {
    if (this.#parts !== undefined) return this.#parts;
    const { table, snapshots } = this.#file.open();
    const { exactLimit, maxIndexBytes } = this.#settings;
    const onProblem = this.#onProblem;
    const indexes = new LoadedIndexes({ table, snapshots, exactLimit, maxIndexBytes, onProblem });
    this.#parts = { table, indexes, ...table.totals() };
    return this.#parts;
  }

  #abandon({ table, indexes }: Parts): void {
    indexes.discard();
    this.#abandoned.push(table);
    this.#parts = undefined;
  }

  #discard(): void {
    this.#parts?.indexes.discard();
    this.#parts?.table.close();
    this.#parts = undefined;
  }

  #removed(parts: Parts, points: readonly RemovedPoint[]): void {
    for (const { key, partition, bytes } of points) {
      parts.entries -= 1;
      parts.bytes -= bytes;
      parts.indexes.remove(partition, key);
    }
    for (const partition of new Set(points.map((point) => point.partition))) {
      const dropped = parts.table.dropPartitionIfEmpty(partition);
      if (dropped !== undefined) parts.indexes.forget(partition, dropped.snapshotKey);
    }
  }

  /** Makes room: first goes what expires first, so the expired before all. */
  #evict(parts: Parts): void {
    const { maxPoints, maxBytes } = this.#settings;
    while (parts.entries > 0 && (parts.entries > maxPoints || parts.bytes > maxBytes)) {
      const over = Math.max(1, Math.min(EVICTION_BATCH, parts.entries - maxPoints));
      const evicted = parts.table.removeSoonest(over);
      // All that is left is pinned.
      if (evicted.length === 0) return;
      this.#removed(parts, evicted);
    }
  }

  #checkDimensions(
    table: PointTable,
    given: { readonly space: string; readonly vector: Float32Array },
  ): void {
    const held = table.dimensionsOf(given.space);
    if (held !== undefined && held !== given.vector.length) {
      throw VectorDimensionError.of(given.space, held, given.vector.length);
    }
  }
}

/** Lets the calls be heard that came meanwhile. */
function nextCall(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
