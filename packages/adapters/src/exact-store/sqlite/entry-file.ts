import { DependencyError, messageOf } from '@strata/core';
import { renameSync, rmSync, statSync } from 'node:fs';
import { EntryTable } from './entry-table.ts';
import { openDatabase } from './open-database.ts';
import { adviceOn, classifySqliteError } from './sqlite-errors.ts';

export type EntryFileOptions = {
  /** `:memory:` for a database without a file. */
  readonly path: string;
  readonly onProblem: (message: string) => void;
  /** An empty file took the place of the one before. */
  readonly onReplaced: () => void;
};

/** The database file, opened when it is needed, and made anew when it is damaged or was taken away. */
export class EntryFile {
  readonly #options: EntryFileOptions;
  #table: EntryTable | undefined;
  #inode: number | undefined;
  #lastProblem: string | undefined;
  #closed = false;
  /**
   * Connections to a file that another process replaced. To close one would remove the `-wal` beside the *new*
   * file, by name (sqlite.org/howtocorrupt.html, section 2.4), so they stay open for as long as the process runs.
   */
  readonly #abandoned: EntryTable[] = [];

  constructor(options: EntryFileOptions) {
    this.#options = options;
  }

  /** Opens it now, so that problems are said when the process starts. The next `run` tries again. */
  tryOpen(): void {
    try {
      this.run(() => undefined);
    } catch (error) {
      this.report(messageOf(error));
    }
  }

  /** Throws `DependencyError`. `work` may be run a second time, on a new and empty file. */
  run<T>(work: (table: EntryTable) => T): T {
    if (this.#closed) throw new DependencyError('The SQLite store is closed.');
    try {
      return this.#succeed(work(this.#open()));
    } catch (error) {
      this.#replaceIfBroken(error);
    }
    try {
      return this.#succeed(work(this.#open()));
    } catch (error) {
      throw asDependencyError(this.#options.path, error);
    }
  }

  /** Notices that someone removed or replaced the file: SQLite itself would go on writing into the void. */
  checkPlace(): void {
    if (this.#table !== undefined && inodeOf(this.#options.path) !== this.#inode) this.#abandon();
  }

  /** Says each problem once, until something works again or another comes. */
  report(problem: string): void {
    if (this.#lastProblem === problem) return;
    this.#lastProblem = problem;
    this.#options.onProblem(problem);
  }

  close(): void {
    this.#closed = true;
    this.#closeTable();
  }

  #succeed<T>(result: T): T {
    this.#lastProblem = undefined;
    return result;
  }

  #open(): EntryTable {
    if (this.#table !== undefined) return this.#table;
    const { path } = this.#options;
    const db = openDatabase(path);
    try {
      this.#table = new EntryTable(db);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#inode = inodeOf(path);
    return this.#table;
  }

  /** Returns when it is worth trying again; throws otherwise. */
  #replaceIfBroken(error: unknown): void {
    const failure = classifySqliteError(error);
    if (failure === 'corrupt') this.#setAside(error);
    else if (failure === 'moved') this.#abandon();
    else throw asDependencyError(this.#options.path, error);
  }

  #setAside(error: unknown): void {
    const { path, onReplaced } = this.#options;
    // Not the file that was found broken: another process has been here first.
    if (this.#table !== undefined && inodeOf(path) !== this.#inode) return this.#abandon();
    this.#closeTable();
    const aside = path === ':memory:' ? undefined : moveAside(path);
    const where = aside === undefined ? 'it was dropped' : `it is now ${aside}`;
    this.report(
      `The exact cache ${path} cannot be used (${messageOf(error)}): ${where}, and an empty one is made.`,
    );
    onReplaced();
  }

  #abandon(): void {
    if (this.#table !== undefined) this.#abandoned.push(this.#table);
    this.#table = undefined;
    this.report(`The exact cache ${this.#options.path} was removed or replaced: it is opened anew.`);
    this.#options.onReplaced();
  }

  #closeTable(): void {
    try {
      this.#table?.close();
    } catch {
      // A damaged database may fail to close; the handle is given up all the same.
    }
    this.#table = undefined;
  }
}

/** One broken file is kept for a look at it, so that repeated damage cannot fill the disk. */
function moveAside(path: string): string {
  const aside = `${path}.corrupt`;
  for (const suffix of ['-wal', '-shm']) rmSync(`${aside}${suffix}`, { force: true });
  if (inodeOf(`${path}-wal`) !== undefined) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  renameSync(path, aside);
  return aside;
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function asDependencyError(path: string, error: unknown): DependencyError {
  const advice = adviceOn(error);
  const message = `SQLite (${path}): ${messageOf(error)}`;
  if (advice === undefined) return new DependencyError(message, { cause: error });
  return new DependencyError(`${message}. ${advice}`, { cause: error, advice });
}
