import { messageOf, type Clock } from '@strata/core';
import type { DatabaseFile } from '../../sqlite/database-file.ts';
import { evictSome } from './eviction.ts';
import type { EntryTable } from './entry-table.ts';
import type { RecentUses } from './recent-uses.ts';

export type ChoresOptions = {
  readonly file: DatabaseFile<EntryTable>;
  readonly uses: RecentUses;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly maxBytes: number;
  /** Another process on the same file has cleared or deleted. */
  readonly onMissed: () => void;
};

/** Rows for one step: about 1 ms of the event loop. While there is more to do, a step every `STEP_PAUSE_MS`. */
const STEP_ROWS = 100;
const STEP_PAUSE_MS = 20;
const STEP_PAGES = 100;
/** Shrink when more than a quarter of the file, and at least 4 MiB of it, is free. */
const MIN_FREE_PAGES = 512;
const RECOUNT_AFTER_MS = 30_000;

/** What the file needs from time to time, done in small steps between the requests. */
export class Chores {
  readonly #options: ChoresOptions;
  #cancel: () => void = () => undefined;
  #dataVersion: number | undefined;
  /** By `clock.elapsed()`. */
  #recountAt: number | undefined;

  constructor(options: ChoresOptions) {
    this.#options = options;
    this.#schedule(options.intervalMs);
  }

  stop(): void {
    this.#cancel();
  }

  /** Marks the rows read of late as used, so that the oldest are the oldest. */
  markUses(table: EntryTable): void {
    const ids = this.#options.uses.take(STEP_ROWS);
    if (ids.length > 0) table.touch(ids, this.#options.clock.now());
  }

  #schedule(delayMs: number): void {
    this.#cancel = this.#options.clock.after(delayMs, () => {
      this.#schedule(this.#step() ? STEP_PAUSE_MS : this.#options.intervalMs);
    });
  }

  /** Whether there is more to do. */
  #step(): boolean {
    const { file } = this.#options;
    try {
      file.checkPlace();
      return file.run((table) => {
        // Given up by the first call that waited in vain: one wait a step finds out whether the lock is gone.
        table.patient = true;
        return this.#stepOn(table);
      });
    } catch (error) {
      file.report(messageOf(error));
      return false;
    }
  }

  #stepOn(table: EntryTable): boolean {
    this.#followOthers(table);
    this.markUses(table);
    if (table.sweepCleared(STEP_ROWS) === STEP_ROWS) return true;
    if (table.sweepExpired(this.#options.clock.now(), STEP_ROWS) === STEP_ROWS) return true;
    return evictSome(table, this.#options.maxBytes) || shrinkALittle(table);
  }

  #followOthers(table: EntryTable): void {
    const now = this.#options.clock.elapsed();
    const dataVersion = table.dataVersion();
    if (dataVersion !== this.#dataVersion) {
      if (table.missedInvalidation()) this.#options.onMissed();
      if (this.#dataVersion !== undefined) this.#recountAt ??= now + RECOUNT_AFTER_MS;
    }
    this.#dataVersion = dataVersion;
    if (this.#recountAt === undefined || now < this.#recountAt) return;
    this.#recountAt = undefined;
    table.recount();
  }
}

function shrinkALittle(table: EntryTable): boolean {
  const { all, free } = table.pages();
  if (free < MIN_FREE_PAGES || free * 4 < all) return false;
  table.shrink(STEP_PAGES);
  return true;
}
