import type { CacheEntry } from '../cache-entry.ts';
import { entryAt, answerText, isAlias, type StoredEntry } from './stored-entry.ts';
import { meets, type EntrySelector } from './entry-selector.ts';
import { currentSpace, type EntryStores } from './entry-stores.ts';
import { EntryWalk, unknownCursor } from './entry-walk.ts';
import { InvalidRequestError } from '../errors.ts';
import { nextTurn } from '../next-turn.ts';
import type { TierName } from '../ports/observer.ts';
import { normaliseText } from '../semantic-query.ts';

export type EntryQuery = {
  readonly selector: EntrySelector;
  /** All of its words are in the question or the answer. Empty: every entry. */
  readonly words: string;
  readonly limit: number;
  readonly cursor: string | undefined;
};

export type MeaningQuery = Omit<EntryQuery, 'words'> & { readonly text: string };

export type EntryPage = {
  readonly found: readonly (StoredEntry & { readonly score?: number })[];
  readonly nextCursor: string | undefined;
  readonly examined: number;
};

/** One call looks at no more; whoever wants to see on asks for the next page. */
const MAX_EXAMINED = 5_000;
/** How far down the ranking a search by meaning goes. */
const MAX_RANKED = 1_000;

/** Finds entries in the whole cache, for people. */
export class EntrySearch {
  readonly #stores: EntryStores;
  readonly #walk: EntryWalk;

  constructor(stores: EntryStores) {
    this.#stores = stores;
    this.#walk = new EntryWalk(stores);
  }

  /** In the order of the stores. An alias whose origin is gone is none any more. */
  async byWords(query: EntryQuery, signal?: AbortSignal): Promise<EntryPage> {
    const words = foldedWords(query.words);
    const found: StoredEntry[] = [];
    let { skip, cursor } = readCursor(query.cursor);
    let examined = 0;
    for (;;) {
      // oxlint-disable no-await-in-loop -- page after page, entry after entry
      const page = await this.#walk.page(cursor, signal);
      for (let at = skip; at < page.items.length; at += 1) {
        const stored = page.items[at] as StoredEntry;
        examined += 1;
        if (!matches(stored, query.selector, words) || !(await this.#isLive(stored, signal))) continue;
        found.push(stored);
        if (found.length < query.limit) continue;
        const isLast = at + 1 === page.items.length;
        const nextCursor = isLast ? writeCursor(page.next, 0) : writeCursor(cursor ?? '', at + 1);
        return { found, nextCursor, examined };
      }
      skip = 0;
      cursor = page.next;
      if (cursor === undefined || examined >= MAX_EXAMINED)
        return { found, nextCursor: writeCursor(cursor, 0), examined };
      await nextTurn();
      // oxlint-enable no-await-in-loop
    }
  }

  /** The most alike first, of all partitions. Rejects with `InvalidRequestError` without a semantic tier. */
  async byMeaning(query: MeaningQuery, signal?: AbortSignal): Promise<EntryPage> {
    const offset = rankOf(query.cursor);
    const ranked = await this.ranked(query.text, MAX_RANKED, signal);
    const found: (StoredEntry & { readonly score: number })[] = [];
    for (let at = offset; at < ranked.length; at += 1) {
      const { id, score } = ranked[at] as RankedId;
      // oxlint-disable-next-line no-await-in-loop -- in order, and no further than is needed
      const stored = await this.find(id, signal);
      if (stored?.entry === undefined || !meets(stored.entry, query.selector)) continue;
      found.push({ ...stored, score });
      if (found.length === query.limit) {
        const nextCursor = at + 1 < ranked.length ? String(at + 1) : undefined;
        return { found, nextCursor, examined: at + 1 - offset };
      }
    }
    return { found, nextCursor: undefined, examined: Math.max(0, ranked.length - offset) };
  }

  /** The ids of the entries whose questions are nearest to the text, wherever they are. */
  async ranked(text: string, limit: number, signal?: AbortSignal): Promise<readonly RankedId[]> {
    const { semantic, clock } = this.#stores;
    if (semantic === undefined) {
      throw new InvalidRequestError('There is no semantic tier to compare by meaning (SEMANTIC_ENABLED).', {
        param: 'mode',
      });
    }
    const [embedding] = await semantic.embedder.embed([normaliseText(text)], signal);
    if (embedding === undefined) return [];
    const { vector, space } = embedding;
    return await semantic.vectors.searchAll({ space, vector, limit, now: clock.now() }, signal);
  }

  /** One entry by its id; `undefined` when no tier has it. */
  async find(id: string, signal?: AbortSignal): Promise<StoredEntry | undefined> {
    const { exact: ofExact, semantic: ofSemantic } = await this.copies(id, signal);
    const entry = ofExact ?? ofSemantic;
    if (entry === undefined) return undefined;
    const stored: StoredEntry = {
      id,
      entry,
      tiers: [...(ofExact ? (['exact'] as const) : []), ...(ofSemantic ? (['semantic'] as const) : [])],
    };
    return (await this.#isLive(stored, signal)) ? stored : undefined;
  }

  /** What each tier has under an id; `undefined` where it has nothing that can be read. */
  async copies(
    id: string,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<TierName, CacheEntry | undefined>>> {
    const { exact, semantic } = this.#stores;
    const space = await currentSpace(this.#stores, signal);
    const [ofExact, ofSemantic] = await Promise.all([
      exact.store.get(id, signal),
      space === undefined ? undefined : semantic?.vectors.read(space, id, signal),
    ]);
    return { exact: entryAt(id, ofExact), semantic: entryAt(id, ofSemantic) };
  }

  /** Questions that were answered with an entry, as far as `MAX_ALIAS_SEARCH` entries tell. */
  async aliasesOf(
    id: string,
    signal?: AbortSignal,
  ): Promise<{ readonly aliases: readonly StoredEntry[]; readonly complete: boolean }> {
    const { store } = this.#stores.exact;
    const aliases: StoredEntry[] = [];
    let cursor: string | undefined;
    let examined = 0;
    do {
      // oxlint-disable no-await-in-loop -- page after page
      const page = await store.scan({ cursor, limit: 256 }, signal);
      for (const { key, value } of page.items) {
        const entry = entryAt(key, value);
        if (entry?.origin === id && isAlias(entry)) aliases.push({ id: key, entry, tiers: ['exact'] });
      }
      examined += page.items.length;
      cursor = page.next;
      await nextTurn();
      // oxlint-enable no-await-in-loop
    } while (cursor !== undefined && examined < MAX_ALIAS_SEARCH && aliases.length < MAX_ALIASES);
    return { aliases, complete: cursor === undefined };
  }

  async #isLive({ entry }: StoredEntry, signal?: AbortSignal): Promise<boolean> {
    if (entry === undefined || !isAlias(entry)) return entry !== undefined;
    const { origin = '' } = entry;
    const source = entryAt(origin, await this.#stores.exact.store.get(origin, signal));
    return source?.createdAt === entry.createdAt;
  }
}

export type RankedId = { readonly id: string; readonly score: number };

const MAX_ALIAS_SEARCH = 20_000;
const MAX_ALIASES = 200;

function matches({ entry }: StoredEntry, selector: EntrySelector, words: readonly string[]): boolean {
  if (entry === undefined || !meets(entry, selector)) return false;
  const missing = words.filter((word) => !folded(entry.question ?? '').includes(word));
  if (missing.length === 0) return true;
  const answer = folded(answerText(entry) ?? '');
  return missing.every((word) => answer.includes(word));
}

function foldedWords(text: string): readonly string[] {
  return folded(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

function folded(text: string): string {
  return normaliseText(text).toLowerCase();
}

/** How many entries of the walk's page were told already, and the walk's own cursor. */
function writeCursor(cursor: string | undefined, skip: number): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(`${skip}|${cursor}`).toString('base64url');
}

function readCursor(text: string | undefined): { skip: number; cursor: string | undefined } {
  if (text === undefined) return { skip: 0, cursor: undefined };
  const plain = Buffer.from(text, 'base64url').toString();
  const [, skip, cursor] = /^(\d{1,4})\|(.*)$/s.exec(plain) ?? [];
  if (skip === undefined) throw unknownCursor();
  return { skip: Number(skip), cursor: cursor === '' ? undefined : cursor };
}

function rankOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,4}$/.test(cursor)) throw unknownCursor();
  return Number(cursor);
}
