import { freshForMs } from '../freshness.js';
import { isObject } from '../json.js';

/**
 * @typedef {object} Candidate
 * @property {string} id
 * @property {string} text
 * @property {number} score cosine
 * @property {boolean} accepted
 * @property {string} verdict why, in a few words
 * @property {readonly string[]} findings what each guard says against it
 * @property {number | undefined} reading log-odds that one answer serves both, where the pair was read
 * @property {number | undefined} needed what a reading must reach, where one decides
 */

/**
 * @typedef {object} ExactEntry
 * @property {number} ageMs by the proxy's clock, which need not be the reader's
 * @property {number | undefined} freshForMs absent while it is pinned
 */

/**
 * @typedef {object} Explanation
 * @property {string} decision as in `x-cache`
 * @property {string} fingerprint
 * @property {string | undefined} bypass
 * @property {ExactEntry | undefined} exact
 * @property {string | undefined} refusal why the request is not compared by meaning
 * @property {string | undefined} partition
 * @property {number | undefined} threshold cosine
 * @property {number | undefined} tokenCount
 * @property {number | undefined} unknownShare 0 to 1
 * @property {readonly Candidate[]} candidates best first
 * @property {string | undefined} lost why the first that passes would not answer after all
 */

/**
 * @param {unknown} body the answer of `POST /admin/cache/explain`
 * @returns {Explanation}
 */
export function parseExplanation(body) {
  const json = object(body);
  const semantic = object(json['semantic']);
  const candidates = Array.isArray(semantic['candidates']) ? semantic['candidates'] : [];
  return {
    decision: text(json['decision']) ?? '',
    fingerprint: text(json['fingerprint']) ?? '',
    bypass: text(json['bypass']),
    exact: parseEntry(json['exact']),
    refusal: text(semantic['refusal']),
    partition: text(semantic['partition']),
    threshold: number(semantic['threshold']),
    tokenCount: number(semantic['tokenCount']),
    unknownShare: number(semantic['unknownShare']),
    candidates: candidates.map(parseCandidate),
    lost: text(semantic['lost']),
  };
}

/**
 * @param {unknown} entry
 * @returns {ExactEntry | undefined}
 */
function parseEntry(entry) {
  if (!isObject(entry)) return undefined;
  const ageMs = number(entry['ageMs']) ?? 0;
  return { ageMs, freshForMs: freshForMs(entry, ageMs) };
}

/**
 * @param {unknown} candidate
 * @returns {Candidate}
 */
function parseCandidate(candidate) {
  const { match, verdict, details, reading, needed } = object(candidate);
  const found = object(match);
  const findings = object(details)['findings'];
  return {
    id: text(found['id']) ?? '',
    text: text(found['text']) ?? '',
    score: number(found['score']) ?? 0,
    accepted: object(verdict)['accepted'] === true,
    verdict: verdictWords(object(verdict)),
    findings: Array.isArray(findings) ? findings.map((finding) => findingWords(object(finding))) : [],
    reading: number(reading),
    needed: number(needed),
  };
}

/** @param {Record<string, unknown>} verdict */
function verdictWords({ accepted, confidence, guard, reason }) {
  if (accepted === true) return `accepted, confidence ${(number(confidence) ?? 0).toFixed(3)}`;
  return `${text(guard) ?? 'vetoed'}: ${text(reason) ?? 'no reason given'}`;
}

/** @param {Record<string, unknown>} finding */
function findingWords({ guard, reason }) {
  return `${text(guard) ?? 'guard'}: ${text(reason) ?? ''}`;
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function object(value) {
  return isObject(value) ? value : {};
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : undefined;
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : undefined;
}
