import type { EntryTable } from './entry-table.ts';

const BATCH_ROWS = 64;
/** Frees a little more than it must, so as not to run again at the next insert. */
const SLACK_SHARE = 0.01;

/** Removes a batch of what was cleared, else of what was not used for longest. Whether it had to, and could. */
export function evictSome(table: EntryTable, maxBytes: number): boolean {
  const excess = table.usage.totalBytes - maxBytes;
  if (excess <= 0) return false;
  const removed =
    table.sweepCleared(BATCH_ROWS) || table.evictOldest(excess + maxBytes * SLACK_SHARE, BATCH_ROWS);
  // Nothing there, and still too much: another process has removed what we had counted.
  if (removed === 0) table.recount();
  return removed > 0;
}
