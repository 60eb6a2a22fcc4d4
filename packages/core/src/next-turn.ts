/**
 * Resolves when this turn of the event loop is over, and before the next request is read. Stores may work on this
 * thread (SQLite: 0.1 ms a write): what nobody waits for comes after the answers that somebody does.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
