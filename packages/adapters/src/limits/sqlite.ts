import { DatabaseSync } from 'node:sqlite';
import { DependencyError, messageOf, type Clock, type Sum, type SumStore } from '@strata/core';
import { makePrivateDatabase } from '../private-files.ts';

/** "STRL": says in the file's header whose it is. */
const APPLICATION_ID = 0x5354524c;

/** How long another process on the same file may hold it. Sums are written after the answer: nobody waits. */
const BUSY_MS = 50;

/** Sums that are over are kept this long: one look at last month is worth more than a few bytes. */
const KEEP_MS = 40 * 24 * 3_600 * 1_000;

const ADD = `
  INSERT INTO sums (name, total, expires_at) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET total = total + excluded.total, expires_at = excluded.expires_at
  RETURNING total
`;

/** Sums in a small file, for one machine. Opened when first used; a file that cannot be had is tried again each time. */
export class SqliteSumStore implements SumStore {
  readonly name = 'sqlite';
  readonly #path: string;
  readonly #clock: Clock;
  #db: DatabaseSync | undefined;

  constructor({ path, clock }: { readonly path: string; readonly clock: Clock }) {
    this.#path = path;
    this.#clock = clock;
  }

  async add({ name, expiresAt }: Sum, amount: number, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    return this.#guarded((db) => Number(db.prepare(ADD).get(name, amount, Math.floor(expiresAt))?.['total']));
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#guarded((db) => db.prepare('SELECT 1').get());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#db?.close();
    this.#db = undefined;
  }

  #guarded<T>(work: (db: DatabaseSync) => T): T {
    try {
      this.#db ??= open(this.#path, this.#clock.now() - KEEP_MS);
      return work(this.#db);
    } catch (error) {
      throw new DependencyError(`The sums in ${this.#path} cannot be used: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

function open(path: string, forgottenBefore: number): DatabaseSync {
  makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    // A killed process loses nothing; a machine that loses power at most the last moments.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    const owner = Number(db.prepare('PRAGMA application_id').get()?.['application_id']);
    if (!empty && owner !== APPLICATION_ID) throw new Error('the file is a database of another application');
    db.exec(`
      PRAGMA application_id = ${APPLICATION_ID};
      CREATE TABLE IF NOT EXISTS sums (name TEXT PRIMARY KEY, total REAL NOT NULL, expires_at INTEGER NOT NULL) STRICT;
    `);
    db.prepare('DELETE FROM sums WHERE expires_at < ?').run(Math.floor(forgottenBefore));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
