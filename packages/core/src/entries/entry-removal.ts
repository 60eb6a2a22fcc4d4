import type { TierName } from '../ports/observer.ts';
import { isAlias, type StoredEntry } from './stored-entry.ts';
import { EntrySearch } from './entry-search.ts';
import { meets, type EntrySelector } from './entry-selector.ts';
import { currentSpace, type EntryStores } from './entry-stores.ts';
import { EntryWalk } from './entry-walk.ts';
import { deleteEverywhere } from '../delete-everywhere.ts';

export type InvalidationOrder = {
  readonly selector: EntrySelector;
  /** Only entries whose question is at least this much like the text. Cosine. */
  readonly similarTo?: { readonly text: string; readonly threshold: number } | undefined;
  /** Counts, and deletes nothing. */
  readonly dryRun: boolean;
};

export type InvalidationCounts = {
  readonly examined: number;
  readonly matched: number;
  readonly aliases: number;
  readonly exact: number;
  readonly semantic: number;
};

/** Entries alike that one call takes; those that are left go with the next. */
const MAX_SIMILAR = 10_000;

/** Takes entries back from all tiers and every replica's memory. */
export class EntryRemoval {
  readonly #stores: EntryStores;
  readonly #walk: EntryWalk;
  readonly #search: EntrySearch;

  constructor(stores: EntryStores) {
    this.#stores = stores;
    this.#walk = new EntryWalk(stores);
    this.#search = new EntrySearch(stores);
  }

  /**
   * Deletes the entry, and with it what its aliases answer; an alias goes with the entry whose answer it gives. `id` is
   * that of the entry. Rejects with `DependencyError`.
   */
  async remove(id: string): Promise<{ readonly id: string; readonly tiers: readonly TierName[] }> {
    const { exact, semantic } = this.#stores;
    const { entry } = (await this.#search.find(id)) ?? {};
    const target = entry?.origin ?? id;
    if (target !== id) await exact.tier.delete(id);
    const { inExact, inSemantic } = await deleteEverywhere(target, {
      exact: exact.tier,
      semantic: semantic?.tier,
    });
    const tiers = [...(inExact ? (['exact'] as const) : []), ...(inSemantic ? (['semantic'] as const) : [])];
    return { id: target, tiers };
  }

  /** Empties both tiers. Rejects when one could not be emptied; the other one is all the same. */
  async clear(): Promise<void> {
    const { exact, semantic } = this.#stores;
    const cleared = await Promise.allSettled([exact.tier.clear(), semantic?.tier.clear()]);
    // Until now an answer of the semantic tier could be promoted into the memory of a replica that had cleared its own.
    if (semantic !== undefined) cleared.push(...(await Promise.allSettled([exact.tier.forgetMemory()])));
    throwFirst(cleared);
  }

  /** Rejects with `DependencyError`; what was deleted by then stays deleted. */
  async invalidate(
    { selector, similarTo, dryRun }: InvalidationOrder,
    signal?: AbortSignal,
  ): Promise<InvalidationCounts> {
    const ids = similarTo === undefined ? undefined : await this.#idsLike(similarTo, signal);
    const counts = { examined: 0, matched: 0, aliases: 0, exact: 0, semantic: 0 };
    for await (const page of this.#walk.pages(signal)) {
      const met = page.filter(({ id, entry }) => {
        if (entry === undefined || !meets(entry, selector)) return false;
        return ids === undefined || ids.has(id) || ids.has(entry.origin ?? '');
      });
      counts.examined += page.length;
      counts.matched += met.length;
      counts.aliases += met.filter(({ entry }) => entry !== undefined && isAlias(entry)).length;
      counts.exact += met.filter(({ tiers }) => tiers.includes('exact')).length;
      counts.semantic += met.filter(({ tiers }) => tiers.includes('semantic')).length;
      if (!dryRun) await this.discard(met, signal);
    }
    return counts;
  }

  /** Deletes these, whatever they are. */
  async discard(entries: readonly StoredEntry[], signal?: AbortSignal): Promise<void> {
    if (entries.length === 0) return;
    const { exact, semantic } = this.#stores;
    const space = await currentSpace(this.#stores, signal);
    const discarded = await Promise.allSettled(
      entries.map(async ({ id }) => {
        await exact.store.delete(id, signal);
        if (space !== undefined) await semantic?.vectors.delete(space, id, signal);
      }),
    );
    // What their aliases answered is in memory too, here and on the other replicas: also of those that went before one failed.
    await exact.tier.forgetMemory();
    throwFirst(discarded);
  }

  async #idsLike(
    { text, threshold }: { readonly text: string; readonly threshold: number },
    signal?: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const ranked = await this.#search.ranked(text, MAX_SIMILAR, signal);
    return new Set(ranked.filter(({ score }) => score >= threshold).map(({ id }) => id));
  }
}

function throwFirst(settled: readonly PromiseSettledResult<unknown>[]): void {
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
