import { isObject } from '../json.js';

/**
 * @typedef {object} NearMiss
 * @property {number} seq
 * @property {number} at ms since the epoch
 * @property {string} entry
 * @property {number} score cosine
 * @property {number} threshold cosine
 * @property {string} guard what stopped it
 * @property {{ readonly question: string, readonly stored: string, readonly reason: string } | undefined} texts
 */

/**
 * @param {unknown} body the answer of `GET /admin/near-misses`
 * @returns {{ readonly last: number, readonly misses: readonly NearMiss[] }}
 */
export function parseNearMisses(body) {
  const { last, near_misses: list } = isObject(body) ? body : {};
  const misses = Array.isArray(list) ? list.filter(isObject) : [];
  return { last: typeof last === 'number' ? last : 0, misses: misses.map(parseMiss) };
}

/**
 * @param {Record<string, unknown>} miss
 * @returns {NearMiss}
 */
function parseMiss({ seq, at, entry, score, threshold, guard, texts }) {
  return {
    seq: Number(seq) || 0,
    at: Number(at) || 0,
    entry: text(entry),
    score: Number(score) || 0,
    threshold: Number(threshold) || 0,
    guard: text(guard),
    texts: isObject(texts)
      ? { question: text(texts['question']), stored: text(texts['stored']), reason: text(texts['reason']) }
      : undefined,
  };
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : '';
}
