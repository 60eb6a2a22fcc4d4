import { DependencyError, messageOf } from '@strata/core/errors';
import { renameSync, rmSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, type DatabaseLayout } from './open-database.ts';
import { adviceOn, classifySqliteError } from './sqlite-errors.ts';

export type DatabaseFileOptions<T> = {
  /** `:memory:` for a database without a file. */
  readonly path: string;
  readonly layout: DatabaseLayout;
  /** Makes of the open database what `run` works on. */
  readonly use: (db: DatabaseSync) => T;
  readonly onProblem: (message: string) => void;
  /** An empty file took the place of the one before. */
  readonly onReplaced?: () => void;
  /** A call waited in vain for another process that has the file locked. */
  readonly onLocked?: (used: T) => void;
};

type Open<T> = { readonly db: DatabaseSync; readonly used: T; readonly inode: number | undefined };

/** A database file, opened when it is needed, and made anew when it is damaged or was taken away. */
export class DatabaseFile<T> implements Disposable {
  readonly #options: DatabaseFileOptions<T>;
  #open: Open<T> | undefined;
  #lastProblem: string | undefined;
  #closed = false;
  /**
   * Connections to a file that another process replaced. To close one would remove the `-wal` beside the *new*
   * file, by name (sqlite.org/howtocorrupt.html, section 2.4), so they stay open for as long as the process runs.
   */
  readonly #abandoned: DatabaseSync[] = [];

  constructor(options: DatabaseFileOptions<T>) {
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
  run<R>(work: (used: T) => R): R {
    if (this.#closed) throw new DependencyError(`SQLite (${this.#options.path}) is closed.`);
    try {
      return this.#succeed(work(this.#opened()));
    } catch (error) {
      return this.#again(work, error);
    }
  }

  /** Notices that someone removed or replaced the file: SQLite itself would go on writing into the void. */
  checkPlace(): void {
    if (this.#isReplaced()) this.#abandon();
  }

  /** Says each problem once, until something works again or another comes. */
  report(problem: string): void {
    if (this.#lastProblem === problem) return;
    this.#lastProblem = problem;
    this.#options.onProblem(problem);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#close();
  }

  #succeed<R>(result: R): R {
    this.#lastProblem = undefined;
    return result;
  }

  #opened(): T {
    if (this.#open !== undefined) return this.#open.used;
    const { path, layout, use } = this.#options;
    const db = openDatabase(path, layout);
    try {
      this.#open = { db, used: use(db), inode: inodeOf(path) };
    } catch (error) {
      db.close();
      throw error;
    }
    return this.#open.used;
  }

  #isReplaced(): boolean {
    return this.#open !== undefined && inodeOf(this.#options.path) !== this.#open.inode;
  }

  #again<R>(work: (used: T) => R, error: unknown): R {
    try {
      this.#replaceIfBroken(error);
      return this.#succeed(work(this.#opened()));
    } catch (last) {
      throw asDependencyError(this.#options.path, last);
    }
  }

  /** Returns when it is worth trying again; throws otherwise. */
  #replaceIfBroken(error: unknown): void {
    const failure = classifySqliteError(error);
    if (failure === 'corrupt') return this.#setAside(error);
    if (failure === 'moved') return this.#abandon();
    if (failure === 'busy' && this.#open !== undefined) this.#options.onLocked?.(this.#open.used);
    throw error;
  }

  #setAside(error: unknown): void {
    const { path } = this.#options;
    // Not the file that was found broken: another process has been here first.
    if (this.#isReplaced()) return this.#abandon();
    this.#close();
    const aside = path === ':memory:' ? undefined : moveAside(path);
    const where = aside === undefined ? 'it was dropped' : `it is now ${aside}`;
    this.report(`${path} cannot be used (${messageOf(error)}): ${where}, and an empty one is made.`);
    this.#options.onReplaced?.();
  }

  #abandon(): void {
    if (this.#open !== undefined) this.#abandoned.push(this.#open.db);
    this.#open = undefined;
    this.report(`${this.#options.path} was removed or replaced: it is opened anew.`);
    this.#options.onReplaced?.();
  }

  #close(): void {
    try {
      this.#open?.db.close();
    } catch {
      // A damaged database may fail to close; the handle is given up all the same.
    }
    this.#open = undefined;
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

/** What tells a file from another one that took its name; `undefined`: there is none. */
export function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function asDependencyError(path: string, error: unknown): DependencyError {
  const advice = adviceOn(error);
  const message = `SQLite (${path}): ${messageOf(error)}`;
  if (advice === undefined) return new DependencyError(message, { cause: error });
  return new DependencyError(`${message}. ${advice}`, { cause: error, advice });
}
