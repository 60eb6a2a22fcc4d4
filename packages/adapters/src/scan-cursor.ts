// Not the whole of core: the thread of the vector index starts in half the time.
import { InvalidRequestError } from '@strata/core/errors';

/** The number in a cursor of a walk; `start` where there is none. Throws `InvalidRequestError` for any other text. */
export function numberCursor(cursor: string | undefined, start = 0): number {
  if (cursor === undefined) return start;
  if (!/^\d{1,15}$/.test(cursor)) throw invalidCursor();
  return Number(cursor);
}

export function invalidCursor(): InvalidRequestError {
  return new InvalidRequestError('The cursor is none that this store gave.', { param: 'cursor' });
}
