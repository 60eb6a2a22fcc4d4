import { BackgroundSteps } from './background-steps.ts';
import { PartitionIndex, type PartitionIndexOptions } from './partition-index.ts';
import type { PartitionRow } from './point-rows.ts';

export type LoadedIndexesOptions = Omit<PartitionIndexOptions, 'partition'> & {
  /** What the indexes in memory may take together; the one in use always stays. */
  readonly maxIndexBytes: number;
};

/** The indexes of the partitions that were used last, loaded on first use, within a bound of memory. */
export class LoadedIndexes {
  readonly #options: LoadedIndexesOptions;
  /** In the order of use, the last one last, with the bytes counted for each. */
  readonly #loaded = new Map<number, { readonly index: PartitionIndex; bytes: number }>();
  readonly #steps: BackgroundSteps<PartitionIndex>;
  #bytes = 0;
  #inUse = 0;
  #isTrimDue = false;

  constructor(options: LoadedIndexesOptions) {
    this.#options = options;
    this.#steps = new BackgroundSteps({
      onStep: (index) => {
        this.#count(index.id);
        this.#trimSoon();
      },
      onError: (index, error) => {
        options.onProblem(`Building the index of a partition failed: ${String(error)}`);
        this.#unload(index.id);
      },
    });
  }

  use(partition: PartitionRow): PartitionIndex {
    const known = this.#loaded.get(partition.id);
    const slot = known ?? { index: new PartitionIndex({ ...this.#options, partition }), bytes: 0 };
    this.#loaded.delete(partition.id);
    this.#loaded.set(partition.id, slot);
    this.#inUse = partition.id;
    this.#settle(partition.id);
    if (known === undefined) this.#trim();
    return slot.index;
  }

  /** Takes up a new point. */
  add(partition: PartitionRow, key: number, vector: Float32Array): void {
    this.use(partition).add(key, vector);
    this.#settle(partition.id);
    this.#trim();
  }

  remove(partition: number, key: number): void {
    this.#loaded.get(partition)?.index.remove(key);
    this.#settle(partition);
  }

  /** Drops a partition that is empty now, and its file. */
  forget(partition: number, snapshotKey: number): void {
    this.#unload(partition);
    this.#options.snapshots?.remove(partition, snapshotKey);
  }

  /** Saves what is worth it. */
  close(): void {
    for (const { index } of this.#loaded.values()) {
      index.finish();
      index.save();
    }
    this.discard();
  }

  discard(): void {
    for (const id of this.#loaded.keys()) this.#unload(id);
  }

  /** Counts its memory anew, and has its waiting work done. */
  #settle(partition: number): void {
    const index = this.#count(partition);
    if (index?.hasWork === true) this.#steps.add(index);
  }

  #count(partition: number): PartitionIndex | undefined {
    const slot = this.#loaded.get(partition);
    if (slot === undefined) return undefined;
    this.#bytes += slot.index.bytes - slot.bytes;
    slot.bytes = slot.index.bytes;
    return slot.index;
  }

  /**
   * In a turn of its own: who waited for an index that a step made ready searches it first. Let go in the step itself, it
   * would have been read for nothing, and its search would find nothing.
   */
  #trimSoon(): void {
    if (this.#isTrimDue || this.#bytes <= this.#options.maxIndexBytes) return;
    this.#isTrimDue = true;
    setImmediate(() => {
      this.#isTrimDue = false;
      this.#trim();
    });
  }

  #trim(): void {
    for (const [id, { index }] of this.#loaded) {
      if (this.#bytes <= this.#options.maxIndexBytes) return;
      // One that is still being read has somebody waiting for it.
      if (id === this.#inUse || !index.isReady) continue;
      index.save();
      this.#unload(id);
    }
  }

  #unload(id: number): void {
    const slot = this.#loaded.get(id);
    if (slot === undefined) return;
    this.#steps.remove(slot.index);
    slot.index.close();
    this.#loaded.delete(id);
    this.#bytes -= slot.bytes;
  }
}
