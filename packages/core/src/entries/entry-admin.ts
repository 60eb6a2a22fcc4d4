import { scanForPoison, type PoisonReport } from './entry-poison.ts';
import { EntryPins } from './entry-pins.ts';
import { EntryRemoval } from './entry-removal.ts';
import { EntrySearch } from './entry-search.ts';
import type { EntryStores } from './entry-stores.ts';
import { EntryTransfer } from './entry-transfer.ts';
import { EntryWalk } from './entry-walk.ts';

/** Everything people do to single entries, or to many, of a running cache. */
export class EntryAdmin {
  readonly search: EntrySearch;
  readonly removal: EntryRemoval;
  readonly pins: EntryPins;
  readonly transfer: EntryTransfer;
  readonly #walk: EntryWalk;

  constructor(stores: EntryStores) {
    this.search = new EntrySearch(stores);
    this.removal = new EntryRemoval(stores);
    this.pins = new EntryPins(stores);
    this.transfer = new EntryTransfer(stores);
    this.#walk = new EntryWalk(stores);
  }

  scanForPoison(options: { readonly purge: boolean }, signal?: AbortSignal): Promise<PoisonReport> {
    return scanForPoison({ walk: this.#walk, removal: this.removal }, options, signal);
  }
}
