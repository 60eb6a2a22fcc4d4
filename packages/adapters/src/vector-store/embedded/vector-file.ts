import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DependencyError, messageOf } from '@strata/core/errors';

import { makePrivateDatabase } from '../../private-files.ts';
import { PointTable } from './point-table.ts';
import { PRAGMAS, SCHEMA_VERSION, TABLES } from './schema.ts';
import { SnapshotFiles } from './snapshot-files.ts';

export type OpenVectorFile = { readonly table: PointTable; readonly snapshots: SnapshotFiles | undefined };

/** SQLite's primary result codes: locked by another, broken, no database at all. */
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

const IN_USE_ADVICE =
  'Give each process a DATA_DIR of its own, or let them share Redis and Qdrant (REDIS_URL, QDRANT_URL).';
const PLACE_ADVICE = 'DATA_DIR must be a directory that this process may write in.';

/** The directory that holds everything: `points.sqlite` with its WAL, and the saved graphs. */
export class VectorFile {
  readonly #directory: string | undefined;
  readonly #onProblem: (problem: string) => void;

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
    const database = openIn(directory);
    try {
      database.exec(PRAGMAS);
      prepare(database);
    } catch (error) {
      database.close();
      throw isResult(error, BUSY)
        ? new DependencyError(`${directory} is in use by another process. ${IN_USE_ADVICE}`, {
            code: 'in_use',
            advice: IN_USE_ADVICE,
            cause: error,
          })
        : error;
    }
    const table = new PointTable(database);
    if (directory === undefined) return { table, snapshots: undefined };
    const snapshots = new SnapshotFiles(directory);
    snapshots.keepOnly(table.snapshots());
    return { table, snapshots };
  }
}

function openIn(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return new DatabaseSync(':memory:');
  try {
    const path = join(directory, 'points.sqlite');
    makePrivateDatabase(path);
    return new DatabaseSync(path);
  } catch (error) {
    // Whatever is said of a directory that cannot be written (ENOENT, where all of it is read-only), it is this.
    const message = `${directory} cannot be opened (${messageOf(error)}). ${PLACE_ADVICE}`;
    throw new DependencyError(message, { advice: PLACE_ADVICE, cause: error });
  }
}

export function isCorruption(error: unknown): boolean {
  return error instanceof UnknownSchemaError || isResult(error, CORRUPT) || isResult(error, NOT_A_DATABASE);
}

function isResult(error: unknown, primaryCode: number): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false;
  // The low byte is the primary code; the rest tells variants of it apart.
  return (error.errcode & 0xff) === primaryCode;
}

class UnknownSchemaError extends Error {}

function prepare(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === SCHEMA_VERSION) return;
  if (version !== 0)
    throw new UnknownSchemaError(`it has version ${String(version)}, this is version ${SCHEMA_VERSION}`);
  database.exec(`BEGIN EXCLUSIVE; ${TABLES} COMMIT;`);
}
