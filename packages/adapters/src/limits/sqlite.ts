import type { Clock, Sum, SumStore } from '@strata/core';
import { DatabaseFile } from '../sqlite/database-file.ts';
import type { DatabaseLayout } from '../sqlite/open-database.ts';
import type { DatabaseSync } from 'node:sqlite';

const LAYOUT: DatabaseLayout = {
  /** "STRL" */
  applicationId: 0x5354524c,
  format: 1,
  // Files that were made before they had a format have the table already.
  tables: `
    CREATE TABLE IF NOT EXISTS sums (name TEXT PRIMARY KEY, total REAL NOT NULL, expires_at INTEGER NOT NULL) STRICT
  `,
  synchronous: 'NORMAL',
  // Sums are written after the answer: nobody waits.
  busyMs: 50,
};

/** Sums that are over are kept this long: one look at last month is worth more than a few bytes. */
const KEEP_MS = 40 * 24 * 3_600 * 1_000;

const ADD = `
  INSERT INTO sums (name, total, expires_at) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET total = total + excluded.total, expires_at = excluded.expires_at
  RETURNING total
`;

export type SqliteSumStoreOptions = {
  readonly path: string;
  readonly clock: Clock;
  /** Told of a damaged or foreign file. Default: nobody. */
  readonly onProblem?: (message: string) => void;
};

/** Sums in a small file, for one machine. Opened when first used; a file that cannot be had is tried again each time. */
export class SqliteSumStore implements SumStore {
  readonly name = 'sqlite';
  readonly #file: DatabaseFile<DatabaseSync>;

  constructor({ path, clock, onProblem = () => undefined }: SqliteSumStoreOptions) {
    const use = (db: DatabaseSync): DatabaseSync => {
      db.prepare('DELETE FROM sums WHERE expires_at < ?').run(Math.floor(clock.now() - KEEP_MS));
      return db;
    };
    this.#file = new DatabaseFile({ path, layout: LAYOUT, use, onProblem });
  }

  async add({ name, expiresAt }: Sum, amount: number, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const row = this.#file.run((db) => db.prepare(ADD).get(name, amount, Math.floor(expiresAt)));
    return Number(row?.['total']);
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#file.run((db) => db.prepare('SELECT 1').get());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#file[Symbol.dispose]();
  }
}
