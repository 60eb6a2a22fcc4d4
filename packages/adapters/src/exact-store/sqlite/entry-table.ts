import { NEVER_EXPIRES } from '@strata/core';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { ENTRY_LAYOUT } from './schema.ts';
import type { PackedValue } from './value-codec.ts';
import { Usage, type RowSize } from './usage.ts';

export type EntryRow = {
  readonly id: number;
  readonly packed: PackedValue;
  readonly expiresAt: number;
  readonly usedAt: number;
};

export type KeyedRow = EntryRow & { readonly key: string };

export type NewEntry = {
  readonly key: string;
  readonly packed: PackedValue;
  readonly expiresAt: number;
  readonly now: number;
};

type State = { readonly generation: number; readonly removals: number };

/** Columns, indices and the row's header, on top of key and value: measured on 20,000 entries. */
const ROW_OVERHEAD_BYTES = 200;

/** `used_at` of what never expires: it is not evicted either. */
const KEPT = Number.MAX_SAFE_INTEGER;

const CURRENT = '(SELECT generation FROM state)';
const READ = `SELECT id, value, encoding, checksum, expires_at, used_at FROM entries WHERE key = ? AND generation = ${CURRENT}`;
const SIZE_OF = 'SELECT generation, size FROM entries WHERE key = ?';
const UPSERT = `
  INSERT INTO entries (key, value, encoding, checksum, generation, expires_at, size, used_at)
  VALUES (?, ?, ?, ?, ${CURRENT}, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, encoding = excluded.encoding, checksum = excluded.checksum,
    generation = excluded.generation, expires_at = excluded.expires_at, size = excluded.size, used_at = excluded.used_at`;
const REMOVE = 'DELETE FROM entries WHERE key = ? RETURNING generation, size';
const TOUCH = `UPDATE entries SET used_at = ? WHERE id = ? AND used_at < ${KEPT}`;
const AFTER = `SELECT id, key, value, encoding, checksum, expires_at, used_at FROM entries
  WHERE id > ? AND generation = ${CURRENT} ORDER BY id LIMIT ?`;
const COUNT = `
  SELECT ${CURRENT} AS generation, count(*) AS entries, coalesce(sum(size), 0) AS bytes,
    (SELECT coalesce(sum(size), 0) FROM entries WHERE generation < ${CURRENT}) AS clearedBytes
  FROM entries WHERE generation = ${CURRENT}`;
const OLDEST = `SELECT id, generation, size FROM entries WHERE used_at < ${KEPT} ORDER BY used_at, id LIMIT ?`;
const REMOVE_ROW = 'DELETE FROM entries WHERE id = ?';
const SWEEP_CLEARED = removalOf(`SELECT id FROM entries WHERE generation < ${CURRENT} LIMIT ?`);
const SWEEP_EXPIRED = removalOf(
  `SELECT id FROM entries WHERE generation = ${CURRENT} AND expires_at <= ? LIMIT ?`,
);

function removalOf(ids: string): string {
  return `DELETE FROM entries WHERE id IN (${ids}) RETURNING generation, size`;
}

/** The statements on one open database, and the sum of what they left in it. Throws what SQLite throws. */
export class EntryTable {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #usage: Usage;
  /** The state as it is if nobody else has changed it. */
  #expected: State;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#usage = this.#count();
    this.#expected = this.#state();
  }

  get usage(): Usage {
    return this.#usage;
  }

  /** Whether calls wait a moment for another process that has the file locked. */
  get patient(): boolean {
    return this.#number('PRAGMA busy_timeout') > 0;
  }

  set patient(patient: boolean) {
    this.#db.exec(`PRAGMA busy_timeout = ${patient ? ENTRY_LAYOUT.busyMs : 0}`);
  }

  read(key: string): EntryRow | undefined {
    const row = this.#statement(READ).get(key) as RawRow | undefined;
    return row === undefined ? undefined : toRow(row);
  }

  /** In the order of their ids, at least one where there is one; what they hold stays about below `maxBytes`. */
  rowsAfter(id: number, { limit, maxBytes }: { limit: number; maxBytes: number }): readonly KeyedRow[] {
    const rows: KeyedRow[] = [];
    let bytes = 0;
    for (const raw of this.#statement(AFTER).iterate(id, limit)) {
      const row = raw as RawRow & { key: string };
      rows.push({ ...toRow(row), key: row.key });
      bytes += row.value.byteLength;
      if (bytes >= maxBytes) break;
    }
    return rows;
  }

  write({ key, packed, expiresAt, now }: NewEntry): void {
    const replaced = this.#statement(SIZE_OF).all(key) as RowSize[];
    const size = this.sizeOf(key, packed.bytes);
    const { bytes, encoding, checksum } = packed;
    const usedAt = expiresAt >= NEVER_EXPIRES ? KEPT : now;
    this.#statement(UPSERT).run(key, bytes, encoding, checksum, expiresAt, size, usedAt);
    this.#usage.remove(replaced);
    this.#usage.add(size);
  }

  /** What an entry takes of the room: key, bytes as stored, and the row around them. */
  sizeOf(key: string, bytes: Uint8Array): number {
    return Buffer.byteLength(key) + bytes.byteLength + ROW_OVERHEAD_BYTES;
  }

  remove(key: string): void {
    let removed: RowSize[] = [];
    this.transaction(() => {
      removed = this.#statement(REMOVE).all(key) as RowSize[];
      this.#db.exec('UPDATE state SET removals = removals + 1');
    });
    this.#usage.remove(removed);
    this.#expected = { ...this.#expected, removals: this.#expected.removals + 1 };
  }

  clear(): void {
    this.#db.exec('UPDATE state SET generation = generation + 1');
    this.#usage.clear(this.#state().generation);
    this.#expected = { ...this.#expected, generation: this.#expected.generation + 1 };
  }

  touch(ids: readonly number[], now: number): void {
    this.transaction(() => {
      for (const id of ids) this.#statement(TOUCH).run(now, id);
    });
  }

  /** Removes the rows not used for longest, as few as free `bytes`, and at most `limit` of them. Says how many. */
  evictOldest(bytes: number, limit: number): number {
    const oldest = this.#statement(OLDEST).all(limit) as (RowSize & { id: number })[];
    let freed = 0;
    const evicted = oldest.filter(({ size }) => {
      const needed = freed < bytes;
      freed += size;
      return needed;
    });
    this.transaction(() => {
      for (const { id } of evicted) this.#statement(REMOVE_ROW).run(id);
    });
    this.#usage.remove(evicted);
    return evicted.length;
  }

  /** These remove at most `limit` rows and say how many. */
  sweepCleared(limit: number): number {
    return this.#removeRows(SWEEP_CLEARED, limit);
  }

  sweepExpired(now: number, limit: number): number {
    return this.#removeRows(SWEEP_EXPIRED, now, limit);
  }

  /** Another number than before means that another connection has written, and `usage` wants a `recount`. */
  dataVersion(): number {
    return this.#number('PRAGMA data_version');
  }

  /** Whether another connection has cleared or deleted since the last time this was asked. */
  missedInvalidation(): boolean {
    const state = this.#state();
    const { generation, removals } = this.#expected;
    this.#expected = state;
    return state.generation !== generation || state.removals !== removals;
  }

  /** What another process added and removed is not in our sums. Takes 1 ms for 25,000 entries. */
  recount(): void {
    this.#usage = this.#count();
  }

  pages(): { readonly all: number; readonly free: number } {
    return { all: this.#number('PRAGMA page_count'), free: this.#number('PRAGMA freelist_count') };
  }

  /** Gives up to `pages` free pages at the file's end back to the file system. */
  shrink(pages: number): void {
    this.#db.exec(`PRAGMA incremental_vacuum(${pages})`);
  }

  transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      // Some errors (a full disk) have rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #count(): Usage {
    const counted = this.#statement(COUNT).get();
    return new Usage(counted as { generation: number; entries: number; bytes: number; clearedBytes: number });
  }

  #state(): State {
    return this.#statement('SELECT generation, removals FROM state').get() as State;
  }

  #removeRows(sql: string, ...values: SQLInputValue[]): number {
    const removed = this.#statement(sql).all(...values) as RowSize[];
    this.#usage.remove(removed);
    return removed.length;
  }

  #number(sql: string): number {
    return Number(Object.values(this.#statement(sql).get() ?? {})[0]);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

type RawRow = {
  readonly id: number;
  readonly value: Uint8Array;
  readonly encoding: number;
  readonly checksum: number;
  readonly expires_at: number;
  readonly used_at: number;
};

function toRow(row: RawRow): EntryRow {
  const packed = { bytes: row.value, encoding: row.encoding, checksum: row.checksum };
  return { id: row.id, packed, expiresAt: row.expires_at, usedAt: row.used_at };
}
