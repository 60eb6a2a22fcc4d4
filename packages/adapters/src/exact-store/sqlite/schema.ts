import type { DatabaseLayout } from '../../sqlite/open-database.ts';

/*
 * - `generation` is what `clear` raises: rows of an older one are invisible at once and removed in small steps.
 * - `removals` is what `delete` raises: a second process on the file sees that it missed something.
 * - Sums and counts are read from the indices alone, so they carry what is summed.
 */
const TABLES = `
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
`;

/** Entries of the exact cache, or of people's feedback. */
export const ENTRY_LAYOUT: Omit<DatabaseLayout, 'synchronous'> = {
  /** "STRA" */
  applicationId: 0x53545241,
  format: 1,
  tables: TABLES,
  // On pages of 4 KiB an answer of 2.1 KB takes a whole one (measured: 4.2 KB an entry, 2.9 KB on pages of 8 KiB). Their size
  // comes first: `auto_vacuum` makes the first page. Incremental gives the sweeper a way to shrink the file; said to a file
  // that is there, it would be written again at each start.
  newFilePragmas: 'PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL',
  pragmas: 'PRAGMA wal_autocheckpoint = 250; PRAGMA journal_size_limit = 16777216',
  // While the process starts it may wait for another one; later every wait holds up all requests. Another process's write
  // takes far less: who still holds the file then will not let go of it soon.
  openBusyMs: 2_000,
  busyMs: 50,
};
