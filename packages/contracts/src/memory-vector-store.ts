import {
  DependencyError,
  type PointScan,
  type ScanPage,
  type StoreStats,
  type VectorMatch,
  type VectorPoint,
  type VectorQuery,
  type VectorStore,
} from '@strata/core';

/**
 * The vector store's contract in its plainest form, by scanning an array: the reference others are compared with, and
 * the store of tests that need no engine.
 */
export class MemoryVectorStore implements VectorStore {
  readonly name = 'memory';
  #points: VectorPoint[] = [];
  #disposed = false;

  async search(query: VectorQuery, signal?: AbortSignal): Promise<readonly VectorMatch[]> {
    return this.#search(
      query,
      this.#points.filter(({ partition }) => partition === query.partition),
      signal,
    );
  }

  async searchAll(
    query: Omit<VectorQuery, 'partition'>,
    signal?: AbortSignal,
  ): Promise<readonly VectorMatch[]> {
    return this.#search(query, this.#points, signal);
  }

  async scan({ space, cursor, limit, now }: PointScan, signal?: AbortSignal): Promise<ScanPage<VectorPoint>> {
    this.#refuse(signal);
    const rest = this.#points
      .filter((point) => point.space === space && point.expiresAt > now)
      .filter(({ id }) => cursor === undefined || id > cursor)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const items = rest.slice(0, limit);
    return { items, next: rest.length > limit ? items.at(-1)?.id : undefined };
  }

  #search(
    query: Omit<VectorQuery, 'partition'>,
    points: readonly VectorPoint[],
    signal?: AbortSignal,
  ): readonly VectorMatch[] {
    this.#refuse(signal);
    return points
      .filter(({ space, expiresAt }) => space === query.space && expiresAt > query.now)
      .map(({ entry: _entry, vector, space: _space, partition: _partition, ...rest }) => ({
        ...rest,
        score: dot(vector, query.vector),
      }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, query.limit);
  }

  async read(space: string, id: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    this.#refuse(signal);
    return this.#find(space, id)?.entry.slice();
  }

  async upsert(point: VectorPoint, signal?: AbortSignal): Promise<void> {
    this.#refuse(signal);
    this.#points = [...this.#without(point.space, point.id), { ...point, vector: point.vector.slice() }];
  }

  async setMinScore(space: string, id: string, minScore: number, signal?: AbortSignal): Promise<void> {
    this.#refuse(signal);
    this.#points = this.#points.map((point) =>
      point === this.#find(space, id) ? { ...point, minScore } : point,
    );
  }

  async delete(space: string, id: string, signal?: AbortSignal): Promise<boolean> {
    this.#refuse(signal);
    const before = this.#points.length;
    this.#points = this.#without(space, id);
    return this.#points.length < before;
  }

  async clear(signal?: AbortSignal): Promise<void> {
    this.#refuse(signal);
    this.#points = [];
  }

  async ping(signal?: AbortSignal): Promise<void> {
    this.#refuse(signal);
  }

  async stats(signal?: AbortSignal): Promise<StoreStats> {
    this.#refuse(signal);
    return { entries: this.#points.length, bytes: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
  }

  #find(space: string, id: string): VectorPoint | undefined {
    return this.#points.find((point) => point.space === space && point.id === id);
  }

  #without(space: string, id: string): VectorPoint[] {
    return this.#points.filter((point) => point.space !== space || point.id !== id);
  }

  #refuse(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#disposed) throw new DependencyError('The vector store was disposed of.', { code: 'disposed' });
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
