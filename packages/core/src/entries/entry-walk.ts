import type { CacheEntry } from '../cache-entry.ts';
import { InvalidRequestError } from '../errors.ts';
import { nextTurn } from '../next-turn.ts';
import type { ScanPage } from '../ports/exact-store.ts';
import type { VectorPoint } from '../ports/vector-store.ts';
import { currentSpace, type EntryStores } from './entry-stores.ts';
import { entryAt, isAlias, type StoredEntry } from './stored-entry.ts';

/** At a time: some 150 kB of usual answers. */
const PAGE = 64;
/** Ids a whole walk keeps (50 MB of them), so as not to ask the semantic tier for each entry of the exact one. */
const MAX_REMEMBERED = 500_000;

/** Where a walk stands: in which tier, and there. */
type Place = { readonly tier: 'semantic' | 'exact'; readonly cursor: string | undefined };

/**
 * All entries of both tiers, each once: first what the semantic tier has, with its vectors, then what the exact tier
 * alone has, aliases among it. An entry that is there from beginning to end comes; a store that repeats itself
 * (Redis while it grows) may bring one twice.
 */
export class EntryWalk {
  readonly #stores: EntryStores;

  constructor(stores: EntryStores) {
    this.#stores = stores;
  }

  /** Page after page; between two of them requests are served. */
  async *pages(signal?: AbortSignal): AsyncGenerator<readonly StoredEntry[], void, undefined> {
    const both = new Set<string>();
    let cursor: string | undefined;
    do {
      // oxlint-disable no-await-in-loop -- page after page
      const { items, next } = await this.#page(cursor, both.size < MAX_REMEMBERED ? both : undefined, signal);
      for (const { id, tiers } of items) if (tiers.length === 2 && both.size < MAX_REMEMBERED) both.add(id);
      yield items;
      await nextTurn();
      cursor = next;
      // oxlint-enable no-await-in-loop
    } while (cursor !== undefined);
  }

  /** `undefined` begins. Rejects with `InvalidRequestError` for a cursor that it did not give. */
  page(cursor: string | undefined, signal?: AbortSignal): Promise<ScanPage<StoredEntry>> {
    return this.#page(cursor, undefined, signal);
  }

  /** `both`: every entry of both tiers that was brought; absent where that is not known. */
  async #page(
    cursor: string | undefined,
    both: ReadonlySet<string> | undefined,
    signal?: AbortSignal,
  ): Promise<ScanPage<StoredEntry>> {
    signal?.throwIfAborted();
    const space = await currentSpace(this.#stores, signal);
    const place = placeOf(cursor) ?? { tier: space === undefined ? 'exact' : 'semantic', cursor: undefined };
    const isKnown = async (entry: CacheEntry): Promise<boolean> =>
      both?.has(entry.fingerprint) ?? (await this.#isInSemantic(entry, space, signal));
    if (place.tier === 'exact') return await this.#exactPage(place.cursor, isKnown, signal);
    if (space === undefined) throw unknownCursor();
    return await this.#semanticPage(place.cursor, space, signal);
  }

  async #semanticPage(
    cursor: string | undefined,
    space: string,
    signal?: AbortSignal,
  ): Promise<ScanPage<StoredEntry>> {
    const { semantic, clock } = this.#stores;
    const wanted = { space, cursor, limit: PAGE, now: clock.now() };
    const page = await semantic?.vectors.scan(wanted, signal);
    const items = await Promise.all((page?.items ?? []).map((point) => this.#withExact(point, signal)));
    return {
      items,
      next: cursorOf({ tier: page?.next === undefined ? 'exact' : 'semantic', cursor: page?.next }),
    };
  }

  async #exactPage(
    cursor: string | undefined,
    isKnown: (entry: CacheEntry) => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<ScanPage<StoredEntry>> {
    const { items, next } = await this.#stores.exact.store.scan({ cursor, limit: PAGE }, signal);
    const found = await Promise.all(
      items.map(async ({ key, value }): Promise<StoredEntry | undefined> => {
        const entry = entryAt(key, value);
        return entry !== undefined && (await isKnown(entry))
          ? undefined
          : { id: key, entry, tiers: ['exact'] };
      }),
    );
    return {
      items: found.filter((one) => one !== undefined),
      next: next === undefined ? undefined : cursorOf({ tier: 'exact', cursor: next }),
    };
  }

  async #withExact(point: VectorPoint, signal?: AbortSignal): Promise<StoredEntry> {
    const { id } = point;
    const entry = entryAt(id, point.entry);
    const twin = entryAt(id, await this.#stores.exact.store.get(id, signal));
    const both = entry !== undefined && twin?.createdAt === entry.createdAt;
    return { id, entry, tiers: both ? ['exact', 'semantic'] : ['semantic'], point };
  }

  /** Whether the walk has brought it already. */
  async #isInSemantic(entry: CacheEntry, space: string | undefined, signal?: AbortSignal): Promise<boolean> {
    const { semantic } = this.#stores;
    if (semantic === undefined || space === undefined) return false;
    if (isAlias(entry) || entry.question === undefined) return false;
    const id = entry.fingerprint;
    const twin = entryAt(id, await semantic.vectors.read(space, id, signal));
    return twin?.createdAt === entry.createdAt;
  }
}

function cursorOf({ tier, cursor = '' }: Place): string {
  return `${tier}:${cursor}`;
}

function placeOf(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  const [, tier, cursor] = /^(semantic|exact):(.*)$/s.exec(text) ?? [];
  if (tier !== 'semantic' && tier !== 'exact') throw unknownCursor();
  return { tier, cursor: cursor === '' ? undefined : cursor };
}

export function unknownCursor(): InvalidRequestError {
  return new InvalidRequestError('cursor must be the nextCursor of the page before.', { param: 'cursor' });
}
