import type {
  Clock,
  ExactStore,
  Invalidation,
  ScanPage,
  ScanRequest,
  StoredValue,
  StoreStats,
} from '@strata/core';
import { DependencyError } from '@strata/core';
import { LRUCache } from 'lru-cache';
import { InvalidationListeners } from './invalidation-listeners.ts';

export type MemoryExactStoreOptions = {
  readonly clock: Clock;
  /** Room for keys and values together. What V8 adds for each entry (some 300 bytes of heap) comes on top. */
  readonly maxBytes: number;
  readonly maxEntries: number;
};

type Held = { readonly value: Uint8Array; readonly expiresAt: number };

/**
 * Bounded process memory, least recently used out first. A store of its own, and the first level in front of
 * another: `set`, `delete`, `clear` have done their work when they return, before their promise is awaited.
 * Once disposed it is empty and keeps nothing.
 */
export class MemoryExactStore implements ExactStore {
  readonly name = 'memory';
  readonly #clock: Clock;
  readonly #maxEntries: number;
  readonly #entries: LRUCache<string, Held>;
  readonly #listeners = new InvalidationListeners();
  #disposed = false;

  constructor({ clock, maxBytes, maxEntries }: MemoryExactStoreOptions) {
    this.#clock = clock;
    this.#maxEntries = maxEntries;
    this.#entries = new LRUCache<string, Held>({
      // Without lru-cache's own `max`: for that it reserves 25 bytes an entry at once (a million: 24 MB).
      maxSize: maxBytes,
      sizeCalculation: (held, key) => Math.max(1, key.length + held.value.byteLength),
    });
  }

  /** The stored bytes themselves, not a copy: do not write to them. Counts as a use. */
  peek(key: string): Uint8Array | undefined {
    const held = this.#entries.get(key);
    if (held === undefined || held.expiresAt > this.#clock.now()) return held?.value;
    this.#entries.delete(key);
    return undefined;
  }

  async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    signal?.throwIfAborted();
    return this.peek(key)?.slice();
  }

  /** A value larger than the whole store is not kept. */
  async set(key: string, value: Uint8Array, expiresAt: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#disposed) return;
    if (expiresAt <= this.#clock.now()) {
      this.#entries.delete(key);
      return;
    }
    // A copy with a buffer of its own: a view would keep alive whatever larger chunk it was cut from.
    this.#entries.set(key, { value: new Uint8Array(value), expiresAt });
    if (this.#entries.size > this.#maxEntries) this.#entries.pop();
  }

  async delete(key: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted();
    const wasLive = this.peek(key) !== undefined;
    this.#entries.delete(key);
    this.#listeners.emit({ kind: 'delete', key });
    return wasLive;
  }

  async clear(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#entries.clear();
    this.#listeners.emit({ kind: 'clear' });
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#disposed) throw new DependencyError('The memory store is closed.');
  }

  /** Expired entries count until they are asked for or pushed out. */
  async stats(signal?: AbortSignal): Promise<StoreStats> {
    signal?.throwIfAborted();
    return { entries: this.#entries.size, bytes: this.#entries.calculatedSize };
  }

  /** In the order of the keys, all of which it sorts for each page: what is used changes its place in the cache. */
  async scan({ cursor, limit }: ScanRequest, signal?: AbortSignal): Promise<ScanPage<StoredValue>> {
    signal?.throwIfAborted();
    const keys = [...this.#entries.keys()].filter((key) => cursor === undefined || key > cursor).toSorted();
    const now = this.#clock.now();
    const items = keys.slice(0, limit).flatMap((key) => {
      const held = this.#entries.peek(key);
      return held === undefined || held.expiresAt <= now ? [] : [{ key, value: held.value.slice() }];
    });
    return { items, next: keys.length > limit ? keys[limit - 1] : undefined };
  }

  async whyNotKept(signal?: AbortSignal): Promise<string | undefined> {
    signal?.throwIfAborted();
    return 'Process memory keeps what was used last, and nothing longer than the process runs.';
  }

  onInvalidated(listener: (invalidation: Invalidation) => void): () => void {
    return this.#listeners.add(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#listeners.removeAll();
    this.#entries.clear();
  }
}
