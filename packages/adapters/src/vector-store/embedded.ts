import { join } from 'node:path';

import type {
  Clock,
  PointScan,
  ScanPage,
  StoreStats,
  VectorMatch,
  VectorPoint,
  VectorQuery,
  VectorStore,
} from '@strata/core';

import { EngineLink } from './embedded/engine-link.ts';
import { Sweeping } from './sweeping.ts';
import { unitVector } from './unit-vector.ts';

export type EmbeddedVectorStoreOptions = {
  /** Its files are in `vectors/` below it. `:memory:` keeps nothing. */
  readonly dataDir: string;
  readonly clock: Clock;
  /** Above either bound, what expires first is evicted. */
  readonly maxPoints?: number;
  /** Vectors, texts and entries together, as stored. */
  readonly maxBytes?: number;
  /** What the search indexes of the partitions used last may take in memory. 100,000 points of 384 dimensions: 53 MB. */
  readonly maxIndexBytes?: number;
  /** Partitions up to this size are searched exactly, larger ones by a graph. */
  readonly exactLimit?: number;
  readonly sweepIntervalMs?: number;
  /** Told, in words for an operator, of an unreadable file that was moved aside and the like. */
  readonly onProblem?: (problem: string) => void;
};

/**
 * The vector store without a server: points durable in SQLite, found by an exact scan or, in large partitions, by a graph
 * in memory. All of it runs in a thread of its own, so that neither loading 100,000 points nor a checkpoint ever holds up
 * the thread that serves requests. One process at a time may use a `dataDir`; to a second one it is unavailable.
 */
export class EmbeddedVectorStore implements VectorStore {
  readonly name = 'embedded';
  readonly #link: EngineLink;
  readonly #clock: Clock;
  readonly #sweeping: Sweeping;

  constructor(options: EmbeddedVectorStoreOptions) {
    const { dataDir, clock, onProblem = () => undefined } = options;
    this.#clock = clock;
    const settings = {
      directory: dataDir === ':memory:' ? undefined : join(dataDir, 'vectors'),
      maxPoints: options.maxPoints ?? 200_000,
      maxBytes: options.maxBytes ?? 2 ** 30,
      maxIndexBytes: options.maxIndexBytes ?? 192 * 2 ** 20,
      exactLimit: options.exactLimit ?? 2_000,
    };
    this.#link = new EngineLink({ settings, clock, onProblem });
    const everyMs = options.sweepIntervalMs ?? 60_000;
    this.#sweeping = new Sweeping({ clock, everyMs, sweep: () => this.#sweep() });
  }

  async search(query: VectorQuery, signal?: AbortSignal): Promise<readonly VectorMatch[]> {
    const vector = unitVector(query.vector);
    return this.#link.call('search', { ...query, vector }, { signal, transfer: [vector.buffer] });
  }

  async searchAll(
    query: Omit<VectorQuery, 'partition'>,
    signal?: AbortSignal,
  ): Promise<readonly VectorMatch[]> {
    const vector = unitVector(query.vector);
    return this.#link.call('searchAll', { ...query, vector }, { signal, transfer: [vector.buffer] });
  }

  scan(page: PointScan, signal?: AbortSignal): Promise<ScanPage<VectorPoint>> {
    return this.#link.call('scan', page, { signal });
  }

  read(space: string, id: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#link.call('read', { space, id, now: this.#clock.now() }, { signal });
  }

  async upsert(point: VectorPoint, signal?: AbortSignal): Promise<void> {
    const vector = unitVector(point.vector);
    const entry = new Uint8Array(point.entry);
    const expiresAt = Math.min(point.expiresAt, Number.MAX_SAFE_INTEGER);
    const given = { ...point, vector, entry, expiresAt, now: this.#clock.now() };
    await this.#link.call('upsert', given, { signal, transfer: [vector.buffer, entry.buffer] });
  }

  setMinScore(space: string, id: string, minScore: number, signal?: AbortSignal): Promise<void> {
    return this.#link.call('setMinScore', { space, id, minScore }, { signal });
  }

  delete(space: string, id: string, signal?: AbortSignal): Promise<boolean> {
    return this.#link.call('delete', { space, id, now: this.#clock.now() }, { signal });
  }

  clear(signal?: AbortSignal): Promise<void> {
    return this.#link.call('clear', undefined, { signal });
  }

  ping(signal?: AbortSignal): Promise<void> {
    return this.#link.call('ping', undefined, { signal });
  }

  stats(signal?: AbortSignal): Promise<StoreStats> {
    return this.#link.call('stats', undefined, { signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sweeping[Symbol.dispose]();
    await this.#link.close();
  }

  /** Removes expired points a batch at a time: calls that come meanwhile wait for one batch at most. */
  async #sweep(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
    while (await this.#link.call('sweep', { now: this.#clock.now() }));
  }
}
