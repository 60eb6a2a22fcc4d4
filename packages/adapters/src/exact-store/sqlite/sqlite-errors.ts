/** What to do about an error of SQLite: make a new file, open the file anew, or wait for better times. */
export type SqliteFailure = 'corrupt' | 'moved' | 'foreign' | 'unavailable';

/** The file is a database of something else: it is left alone. */
export class ForeignDatabaseError extends Error {}

/** The file was written by another version of Strata, in a form this one does not know. */
export class OtherFormatError extends Error {}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SQLITE_READONLY_DBMOVED = 1032;

export function classifySqliteError(error: unknown): SqliteFailure {
  if (error instanceof ForeignDatabaseError) return 'foreign';
  if (error instanceof OtherFormatError) return 'corrupt';
  const code = resultCodeOf(error);
  if (code === SQLITE_READONLY_DBMOVED) return 'moved';
  // The low byte is the primary code, the rest says more (SQLITE_CORRUPT_INDEX, ...).
  const primary = code & 0xff;
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB ? 'corrupt' : 'unavailable';
}

function resultCodeOf(error: unknown): number {
  const isSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return isSqlite ? (error.errcode as number) : 0;
}
