import { PackedVectors } from './packed-vectors.ts';
import type { ExpiryCursor, PartitionRow } from './point-rows.ts';
import type { PointTable } from './point-table.ts';
import type { SnapshotFiles } from './snapshot-files.ts';
import { VectorGraph } from './vector-graph.ts';

export type PartitionIndexOptions = {
  readonly partition: PartitionRow;
  readonly table: PointTable;
  /** `undefined`: graphs are not kept on disk. */
  readonly snapshots: SnapshotFiles | undefined;
  /** Up to this many points are searched exactly; above, a graph is built. */
  readonly exactLimit: number;
  /** As many vectors as may wait, in memory and searched exactly, to be added to the graph. */
  readonly tailLimit?: number;
  readonly onProblem: (problem: string) => void;
};

/** One chunk is read in about 3 ms, one batch added in about 1.5 ms. */
const READ_CHUNK = 256;
const ADD_BATCH = 4;
/** 30 MB at 384 dimensions, searched in 3 ms. */
const TAIL_LIMIT = 20_000;
const EXPIRED_CHUNK = 1_000;
const MIN_CHANGES_TO_SAVE = 5_000;
/** 0.3 s of work. */
const MAX_BATCHES_TO_FINISH = 250;
const MIN_CHANGES_TO_SAVE_AT_CLOSE = 500;

/**
 * Where the nearest points of one partition are found: new ones in `tail`, searched exactly, the rest of a large
 * partition in a graph. Points go from the tail to the graph in the background, oldest first, so that a write costs a
 * copy and nothing is missing meanwhile. It may name points that are gone; the table decides.
 */
export class PartitionIndex {
  readonly id: number;
  /** Settles when all points are found, or the tail is full and the rest follows as the graph grows. */
  readonly ready: Promise<void>;
  readonly #options: PartitionIndexOptions;
  readonly #tailLimit: number;
  readonly #tail: PackedVectors;
  /** What is written while older points are still being read: found at once, and moved to the tail in its turn. */
  readonly #fresh: PackedVectors;
  readonly #markReady: () => void;
  #isOpen = true;
  #graph: VectorGraph | undefined;
  #isReady = false;
  #isFilled = false;
  /** How far the table is read, and to where. */
  #readKey: number;
  readonly #readTo: number;
  /** The last key in the graph, and in its saved copy. */
  #graphKey: number;
  #snapshotKey: number;
  #changes = 0;
  #expiry: ExpiryCursor = { expiresAt: Number.MIN_SAFE_INTEGER, key: 0 };

  constructor(options: PartitionIndexOptions) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#markReady = resolve;
    this.#options = options;
    this.#tailLimit = options.tailLimit ?? TAIL_LIMIT;
    this.id = options.partition.id;
    this.#tail = new PackedVectors(options.partition.dimensions);
    this.#fresh = new PackedVectors(options.partition.dimensions);
    this.#snapshotKey = options.partition.snapshotKey;
    this.#graph = this.#loadGraph();
    this.#readKey = this.#snapshotKey;
    this.#readTo = options.table.lastKey(this.id);
    this.#graphKey = this.#snapshotKey;
    this.#fill();
  }

  /** How many it may name: live points, and perhaps some that are gone. */
  get size(): number {
    return this.#tail.size + this.#fresh.size + (this.#graph?.size ?? 0);
  }

  get bytes(): number {
    return 1_000 + this.#tail.bytes + this.#fresh.bytes + (this.#graph?.bytes ?? 0);
  }

  /** False once it was let go: it is no longer kept up to date. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get hasWork(): boolean {
    return !this.#isFilled || this.#hasBacklog || this.#isSaveDue;
  }

  /** Keys of the `limit` nearest in each part, in no order. */
  nearest(query: Float32Array, limit: number): readonly number[] {
    const parts = [this.#tail, this.#fresh, this.#graph];
    return parts.flatMap((part) => part?.nearest(query, limit) ?? []);
  }

  /** Takes up a point that the table has just got. */
  add(key: number, vector: Float32Array): void {
    // Loaded for the sake of this very point, which the table has already: it is read from there.
    if (key <= this.#readTo) return;
    (this.#isFilled ? this.#tail : this.#fresh).push(key, vector);
    // Writes faster than the graph can take wait for it here.
    if (this.#tail.size >= this.#tailLimit) this.#drain();
  }

  remove(key: number): void {
    if (this.#tail.remove(key) || this.#fresh.remove(key)) return;
    if (this.#graph?.remove(key) === true) this.#changes += 1;
  }

  /** Forgets some of the points that expired by `now`; how many. */
  dropExpired(now: number): number {
    const limits = { now, limit: EXPIRED_CHUNK };
    const expired = this.#options.table.expiredAfter(this.id, this.#expiry, limits);
    for (const { key } of expired) this.remove(key);
    this.#expiry = expired.at(-1) ?? this.#expiry;
    return expired.length;
  }

  step(): boolean {
    if (!this.#isFilled && this.#tail.size < this.#tailLimit) this.#fill();
    else if (this.#isSaveDue) this.#save();
    else if (this.#hasBacklog) this.#drain();
    return this.hasWork;
  }

  /** Adds what waits for the graph, as far as that takes a moment only. */
  finish(): void {
    for (let left = MAX_BATCHES_TO_FINISH; left > 0 && this.#hasBacklog; left -= 1) this.#drain();
  }

  /** Keeps the graph on disk where that spares work. */
  save(): void {
    if (this.#changes >= MIN_CHANGES_TO_SAVE_AT_CLOSE) this.#save();
  }

  /** Lets go of it; who waits for it need wait no more. */
  close(): void {
    this.#isOpen = false;
    this.#markReady();
  }

  get #hasBacklog(): boolean {
    if (this.#graph !== undefined) return this.#tail.size > 0;
    return this.#tail.size > this.#options.exactLimit;
  }

  get #isSaveDue(): boolean {
    if (this.#graph === undefined || this.#options.snapshots === undefined) return false;
    return this.#changes >= Math.max(MIN_CHANGES_TO_SAVE, this.#graph.size / 10);
  }

  /** Reads on where it stopped. */
  #fill(): void {
    const range = { after: this.#readKey, to: this.#readTo };
    const rows = this.#options.table.vectors(this.id, range, READ_CHUNK);
    for (const { key, vector } of rows) this.#tail.push(key, vector);
    this.#readKey = rows.at(-1)?.key ?? this.#readTo;
    this.#isFilled = rows.length < READ_CHUNK;
    if (this.#isFilled) {
      for (const { key, vector } of this.#fresh.take(this.#fresh.size)) this.#tail.push(key, vector);
    }
    this.#isReady ||= this.#isFilled || this.#tail.size >= this.#tailLimit;
    if (this.#isReady) this.#markReady();
  }

  #drain(): void {
    this.#graph ??= new VectorGraph(this.#options.partition.dimensions);
    for (const { key, vector } of this.#tail.take(ADD_BATCH)) {
      this.#graph.add(key, vector);
      this.#graphKey = key;
      this.#changes += 1;
    }
  }

  #loadGraph(): VectorGraph | undefined {
    const { partition, snapshots, table, onProblem } = this.#options;
    try {
      const graph = snapshots?.load(partition);
      for (const key of graph === undefined ? [] : table.removedSinceSnapshot(partition.id))
        graph?.remove(key);
      return graph;
    } catch (error) {
      onProblem(`The saved index of a partition cannot be used (${String(error)}); it is built again.`);
      table.setSnapshot(partition.id, { key: 0, checksum: 0 });
      snapshots?.remove(partition.id, partition.snapshotKey);
      this.#snapshotKey = 0;
      return undefined;
    }
  }

  #save(): void {
    const { snapshots, table, onProblem } = this.#options;
    if (this.#graph === undefined || snapshots === undefined) return;
    // Also when it fails: it is tried again after as many changes, not after each.
    this.#changes = 0;
    try {
      const checksum = snapshots.save(this.#graph, this.id, this.#graphKey);
      table.setSnapshot(this.id, { key: this.#graphKey, checksum });
      if (this.#snapshotKey !== this.#graphKey) snapshots.remove(this.id, this.#snapshotKey);
      this.#snapshotKey = this.#graphKey;
    } catch (error) {
      onProblem(
        `The index of a partition could not be saved; a restart will build it again: ${String(error)}`,
      );
    }
  }
}
