import type { DatabaseLayout } from '../../sqlite/open-database.ts';

/**
 * `key` numbers a point and is never used twice: a point that is written again gets a new one, so what a graph on disk
 * says of an old key can do no harm. Entries stand apart from points: a search reads many points, and one entry.
 * `removed` lists what was deleted since a partition's graph was saved.
 */
const TABLES = `
  CREATE TABLE spaces (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL);
  CREATE TABLE partitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    space INTEGER NOT NULL,
    name TEXT NOT NULL,
    snapshot_key INTEGER NOT NULL DEFAULT 0,
    snapshot_checksum INTEGER NOT NULL DEFAULT 0,
    UNIQUE (space, name)
  );
  CREATE TABLE points (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    space INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    min_score REAL NOT NULL,
    bytes INTEGER NOT NULL,
    vector BLOB NOT NULL
  );
  CREATE UNIQUE INDEX points_by_id ON points (space, id);
  CREATE INDEX points_by_partition ON points (partition);
  CREATE INDEX points_by_partition_expiry ON points (partition, expires_at);
  CREATE INDEX points_by_expiry ON points (expires_at, bytes);
  CREATE TABLE entries (key INTEGER PRIMARY KEY, entry BLOB NOT NULL);
  CREATE TABLE removed (partition INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (partition, key)) WITHOUT ROWID;
  CREATE TRIGGER points_removed AFTER DELETE ON points BEGIN
    DELETE FROM entries WHERE key = old.key;
    INSERT INTO removed SELECT id, old.key FROM partitions WHERE id = old.partition AND snapshot_key >= old.key;
  END;
`;

export const POINT_LAYOUT: DatabaseLayout = {
  format: 1,
  tables: TABLES,
  synchronous: 'NORMAL',
  // One process owns the file: a second one would not see what the first keeps in memory. It is told so at once.
  pragmas: 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_size_limit = 16777216',
  busyMs: 0,
};
