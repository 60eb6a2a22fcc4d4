/** A row that was removed or replaced, as the statements return it. */
export type RowSize = { readonly generation: number; readonly size: number };

/** Entries and bytes of the current generation, and bytes of cleared ones that still lie in the file. */
export class Usage {
  #generation: number;
  #entries: number;
  #bytes: number;
  #clearedBytes: number;

  constructor(counted: { generation: number; entries: number; bytes: number; clearedBytes: number }) {
    this.#generation = counted.generation;
    this.#entries = counted.entries;
    this.#bytes = counted.bytes;
    this.#clearedBytes = counted.clearedBytes;
  }

  get entries(): number {
    return this.#entries;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get totalBytes(): number {
    return this.#bytes + this.#clearedBytes;
  }

  add(size: number): void {
    this.#entries += 1;
    this.#bytes += size;
  }

  remove(rows: readonly RowSize[]): void {
    for (const { generation, size } of rows) {
      if (generation === this.#generation) {
        this.#entries -= 1;
        this.#bytes -= size;
      } else {
        this.#clearedBytes -= size;
      }
    }
  }

  clear(generation: number): void {
    this.#generation = generation;
    this.#clearedBytes += this.#bytes;
    this.#entries = 0;
    this.#bytes = 0;
  }
}
