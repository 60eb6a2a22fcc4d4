import type { RequestEvent, RequestListener } from './request-event.ts';

/** Some 3 MB of ids and numbers. */
const MAX_ENTRIES = 20_000;

/**
 * How often each entry has answered, from this process and since its start. Of more entries than it may remember, those
 * that it met first are forgotten.
 */
export class EntryHits implements RequestListener {
  readonly #maxEntries: number;
  readonly #hits = new Map<string, { count: number }>();
  #forgot = false;

  constructor({ maxEntries = MAX_ENTRIES }: { readonly maxEntries?: number } = {}) {
    this.#maxEntries = maxEntries;
  }

  requestEnded({ entry, outcome }: RequestEvent): void {
    if (entry === undefined || (outcome !== 'exact-hit' && outcome !== 'semantic-hit')) return;
    const known = this.#hits.get(entry);
    if (known === undefined) this.#add(entry);
    else known.count += 1;
  }

  /** `undefined`: not known, as it may have been forgotten. */
  of(entry: string): number | undefined {
    return this.#hits.get(entry)?.count ?? (this.#forgot ? undefined : 0);
  }

  #add(entry: string): void {
    this.#hits.set(entry, { count: 1 });
    if (this.#hits.size <= this.#maxEntries) return;
    const [first] = this.#hits.keys();
    if (first !== undefined) this.#hits.delete(first);
    this.#forgot = true;
  }
}
