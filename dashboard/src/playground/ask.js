import { isObject } from '../json.js';
import { parseCacheStatus } from './cache-status.js';
import { parseServerTiming } from './server-timing.js';

/** @typedef {import('./server-timing.js').Step} Step */

/**
 * @typedef {object} Question
 * @property {string} text
 * @property {string} model
 * @property {'use' | 'refresh' | 'bypass'} cache
 * @property {string} key sent as Bearer; empty: none
 */

/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {string} text the answer, or what went wrong
 * @property {string} outcome `x-cache`, empty where the answer does not say
 * @property {number | undefined} similarity cosine
 * @property {number | undefined} ageSeconds
 * @property {string | undefined} entry
 * @property {string | undefined} detail why no tier answered, in the words of `Cache-Status`
 * @property {readonly Step[]} steps
 * @property {number} tookMs from sending to the last byte, as the browser saw it
 */

/**
 * Asks one question as any client would.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Reply>} rejects when nothing answers or the signal fires
 */
export async function ask(question, signal) {
  const startedAt = performance.now();
  // No `cache` option: it would add a Cache-Control header, which the proxy obeys.
  const response = await fetch('../v1/chat/completions', {
    method: 'POST',
    headers: headersOf(question),
    body: requestBody(question),
    signal,
  });
  const body = await response.text();
  const tookMs = performance.now() - startedAt;
  const { headers, status } = response;
  return {
    status,
    text: textOf(body),
    outcome: headers.get('x-cache') ?? '',
    similarity: numberOf(headers.get('x-cache-similarity')),
    ageSeconds: numberOf(headers.get('age')),
    entry: headers.get('x-cache-entry') ?? undefined,
    detail: parseCacheStatus(headers.get('cache-status') ?? ''),
    steps: parseServerTiming(headers.get('server-timing') ?? ''),
    tookMs,
  };
}

/** @param {Question} question */
export function requestBody({ model, text }) {
  return JSON.stringify({ model, messages: [{ role: 'user', content: text }] });
}

/**
 * @param {Question} question
 * @returns {Record<string, string>}
 */
function headersOf({ cache, key }) {
  return {
    'content-type': 'application/json',
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    ...(cache === 'refresh' ? { 'cache-control': 'no-cache' } : {}),
    ...(cache === 'bypass' ? { 'x-bypass-cache': 'true' } : {}),
  };
}

/** @param {string} body */
function textOf(body) {
  const json = parsed(body);
  if (!isObject(json)) return body;
  const { choices, error } = json;
  if (isObject(error) && typeof error['message'] === 'string') return error['message'];
  const choice = Array.isArray(choices) ? /** @type {unknown} */ (choices[0]) : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  const content = isObject(message) ? (message['content'] ?? message['refusal']) : undefined;
  return typeof content === 'string' ? content : body;
}

/**
 * @param {string} body
 * @returns {unknown}
 */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** @param {string | null} text */
function numberOf(text) {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
