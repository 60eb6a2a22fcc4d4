import { encodeEntry, type CacheEntry } from '../cache-entry.ts';
import { InvalidRequestError } from '../errors.ts';
import { NEVER_EXPIRES } from '../ports/exact-store.ts';
import { EntrySearch } from './entry-search.ts';
import type { EntryStores } from './entry-stores.ts';

/**
 * Keeps entries beyond their time: a pinned one neither expires nor is evicted until it is unpinned or invalidated.
 * An entry has a copy in each tier, and a change may reach only one of them. Who tries again must get both right,
 * so neither change is taken for done because of what one copy says.
 */
export class EntryPins {
  readonly #stores: EntryStores;
  readonly #search: EntrySearch;

  constructor(stores: EntryStores) {
    this.#stores = stores;
    this.#search = new EntrySearch(stores);
  }

  /** Of an alias, the entry whose answer it gives. `undefined`: there is no such entry. */
  async pin(id: string, signal?: AbortSignal): Promise<CacheEntry | undefined> {
    const entry = await this.#original(id, signal);
    if (entry === undefined) return undefined;
    const reason = await this.#stores.exact.store.whyNotKept(signal);
    if (reason !== undefined)
      throw new InvalidRequestError(`Nothing can be pinned here: ${reason}`, {
        status: 409,
        code: 'cannot_pin',
      });
    const { pinned = { at: this.#stores.clock.now(), expiresAt: entry.expiresAt } } = entry;
    return await this.#write({ ...entry, expiresAt: NEVER_EXPIRES, pinned });
  }

  /** It takes back the expiry it had: one that is past means that it goes. */
  async unpin(id: string, signal?: AbortSignal): Promise<CacheEntry | undefined> {
    const entry = await this.#original(id, signal);
    if (entry === undefined) return undefined;
    const copies = await this.#search.copies(entry.fingerprint, signal);
    if (copies.exact?.pinned === undefined && copies.semantic?.pinned === undefined) return entry;
    const { pinned, ...rest } = entry;
    return await this.#write({ ...rest, expiresAt: pinned?.expiresAt ?? entry.expiresAt });
  }

  async #original(id: string, signal?: AbortSignal): Promise<CacheEntry | undefined> {
    const { entry } = (await this.#search.find(id, signal)) ?? {};
    if (entry?.origin === undefined) return entry;
    const origin = (await this.#search.find(entry.origin, signal))?.entry;
    if (origin === undefined) return undefined;
    // Promoted under its own question's key: stored again it is an entry of its own.
    const { origin: _origin, similarity: _similarity, ...own } = origin;
    return own;
  }

  async #write(entry: CacheEntry): Promise<CacheEntry> {
    const { exact, semantic } = this.#stores;
    // Over the one that is there: what is to be kept must not be gone in between.
    await exact.store.set(entry.fingerprint, encodeEntry(entry), entry.expiresAt);
    await exact.tier.forgetMemory();
    const { question, partition } = entry;
    if (question !== undefined && partition !== undefined)
      await semantic?.tier.write({ text: question, partition }, entry, undefined);
    return entry;
  }
}
