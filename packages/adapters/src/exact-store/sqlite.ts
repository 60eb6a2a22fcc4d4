import type {
  Clock,
  ExactStore,
  Invalidation,
  ScanPage,
  ScanRequest,
  StoredValue,
  StoreStats,
} from '@strata/core';
import { numberCursor } from '../scan-cursor.ts';
import type { DatabaseFile } from '../sqlite/database-file.ts';
import type { DatabaseLayout } from '../sqlite/open-database.ts';
import { InvalidationListeners } from './invalidation-listeners.ts';
import { Chores } from './sqlite/chores.ts';
import { evictSome } from './sqlite/eviction.ts';
import { entryFile } from './sqlite/entry-file.ts';
import type { EntryTable } from './sqlite/entry-table.ts';
import { RecentUses } from './sqlite/recent-uses.ts';
import { packValue, unpackValue } from './sqlite/value-codec.ts';

export type SqliteExactStoreOptions = {
  /** The database file; its directory is made when it is not there. `:memory:` keeps nothing. */
  readonly path: string;
  readonly clock: Clock;
  /** Room for keys, stored values and their rows; the file is up to 20 % larger. Default 1 GiB. */
  readonly maxBytes?: number;
  /**
   * Default `OFF`. Measured on writes: fsync in checkpoints stops the event loop for 7 ms (p99) and 30 ms (p99.9),
   * without it 0.2 ms; to a file that lost its power the checksums and the recovery see.
   */
  readonly synchronous?: DatabaseLayout['synchronous'];
  /** How often it looks for expired rows, for other writers and for a file that went away. Default 1 s. */
  readonly sweepIntervalMs?: number;
  /** Told of a damaged, foreign or lost file. Default: nobody. */
  readonly onProblem?: (message: string) => void;
};

const DEFAULT_MAX_BYTES = 2 ** 30;
/** One `set` evicts so much at most (some 5 ms); what is still too much then goes with the next, or the chores. */
const EVICT_BATCHES = 8;
/** What a walk takes into memory at a time, as stored. */
const MAX_PAGE_BYTES = 4 * 2 ** 20;

/**
 * One file on this machine: `node:sqlite`, calls of some 15 us on the calling thread. Survives a killed process
 * without loss; a damaged file is set aside and a new one made. It can be constructed while its directory
 * cannot be written: calls then reject, and the first one that can opens it.
 */
export class SqliteExactStore implements ExactStore {
  readonly name = 'sqlite';
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #file: DatabaseFile<EntryTable>;
  readonly #chores: Chores;
  readonly #uses = new RecentUses();
  readonly #listeners = new InvalidationListeners();

  constructor(options: SqliteExactStoreOptions) {
    this.#clock = options.clock;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const { path, synchronous = 'OFF', onProblem = () => undefined } = options;
    this.#file = entryFile({ path, synchronous, onProblem, onReplaced: () => this.#startOver() });
    this.#file.tryOpen();
    this.#chores = new Chores({
      file: this.#file,
      uses: this.#uses,
      clock: options.clock,
      intervalMs: options.sweepIntervalMs ?? 1_000,
      maxBytes: this.#maxBytes,
      onMissed: () => this.#listeners.emit({ kind: 'clear' }),
    });
  }

  async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const row = this.#file.run((table) => table.read(key));
    if (row === undefined || row.expiresAt <= now) return undefined;
    this.#uses.note(row, now);
    return unpackValue(key, row.packed);
  }

  /** A value larger than the whole store is not kept. */
  async set(key: string, value: Uint8Array, expiresAt: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const instant = Math.min(Math.floor(expiresAt), Number.MAX_SAFE_INTEGER);
    const packed = packValue(key, value);
    this.#file.run((table) => {
      if (instant <= now || table.sizeOf(key, packed.bytes) > this.#maxBytes) return table.remove(key);
      table.write({ key, packed, expiresAt: instant, now });
      this.#makeRoom(table);
    });
  }

  async delete(key: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const wasLive = this.#file.run((table) => {
      const row = table.read(key);
      table.remove(key);
      return row !== undefined && row.expiresAt > now;
    });
    this.#listeners.emit({ kind: 'delete', key });
    return wasLive;
  }

  async clear(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#file.run((table) => table.clear());
    this.#listeners.emit({ kind: 'clear' });
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#file.run((table) => table.dataVersion());
  }

  /** Expired entries count until they are swept. Bytes are those of keys and stored (compressed) values. */
  async stats(signal?: AbortSignal): Promise<StoreStats> {
    signal?.throwIfAborted();
    return this.#file.run(({ usage }) => ({ entries: usage.entries, bytes: usage.bytes }));
  }

  /** In the order of writing. A page ends early when its values grow large. */
  async scan({ cursor, limit }: ScanRequest, signal?: AbortSignal): Promise<ScanPage<StoredValue>> {
    signal?.throwIfAborted();
    const after = numberCursor(cursor);
    const now = this.#clock.now();
    const rows = this.#file.run((table) => table.rowsAfter(after, { limit, maxBytes: MAX_PAGE_BYTES }));
    const live = rows.filter((row) => row.expiresAt > now);
    return {
      items: live.map(({ key, packed }) => ({ key, value: unpackValue(key, packed) })),
      next: rows.length === 0 ? undefined : String(rows.at(-1)?.id),
    };
  }

  async whyNotKept(signal?: AbortSignal): Promise<string | undefined> {
    signal?.throwIfAborted();
    return undefined;
  }

  /** A clear or delete by another process on the file is heard as `clear`, at the next sweep. */
  onInvalidated(listener: (invalidation: Invalidation) => void): () => void {
    return this.#listeners.add(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#chores.stop();
    this.#listeners.removeAll();
    this.#file[Symbol.dispose]();
  }

  #makeRoom(table: EntryTable): void {
    if (table.usage.totalBytes <= this.#maxBytes) return;
    this.#chores.markUses(table);
    for (let batch = 0; batch < EVICT_BATCHES; batch += 1) {
      if (!evictSome(table, this.#maxBytes)) return;
    }
  }

  #startOver(): void {
    this.#uses.forget();
    this.#listeners.emit({ kind: 'clear' });
  }
}
