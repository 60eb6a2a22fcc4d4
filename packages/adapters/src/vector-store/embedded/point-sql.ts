import { NEVER_EXPIRES } from '@strata/core/ports/exact-store';

/** What is asked of the tables, by name. */
export const POINT_SQL = {
  space: 'SELECT id, dimensions FROM spaces WHERE name = ?',
  addSpace: 'INSERT INTO spaces (name, dimensions) VALUES (?, ?)',
  partition: 'SELECT * FROM partitions WHERE space = ? AND name = ?',
  addPartition: 'INSERT INTO partitions (space, name) VALUES (?, ?)',
  dropPartition: `DELETE FROM partitions WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM points WHERE partition = ?1)
    RETURNING snapshot_key`,
  add: `INSERT INTO points (space, partition, id, text, created_at, expires_at, min_score, bytes, vector)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addEntry: 'INSERT INTO entries (key, entry) VALUES (?, ?)',
  point: 'SELECT key, id, text, created_at, expires_at, min_score, vector FROM points WHERE key = ?',
  entry: `SELECT entry FROM entries JOIN points USING (key) JOIN spaces ON spaces.id = space
    WHERE name = ? AND points.id = ? AND expires_at > ?`,
  setMinScore: `UPDATE points SET min_score = ? WHERE space = (SELECT id FROM spaces WHERE name = ?) AND id = ?`,
  live: `SELECT 1 FROM points JOIN spaces ON spaces.id = space WHERE name = ? AND points.id = ? AND expires_at > ?`,
  remove: `DELETE FROM points WHERE space = (SELECT id FROM spaces WHERE name = ?) AND id = ?
    RETURNING key, partition, bytes`,
  removeExpired: `DELETE FROM points WHERE key IN
    (SELECT key FROM points WHERE expires_at <= ? ORDER BY expires_at LIMIT ?) RETURNING key, partition, bytes`,
  removeSoonest: `DELETE FROM points WHERE key IN
    (SELECT key FROM points WHERE expires_at < ${NEVER_EXPIRES} ORDER BY expires_at LIMIT ?)
    RETURNING key, partition, bytes`,
  // `+` and `CROSS`: along the keys, the order asked for; by an index each page would read and sort the whole space.
  after: `SELECT points.*, entry, partitions.name AS partition_name FROM points CROSS JOIN entries USING (key)
    CROSS JOIN partitions ON partitions.id = points.partition
    WHERE +points.space = (SELECT id FROM spaces WHERE name = ?) AND points.key > ? ORDER BY points.key LIMIT ?`,
  vectorsOfSpace: `SELECT key, vector FROM points
    WHERE +space = (SELECT id FROM spaces WHERE name = ?) AND key > ? AND +expires_at > ? ORDER BY key LIMIT ?`,
  vectors: `SELECT key, vector FROM points WHERE partition = ? AND key > ? AND key <= ? ORDER BY key LIMIT ?`,
  liveVectors: 'SELECT key, vector FROM points WHERE partition = ? AND expires_at > ? LIMIT ?',
  lastKey: 'SELECT COALESCE(MAX(key), 0) AS key FROM points WHERE partition = ?',
  expired: `SELECT key, expires_at FROM points WHERE partition = ? AND expires_at <= ?
    AND (expires_at, key) > (?, ?) ORDER BY expires_at, key LIMIT ?`,
  removed: 'SELECT key FROM removed WHERE partition = ?',
  forgetRemoved: 'DELETE FROM removed WHERE partition = ?',
  setSnapshot: 'UPDATE partitions SET snapshot_key = ?, snapshot_checksum = ? WHERE id = ?',
  snapshots: 'SELECT id, snapshot_key FROM partitions WHERE snapshot_key > 0',
  totals: 'SELECT COUNT(*) AS entries, COALESCE(SUM(bytes), 0) AS bytes FROM points',
} as const;
