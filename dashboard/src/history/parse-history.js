import { isObject } from '../json.js';

/** @typedef {readonly (number | null)[]} Values one for each instant; `null` where nothing is known */
/** @typedef {Readonly<Record<string, Values>>} ValuesByName */

/**
 * @typedef {object} History
 * @property {readonly number[]} at ms since the epoch
 * @property {number} stepMs
 * @property {ValuesByName} requests by outcome
 * @property {ValuesByName} errors by whose doing
 * @property {ValuesByName} failures calls to dependencies that failed, by dependency
 * @property {ValuesByName} tokens
 * @property {ValuesByName} cost in US dollars
 * @property {Readonly<Record<string, ValuesByName>>} latency by tier; `p50`, `p95`, `p99` in ms
 * @property {ValuesByName} entries by tier
 * @property {ValuesByName} bytes by tier
 * @property {ValuesByName} breakers 1 while open
 * @property {ValuesByName} wrongHits `ratio` and `upper`, 0 to 1
 * @property {number | undefined} threshold the latest one, cosine
 * @property {readonly import('../insights.js').Column[]} similarity of the candidates of the whole span
 */

/**
 * @param {unknown} body the answer of `GET /admin/history`
 * @returns {History}
 */
export function parseHistory(body) {
  const json = object(body);
  const latency = Object.entries(object(json['latency_ms']));
  return {
    at: numbers(json['at']),
    stepMs: Number(json['step_ms']) || 0,
    requests: byName(json['requests']),
    errors: byName(json['errors']),
    failures: byName(json['failures']),
    tokens: byName(json['tokens']),
    cost: byName(json['cost_usd']),
    latency: Object.fromEntries(latency.map(([tier, series]) => [tier, byName(series)])),
    entries: byName(json['entries']),
    bytes: byName(json['bytes']),
    breakers: byName(json['breakers']),
    wrongHits: byName(json['wrong_hits']),
    threshold: values(json['threshold']).findLast((value) => value !== null) || undefined,
    similarity: columnsOf(object(json['similarity'])),
  };
}

/**
 * @param {Record<string, unknown>} similarity
 * @returns {History['similarity']}
 */
function columnsOf(similarity) {
  const bounds = numbers(similarity['bounds']);
  const accepted = numbers(similarity['accepted']);
  const vetoed = numbers(similarity['vetoed']);
  const columns = bounds.map((to, at) => ({
    from: bounds[at - 1] ?? 0,
    to,
    accepted: accepted[at] ?? 0,
    vetoed: vetoed[at] ?? 0,
  }));
  return columns.slice(1);
}

/**
 * @param {unknown} series
 * @returns {ValuesByName}
 */
function byName(series) {
  return Object.fromEntries(Object.entries(object(series)).map(([name, list]) => [name, values(list)]));
}

/**
 * @param {unknown} list
 * @returns {Values}
 */
function values(list) {
  return Array.isArray(list) ? list.map((value) => (typeof value === 'number' ? value : null)) : [];
}

/**
 * @param {unknown} list
 * @returns {readonly number[]}
 */
function numbers(list) {
  return Array.isArray(list) ? list.filter((value) => typeof value === 'number') : [];
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function object(value) {
  return isObject(value) ? value : {};
}
