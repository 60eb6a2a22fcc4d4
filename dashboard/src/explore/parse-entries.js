import { freshForMs } from '../freshness.js';
import { isObject } from '../json.js';

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string | undefined} question
 * @property {string} model
 * @property {number} ageMs
 * @property {number | undefined} freshForMs by the proxy's clock; absent while it is pinned
 * @property {boolean} pinned
 * @property {string | undefined} namespace
 * @property {readonly string[]} tags
 * @property {string | undefined} origin of an alias, whose answer it gives
 * @property {readonly string[]} tiers
 * @property {number} answerBytes
 * @property {number | undefined} tokens
 * @property {number | undefined} hits since the proxy started; `undefined` where it does not know, or of an alias
 * @property {number | undefined} score in a search by meaning
 */

/**
 * @typedef {object} EntryDetail
 * @property {string | undefined} answer
 * @property {string | undefined} partition
 * @property {readonly { readonly question: string, readonly similarity: number | undefined }[]} aliases questions that it answered by meaning
 * @property {boolean} aliasesComplete
 */

/**
 * @param {unknown} body the answer of `GET /admin/cache/entries`
 * @returns {{ readonly entries: readonly Entry[], readonly next: string | undefined }}
 */
export function parseEntries(body) {
  const { entries, nextCursor } = isObject(body) ? body : {};
  const list = Array.isArray(entries) ? entries.filter(isObject) : [];
  return { entries: list.map(parseEntry), next: text(nextCursor) };
}

/**
 * @param {unknown} body the answer of `GET /admin/cache/entries/{id}`
 * @returns {Entry & EntryDetail}
 */
export function parseEntryDetail(body) {
  const json = isObject(body) ? body : {};
  const aliases = Array.isArray(json['aliases']) ? json['aliases'].filter(isObject) : [];
  return {
    ...parseEntry(json),
    answer: text(json['answer']) ?? completionText(json['completion']),
    partition: text(json['partition']),
    aliases: aliases.map((alias) => ({
      question: text(alias['question']) ?? '',
      similarity: number(alias['similarity']),
    })),
    aliasesComplete: json['aliasesComplete'] !== false,
  };
}

/**
 * @param {Record<string, unknown>} entry
 * @returns {Entry}
 */
function parseEntry(entry) {
  const usage = isObject(entry['usage']) ? entry['usage'] : undefined;
  const ageMs = number(entry['ageMs']) ?? 0;
  return {
    id: text(entry['id']) ?? '',
    question: text(entry['question']),
    model: text(entry['model']) ?? '',
    ageMs,
    freshForMs: freshForMs(entry, ageMs),
    pinned: entry['pinned'] === true,
    namespace: text(entry['namespace']),
    tags: texts(entry['tags']),
    origin: text(entry['origin']),
    tiers: texts(entry['tiers']),
    answerBytes: number(entry['answerBytes']) ?? 0,
    tokens: usage && (number(usage['promptTokens']) ?? 0) + (number(usage['completionTokens']) ?? 0),
    hits: number(entry['hits']),
    score: number(entry['score']),
  };
}

/** @param {unknown} completion */
function completionText(completion) {
  return isObject(completion) ? JSON.stringify(completion, undefined, 2) : undefined;
}

/** @param {unknown} list */
function texts(list) {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : undefined;
}
