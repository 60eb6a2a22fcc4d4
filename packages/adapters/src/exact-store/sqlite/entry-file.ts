import { DatabaseFile, type DatabaseFileOptions } from '../../sqlite/database-file.ts';
import type { DatabaseLayout } from '../../sqlite/open-database.ts';
import { EntryTable } from './entry-table.ts';
import { ENTRY_LAYOUT } from './schema.ts';

export type EntryFileOptions = Pick<DatabaseFileOptions<EntryTable>, 'path' | 'onProblem' | 'onReplaced'> &
  Pick<DatabaseLayout, 'synchronous'>;

/** The file of an exact store. While another process has it locked, one call waits for that; the chores try again. */
export function entryFile({ synchronous, ...options }: EntryFileOptions): DatabaseFile<EntryTable> {
  return new DatabaseFile({
    ...options,
    layout: { ...ENTRY_LAYOUT, synchronous },
    use: (db) => new EntryTable(db),
    // Every write until it is let go would hold up all requests as long as this one has.
    onLocked: (table) => {
      table.patient = false;
    },
  });
}
