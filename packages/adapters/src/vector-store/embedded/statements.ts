import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export type Row = Record<string, unknown>;

/** Named SQL texts of one database, each prepared once. */
export class Statements<Name extends string> {
  readonly #database: DatabaseSync;
  readonly #sql: Readonly<Record<Name, string>>;
  readonly #prepared = new Map<Name, StatementSync>();

  constructor(database: DatabaseSync, sql: Readonly<Record<Name, string>>) {
    this.#database = database;
    this.#sql = sql;
  }

  get(name: Name, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(name).get(...values);
  }

  all(name: Name, ...values: SQLInputValue[]): Row[] {
    return this.#statement(name).all(...values);
  }

  run(name: Name, ...values: SQLInputValue[]): { changes: number; lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#statement(name).run(...values);
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  /** All of `work`, or nothing of it. */
  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.#database.exec('COMMIT');
      return value;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #statement(name: Name): StatementSync {
    const known = this.#prepared.get(name);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(this.#sql[name]);
    this.#prepared.set(name, statement);
    return statement;
  }
}
