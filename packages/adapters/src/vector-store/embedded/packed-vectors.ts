import { exactSearch, MetricKind } from './usearch.ts';

export type KeyedVector = { readonly key: number; readonly vector: Float32Array };

/** Rows taken from the front stay until so many are to be moved over: moving 20,000 vectors takes 3 ms. */
const MAX_GAP = 128;
const MIN_ROWS_TO_SHRINK = 256;

/**
 * Vectors side by side in one buffer, in the order of their keys, searched exactly. Measured at 384 dimensions: 0.07 ms
 * for 1,000 of them, 0.16 ms for 2,000, 0.5 ms for 5,000.
 */
export class PackedVectors {
  readonly #dimensions: number;
  /** One for each row, those of the gap included. */
  readonly #keys: number[] = [];
  #data: Float32Array;
  /** Rows at the front that were taken. */
  #gap = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#data = new Float32Array(dimensions);
  }

  get size(): number {
    return this.#keys.length - this.#gap;
  }

  get bytes(): number {
    return this.#data.byteLength + 8 * this.#keys.length;
  }

  /** Keys only ever grow: `key` is above all that are held. */
  push(key: number, vector: Float32Array): void {
    const at = this.#keys.length * this.#dimensions;
    if (at === this.#data.length) this.#resize(2 * this.#keys.length);
    this.#data.set(vector, at);
    this.#keys.push(key);
  }

  remove(key: number): boolean {
    const row = this.#rowOf(key);
    if (row === undefined) return false;
    this.#cut(row, 1);
    return true;
  }

  /** Takes the first (oldest) ones out. */
  take(count: number): readonly KeyedVector[] {
    const keys = this.#keys.slice(this.#gap, this.#gap + count);
    const taken = keys.map((key, index) => ({ key, vector: this.#vectorAt(this.#gap + index) }));
    this.#gap += taken.length;
    if (this.#gap >= MAX_GAP || this.size === 0) {
      this.#cut(0, this.#gap);
      this.#gap = 0;
    }
    return taken;
  }

  /** Keys of the `limit` nearest, best first. */
  nearest(query: Float32Array, limit: number): readonly number[] {
    // Rows of the gap may be among the nearest, and do not count.
    const count = Math.min(limit + this.#gap, this.#keys.length);
    if (count === 0) return [];
    // exactSearch 2.26.2 ignores where in its buffer a view begins: both arguments must begin at 0.
    const held = new Float32Array(this.#data.buffer, 0, this.#keys.length * this.#dimensions);
    const whole = query.byteOffset === 0 ? query : query.slice();
    const { keys: rows } = exactSearch(held, whole, this.#dimensions, count, MetricKind.IP, 1);
    const nearest = Array.from(rows, Number).filter((row) => row >= this.#gap);
    return nearest.slice(0, limit).map((row) => this.#keys[row] as number);
  }

  #vectorAt(row: number): Float32Array {
    return this.#data.slice(row * this.#dimensions, (row + 1) * this.#dimensions);
  }

  #rowOf(key: number): number | undefined {
    let low = this.#gap;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    return this.#keys[low] === key ? low : undefined;
  }

  #cut(row: number, count: number): void {
    const from = (row + count) * this.#dimensions;
    this.#data.copyWithin(row * this.#dimensions, from, this.#keys.length * this.#dimensions);
    this.#keys.splice(row, count);
    const rows = this.#data.length / this.#dimensions;
    if (rows >= MIN_ROWS_TO_SHRINK && this.#keys.length < rows / 4) this.#resize(rows / 2);
  }

  #resize(rows: number): void {
    const data = new Float32Array(rows * this.#dimensions);
    data.set(this.#data.subarray(0, this.#keys.length * this.#dimensions));
    this.#data = data;
  }
}
