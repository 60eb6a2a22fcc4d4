/**
 * Bytes by key, with an absolute expiry. The exact tier keeps encoded cache entries in it.
 *
 * Contract (run by every implementation: `@strata/contracts`):
 * - an absent, expired or unreadable value is `undefined`, never an error;
 * - bytes come back exactly as they went in, and are not shared with the caller's buffer;
 * - `clear` removes this cache's own keys and nothing else, is visible to every replica at once
 *   (an epoch in the key, no SCAN on the path of a request), and so does `delete`;
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
   * Calls `listener` whenever a value is cleared or deleted, by this process or by another replica, so that
   * memory in front of the store can follow. Also called with `clear` after a lost connection came back,
   * because what was said meanwhile is unknown. Returns a function that stops it.
   */
  onInvalidated(listener: (invalidation: Invalidation) => void): () => void;
}

export type Invalidation = { readonly kind: 'clear' } | { readonly kind: 'delete'; readonly key: string };

/** `undefined` where an engine cannot tell cheaply. */
export type StoreStats = { readonly entries: number | undefined; readonly bytes: number | undefined };
