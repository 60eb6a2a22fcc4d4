import type { CacheEntry } from './cache-entry.ts';
import type { CallLimits } from './dependency.ts';
import type { VectorMatch } from './ports/vector-store.ts';
import type { SemanticEngines } from './semantic-engines.ts';

/**
 * The entries of one lookup's candidates. One that did not come with its match is asked for as soon as it may be wanted:
 * a hit waits for it beside what else it waits for, and not after it.
 */
export class ReadAhead {
  readonly #engines: SemanticEngines;
  readonly #space: string;
  readonly #limits: CallLimits;
  #match: VectorMatch | undefined;
  #read: Promise<CacheEntry | undefined> | undefined;

  constructor(engines: SemanticEngines, space: string, limits: CallLimits) {
    this.#engines = engines;
    this.#space = space;
    this.#limits = limits;
  }

  /** Where it turns out not to be wanted, nobody waits for it. */
  start(match: VectorMatch): void {
    if (match.entry === undefined) this.read(match).catch(() => {});
  }

  /** Under way, or asked for now. */
  read(match: VectorMatch): Promise<CacheEntry | undefined> {
    if (this.#read === undefined || this.#match !== match) {
      this.#match = match;
      this.#read = this.#engines.read(this.#space, match.id, this.#limits);
    }
    return this.#read;
  }
}
