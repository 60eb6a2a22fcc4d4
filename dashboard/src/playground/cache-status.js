import { causeWords } from '../outcome-words.js';

/**
 * Why the cache did not answer, from the `detail` of a `Cache-Status` header (RFC 9211).
 *
 * @param {string} header
 * @returns {string | undefined}
 */
export function parseCacheStatus(header) {
  const detail = /;\s*detail="?([\w-]+)/.exec(header)?.[1];
  return detail === undefined ? undefined : causeWords(detail);
}
