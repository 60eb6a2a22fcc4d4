import { DatabaseSync } from 'node:sqlite';
import { makePrivateDatabase } from '../private-files.ts';
import { OtherFormatError } from './sqlite-errors.ts';

/** What a database of ours is like, wherever its file lies. */
export type DatabaseLayout = {
  /** Says in the file's header whose it is: a database without it is left alone. Absent: any is taken for ours. */
  readonly applicationId?: number;
  /** 1 at least, raised when the tables change: a file of another format is refused. */
  readonly format: number;
  /** Makes the tables, in a file that is of no format yet. */
  readonly tables: string;
  /**
   * A killed process loses nothing either way, the kernel has it all. `OFF` waits for no disk, so that a machine that loses
   * power may leave a damaged file; `NORMAL` (fsync in checkpoints) leaves one that lacks the last moments at most; with `FULL`
   what was answered for is on the disk, at some milliseconds of the calling thread for each write.
   */
  readonly synchronous: 'OFF' | 'NORMAL' | 'FULL';
  /** How long a call waits for another process on the file, and with it the thread. */
  readonly busyMs: number;
  /** The same while it is opened. Default: as long. */
  readonly openBusyMs?: number;
  /** Set before anything is read. Nothing that writes: a full disk would refuse the file. */
  readonly pragmas?: string;
  /** Set before the tables are made, in an empty file alone. */
  readonly newFilePragmas?: string;
};

/**
 * Opens the file, or makes it and its folder, for their owner alone; `:memory:` needs neither. Throws
 * `OtherFormatError`, or what SQLite and the file system say.
 */
export function openDatabase(path: string, layout: DatabaseLayout): DatabaseSync {
  makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: layout.openBusyMs ?? layout.busyMs });
  try {
    prepare(db, layout);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync, layout: DatabaseLayout): void {
  const { applicationId, format, tables, synchronous, busyMs, pragmas = '', newFilePragmas = '' } = layout;
  db.exec(pragmas);
  if (isEmpty(db)) db.exec(newFilePragmas);
  else assertOurs(db, layout);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
  db.exec('BEGIN IMMEDIATE');
  try {
    // Inside the transaction: two processes may find the same empty file.
    if (pragma(db, 'user_version') === 0) {
      db.exec(`${tables}; PRAGMA user_version = ${format}`);
      if (applicationId !== undefined) db.exec(`PRAGMA application_id = ${applicationId}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
  db.exec(`PRAGMA busy_timeout = ${busyMs}`);
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function assertOurs(db: DatabaseSync, { applicationId, format }: DatabaseLayout): void {
  if (applicationId !== undefined && pragma(db, 'application_id') !== applicationId) {
    throw new Error('the file is a database of another application');
  }
  const found = pragma(db, 'user_version');
  if (found !== 0 && found !== format) {
    throw new OtherFormatError(`its format is ${found}, this version writes ${format}`);
  }
}

function pragma(db: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
