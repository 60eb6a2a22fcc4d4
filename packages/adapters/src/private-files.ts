import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const PRIVATE_FOLDER_MODE = 0o700;
const PRIVATE_FILE_MODE = 0o600;

/**
 * Makes the folder, and those above it, for their owner alone unless `mode` says otherwise; those that are there stay as
 * somebody made them. Throws what the file system says. Node's own `recursive` tries without end where a folder that is
 * there takes none: below a link that leads nowhere (a disk that is not mounted), or in /proc.
 */
export function makeFolder(path: string, mode = PRIVATE_FOLDER_MODE): void {
  try {
    makeOneFolder(path, mode);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    makeFolder(parent, mode);
    makeOneFolder(path, mode);
  }
}

function makeOneFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

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
  makeFolder(dirname(path));
  makePrivate(path);
}
