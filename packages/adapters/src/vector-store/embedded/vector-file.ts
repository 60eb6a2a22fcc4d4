import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { DependencyError, messageOf } from '@strata/core/errors';

import { inodeOf } from '../../sqlite/database-file.ts';
import { openDatabase } from '../../sqlite/open-database.ts';
import { adviceOn, classifySqliteError, PLACE_ADVICE } from '../../sqlite/sqlite-errors.ts';
import { PointTable } from './point-table.ts';
import { POINT_LAYOUT } from './schema.ts';
import { SnapshotFiles } from './snapshot-files.ts';

export type OpenVectorFile = { readonly table: PointTable; readonly snapshots: SnapshotFiles | undefined };

const IN_USE_ADVICE =
  'Give each process a DATA_DIR of its own, or let them share Redis and Qdrant (REDIS_URL, QDRANT_URL).';

/** The directory that holds everything: `points.sqlite` with its WAL, and the saved graphs. */
export class VectorFile {
  readonly #directory: string | undefined;
  readonly #onProblem: (problem: string) => void;
  #inode: number | undefined;

  constructor(directory: string | undefined, onProblem: (problem: string) => void) {
    this.#directory = directory;
    this.#onProblem = onProblem;
  }

  /** Opens it, or makes a new one; what cannot be read is moved aside. Throws while another process has it open. */
  open(): OpenVectorFile {
    try {
      return this.#open();
    } catch (error) {
      if (!isCorruption(error)) throw error;
      this.setAside(messageOf(error));
      return this.#open();
    }
  }

  /** Whether the open file was removed or replaced: SQLite itself would go on writing into the void. Says so. */
  wasTaken(): boolean {
    if (this.#inode === inodeIn(this.#directory)) return false;
    this.#onProblem(`The vector index in ${this.#directory} was removed or replaced: it is opened anew.`);
    return true;
  }

  /** Keeps an unreadable directory beside a new one, for a look at it. One at most: the disk is not ours to fill. */
  setAside(why: string): void {
    const directory = this.#directory;
    if (directory === undefined) return;
    const aside = `${directory}.corrupt`;
    rmSync(aside, { recursive: true, force: true });
    renameSync(directory, aside);
    this.#onProblem(
      `The vector index cannot be read (${why}); it was moved to ${aside} and an empty one is used.`,
    );
  }

  /** Forgets everything at once, however much it is. The file must be closed. */
  erase(): void {
    const directory = this.#directory;
    if (directory === undefined) return;
    const erased = `${directory}.erased`;
    rmSync(erased, { recursive: true, force: true });
    // A rename is whole or not at all: a kill in between cannot leave a WAL without its database.
    renameSync(directory, erased);
    rmSync(erased, { recursive: true, force: true });
  }

  #open(): OpenVectorFile {
    const directory = this.#directory;
    const table = new PointTable(openIn(directory));
    this.#inode = inodeIn(directory);
    if (directory === undefined) return { table, snapshots: undefined };
    const snapshots = new SnapshotFiles(directory);
    snapshots.keepOnly(table.snapshots());
    return { table, snapshots };
  }
}

function pathIn(directory: string): string {
  return join(directory, 'points.sqlite');
}

function inodeIn(directory: string | undefined): number | undefined {
  return directory === undefined ? undefined : inodeOf(pathIn(directory));
}

function openIn(directory: string | undefined): DatabaseSync {
  const path = directory === undefined ? ':memory:' : pathIn(directory);
  try {
    return openDatabase(path, POINT_LAYOUT);
  } catch (error) {
    if (isCorruption(error)) throw error;
    if (classifySqliteError(error) === 'busy') {
      throw new DependencyError(`${directory} is in use by another process. ${IN_USE_ADVICE}`, {
        code: 'in_use',
        advice: IN_USE_ADVICE,
        cause: error,
      });
    }
    // Whatever the file system says of a directory that cannot be written (ENOENT, where all of it is read-only), it is this.
    const advice = adviceOn(error) ?? PLACE_ADVICE;
    const message = `${directory} cannot be opened (${messageOf(error)}). ${advice}`;
    throw new DependencyError(message, { advice, cause: error });
  }
}

export function isCorruption(error: unknown): boolean {
  return classifySqliteError(error) === 'corrupt';
}
