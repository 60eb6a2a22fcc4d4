/**
 * How long an entry stays fresh, in ms. By the proxy's clock, whose now is when the entry began and its age: the reader's
 * may go otherwise.
 *
 * @param {Record<string, unknown>} entry `createdAt` and `expiresAt` in ms since the epoch
 * @param {number} ageMs
 * @returns {number | undefined} `undefined` where it does not expire, as one that is pinned
 */
export function freshForMs({ createdAt, expiresAt }, ageMs) {
  if (typeof createdAt !== 'number' || typeof expiresAt !== 'number') return undefined;
  return Math.max(0, expiresAt - createdAt - ageMs);
}
