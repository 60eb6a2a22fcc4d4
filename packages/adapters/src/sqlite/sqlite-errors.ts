/** What to do about an error of SQLite: make a new file, open the file anew, wait for the process that has it locked, or for better times. */
export type SqliteFailure = 'corrupt' | 'moved' | 'busy' | 'unavailable';

/** The file was written by another version of Strata, in a form this one does not know. */
export class OtherFormatError extends Error {}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
const SQLITE_READONLY_DBMOVED = 1032;

/** What a place must be that files are kept in. */
export const PLACE_ADVICE = 'DATA_DIR must be a directory that this process may write in.';

export function classifySqliteError(error: unknown): SqliteFailure {
  if (error instanceof OtherFormatError) return 'corrupt';
  const code = resultCodeOf(error);
  if (code === SQLITE_READONLY_DBMOVED) return 'moved';
  // The low byte is the primary code, the rest says more (SQLITE_CORRUPT_INDEX, ...).
  const primary = code & 0xff;
  if (primary === SQLITE_BUSY) return 'busy';
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB ? 'corrupt' : 'unavailable';
}

/** What an operator may do about it. */
export function adviceOn(error: unknown): string | undefined {
  const primary = resultCodeOf(error) & 0xff;
  if (primary === SQLITE_FULL) return 'The disk of DATA_DIR is full.';
  const place = [SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN].includes(primary);
  return place ? PLACE_ADVICE : undefined;
}

function resultCodeOf(error: unknown): number {
  const isSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return isSqlite ? (error.errcode as number) : 0;
}
