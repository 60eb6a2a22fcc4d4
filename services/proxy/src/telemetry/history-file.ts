import type { DatabaseSync } from 'node:sqlite';
import { DatabaseFile } from '@strata/adapters/sqlite/database-file';
import type { DatabaseLayout } from '@strata/adapters/sqlite/open-database';
import { EMPTY_SAMPLE, mergeSamples, type HistoryRow, type HistorySample } from './history-sample.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How finely, and for how long: about 5,800 rows in all. */
export const RESOLUTIONS = [
  { stepMs: 10 * SECOND, keptMs: 2 * HOUR },
  { stepMs: MINUTE, keptMs: 2 * DAY },
  { stepMs: HOUR, keptMs: 90 * DAY },
] as const;

/** 32 MB in pages of 4 KiB. Rows of every series there may be would take half of it. */
const MAX_PAGES = 8_192;

const LAYOUT: DatabaseLayout = {
  format: 1,
  tables: `
    CREATE TABLE IF NOT EXISTS samples (
      step INTEGER NOT NULL, at INTEGER NOT NULL, sample TEXT NOT NULL, PRIMARY KEY (step, at)
    ) WITHOUT ROWID
  `,
  // Losing the last seconds with the machine's power is no loss; waiting for a disk on the event loop would be.
  synchronous: 'OFF',
  pragmas: `
    PRAGMA max_page_count = ${MAX_PAGES};
    PRAGMA wal_autocheckpoint = 250; PRAGMA journal_size_limit = 1048576
  `,
  // The event loop waits that long for another process on the file; then the sample goes with the next one.
  busyMs: 20,
};

/**
 * The history's rows: every sample is added to its ten seconds, its minute and its hour, each kept for its own time, so
 * nothing is ever thinned afterwards. Throws `DependencyError`.
 */
export class HistoryFile implements Disposable {
  readonly #file: DatabaseFile<DatabaseSync>;

  /** `:memory:` for a history that ends with the process. `onProblem` is told of a damaged file: it is made anew. */
  constructor(path: string, onProblem: (message: string) => void = () => undefined) {
    this.#file = new DatabaseFile({ path, layout: LAYOUT, use: (db) => db, onProblem });
  }

  add(at: number, sample: HistorySample): void {
    this.#file.run((db) => {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const resolution of RESOLUTIONS) addTo(db, resolution, { at, sample });
        db.exec('COMMIT');
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** The oldest first. */
  rows(stepMs: number, since: number): readonly HistoryRow[] {
    const rows = this.#file.run((db) =>
      db.prepare('SELECT at, sample FROM samples WHERE step = ? AND at >= ? ORDER BY at').all(stepMs, since),
    );
    return rows.map(({ at, sample }) => ({ ...parse(sample), at: Number(at) }));
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}

type Resolution = (typeof RESOLUTIONS)[number];
type TakenSample = { readonly at: number; readonly sample: HistorySample };

function addTo(db: DatabaseSync, { stepMs, keptMs }: Resolution, { at, sample }: TakenSample): void {
  const slot = at - (at % stepMs);
  const row = db.prepare('SELECT sample FROM samples WHERE step = ? AND at = ?').get(stepMs, slot);
  const merged = mergeSamples(row === undefined ? EMPTY_SAMPLE : parse(row['sample']), sample);
  db.prepare('INSERT OR REPLACE INTO samples (step, at, sample) VALUES (?, ?, ?)').run(
    stepMs,
    slot,
    JSON.stringify(merged),
  );
  db.prepare('DELETE FROM samples WHERE step = ? AND at < ?').run(stepMs, at - keptMs);
}

function parse(text: unknown): HistorySample {
  return JSON.parse(String(text)) as HistorySample;
}
