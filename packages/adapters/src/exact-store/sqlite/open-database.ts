import { DatabaseSync } from 'node:sqlite';
import { makePrivateDatabase } from '../../private-files.ts';
import { ForeignDatabaseError, OtherFormatError } from './sqlite-errors.ts';

/** "STRA": says in the file's header whose it is. */
const APPLICATION_ID = 0x53545241;
const FORMAT = 1;

/** While the process starts it may wait for another one; later every wait would hold up all requests. */
const OPEN_BUSY_MS = 2_000;
const BUSY_MS = 50;

/*
 * - `generation` is what `clear` raises: rows of an older one are invisible at once and removed in small steps.
 * - `removals` is what `delete` raises: a second process on the file sees that it missed something.
 * - Sums and counts are read from the indices alone, so they carry what is summed.
 */
const SCHEMA = `
  CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, removals INTEGER NOT NULL);
  INSERT INTO state VALUES (1, 1, 0);
  CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value BLOB NOT NULL,
    encoding INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  );
  CREATE INDEX entries_by_expiry ON entries (generation, expires_at, size);
  CREATE INDEX entries_by_use ON entries (used_at);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * Opens the file, or makes it and its directory. Throws `OtherFormatError`, `ForeignDatabaseError` or what
 * SQLite and the file system say.
 */
export function openDatabase(path: string): DatabaseSync {
  makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: OPEN_BUSY_MS });
  try {
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync): void {
  // Both take effect on an empty file only. Incremental gives the sweeper a way to shrink the file; on pages of
  // 4 KiB an answer of 2.1 KB takes a whole one (measured: 4.2 KB an entry, 2.9 KB on pages of 8 KiB).
  db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA page_size = 8192');
  assertOurs(db);
  db.exec('PRAGMA journal_mode = WAL');
  // Without fsync a killed process still loses nothing, the kernel has it all. Measured on writes: fsync in
  // checkpoints stops the event loop for 7 ms (p99) and 30 ms (p99.9), without it 0.2 ms. A machine that loses
  // power may leave a damaged file: the checksums and the recovery see to that.
  db.exec('PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 250; PRAGMA journal_size_limit = 16777216');
  db.exec('BEGIN IMMEDIATE');
  try {
    // Inside the transaction: two processes may find the same empty file.
    if (pragma(db, 'user_version') === 0) db.exec(SCHEMA);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
}

function assertOurs(db: DatabaseSync): void {
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty) return;
  if (pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new ForeignDatabaseError('the file is a database of another application');
  }
  const format = pragma(db, 'user_version');
  if (format !== FORMAT) throw new OtherFormatError(`its format is ${format}, this version writes ${FORMAT}`);
}

function pragma(db: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
