import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { makePrivateDatabase } from '@strata/adapters/private-files';
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
const FORMAT = 1;
/** The event loop waits that long for another process on the file; then the sample goes with the next one. */
const BUSY_MS = 20;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS samples (
    step INTEGER NOT NULL, at INTEGER NOT NULL, sample TEXT NOT NULL, PRIMARY KEY (step, at)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};
`;

/**
 * The history's rows: every sample is added to its ten seconds, its minute and its hour, each kept for its own time, so
 * nothing is ever thinned afterwards. Throws what SQLite and the file system say.
 */
export class HistoryFile implements Disposable {
  readonly #db: DatabaseSync;

  /** `:memory:` for a history that ends with the process. A damaged file is made anew: it is only a history. */
  constructor(path: string) {
    try {
      this.#db = open(path);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      this.#db = open(path);
    }
  }

  add(at: number, sample: HistorySample): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { stepMs, keptMs } of RESOLUTIONS) {
        const slot = at - (at % stepMs);
        const merged = mergeSamples(this.#at(stepMs, slot), sample);
        this.#db
          .prepare('INSERT OR REPLACE INTO samples (step, at, sample) VALUES (?, ?, ?)')
          .run(stepMs, slot, JSON.stringify(merged));
        this.#db.prepare('DELETE FROM samples WHERE step = ? AND at < ?').run(stepMs, at - keptMs);
      }
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The oldest first. */
  rows(stepMs: number, since: number): readonly HistoryRow[] {
    const rows = this.#db
      .prepare('SELECT at, sample FROM samples WHERE step = ? AND at >= ? ORDER BY at')
      .all(stepMs, since);
    return rows.map(({ at, sample }) => ({ ...parse(sample), at: Number(at) }));
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #at(stepMs: number, at: number): HistorySample {
    const row = this.#db.prepare('SELECT sample FROM samples WHERE step = ? AND at = ?').get(stepMs, at);
    return row === undefined ? EMPTY_SAMPLE : parse(row['sample']);
  }
}

function parse(text: unknown): HistorySample {
  return JSON.parse(String(text)) as HistorySample;
}

function open(path: string): DatabaseSync {
  makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    // Losing the last seconds with the machine's power is no loss; waiting for a disk on the event loop would be.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 250');
    db.exec(`PRAGMA max_page_count = ${MAX_PAGES}; PRAGMA journal_size_limit = 1048576`);
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
function isDamaged(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && [11, 26].includes(errcode & 0xff);
}
