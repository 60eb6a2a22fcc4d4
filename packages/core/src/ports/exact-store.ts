/**
 * Bytes by key, with an absolute expiry. The exact tier keeps encoded cache entries in it.
 *
 * Contract (run by every implementation: `@strata/contracts`):
 * - an absent, expired or unreadable value is `undefined`, never an error;
 * - bytes come back exactly as they went in, and are not shared with the caller's buffer;
 * - `clear` removes this cache's own keys and nothing else, without a SCAN on the path of a request; it is visible to every
 *   replica at once, and so is `delete`;
 * - a value that expires at `NEVER_EXPIRES` or later is not evicted for room either, unless `whyNotKept` says so;
 * - an outage rejects with `DependencyError`; the caller's abort rejects with its reason.
 *
 * Source: Strata's own port; Redis, SQLite and process memory stand behind it.
 */
export interface ExactStore extends AsyncDisposable {
  /** Short name for health, logs and metrics: `redis`, `sqlite`, `memory`. */
  readonly name: string;
  get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /**
   * Replaces any earlier value. `expiresAt` is an instant in ms since the epoch; one that is not in the future
   * leaves nothing under the key.
   */
  set(key: string, value: Uint8Array, expiresAt: number, signal?: AbortSignal): Promise<void>;
  /** Whether there was a live value. */
  delete(key: string, signal?: AbortSignal): Promise<boolean>;
  clear(signal?: AbortSignal): Promise<void>;
  /** Resolves when the store can serve now. */
  ping(signal?: AbortSignal): Promise<void>;
  /** How many live entries and how many bytes it holds, where that is cheap to know. */
  stats(signal?: AbortSignal): Promise<StoreStats>;
  /**
   * One step of a walk over all live values: for administration, never on the path of a request. A key that is there
   * from the walk's beginning to its end comes at least once; one that comes or goes meanwhile may or may not. A page
   * may be empty before the end. Rejects with `InvalidRequestError` for a cursor that it did not give.
   */
  scan(page: ScanRequest, signal?: AbortSignal): Promise<ScanPage<StoredValue>>;
  /** Why a value that never expires would not be kept from eviction now; `undefined`: it would. */
  whyNotKept(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Calls `listener` whenever a value is cleared or deleted, by this process or by another replica, so that
   * memory in front of the store can follow. Also called with `clear` after a lost connection came back,
   * because what was said meanwhile is unknown. Returns a function that stops it.
   */
  onInvalidated(listener: (invalidation: Invalidation) => void): () => void;
}

export type Invalidation = { readonly kind: 'clear' } | { readonly kind: 'delete'; readonly key: string };

/** `undefined` where an engine cannot tell cheaply. */
export type StoreStats = { readonly entries: number | undefined; readonly bytes: number | undefined };

/** The end of the year 9999, in ms since the epoch. */
export const NEVER_EXPIRES = 253_402_300_799_999;

export type ScanRequest = {
  /** `next` of the page before; absent for the first. */
  readonly cursor?: string | undefined;
  /** About as many as this come at a time. */
  readonly limit: number;
};

/** `next` is absent after the last page. */
export type ScanPage<T> = { readonly items: readonly T[]; readonly next: string | undefined };

/** `value` is absent where it is there and cannot be read. */
export type StoredValue = { readonly key: string; readonly value: Uint8Array | undefined };
