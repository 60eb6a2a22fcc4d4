import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Folders that are made for what others should not read; those that are there stay as somebody made them. */
export const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;

const PRIVATE_FILE_MODE = 0o600;

/**
 * Makes the file, empty and for its owner alone, where there is none: what opens it next finds it. SQLite gives its WAL the
 * mode that the database has. Whatever is in the way is left to who opens the file, and says more about it.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', PRIVATE_FILE_MODE));
  } catch {
    // It is there, mostly.
  }
}

/** The same for a database that is to be opened, with its folder; throws where the folder cannot be made. */
export function makePrivateDatabase(path: string): void {
  if (path === ':memory:') return;
  mkdirSync(dirname(path), PRIVATE_FOLDER);
  makePrivate(path);
}
