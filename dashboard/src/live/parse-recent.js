import { isObject } from '../json.js';

/**
 * @typedef {object} Recent
 * @property {number} seq
 * @property {number} at ms since the epoch
 * @property {string} requestId
 * @property {string} outcome as in `x-cache`, or `error`
 * @property {string} tier
 * @property {number} status
 * @property {string} model
 * @property {boolean} stream
 * @property {number | undefined} similarity cosine
 * @property {string | undefined} entry that answered
 * @property {string | undefined} detail
 * @property {number} durationMs
 * @property {number | undefined} tokens
 * @property {string | undefined} question
 */

/**
 * @param {unknown} body the answer of `GET /admin/recent`
 * @returns {{ readonly last: number, readonly requests: readonly Recent[] }}
 */
export function parseRecent(body) {
  const { last, requests } = isObject(body) ? body : {};
  const list = Array.isArray(requests) ? requests.filter(isObject) : [];
  return { last: typeof last === 'number' ? last : 0, requests: list.map(parseRequest) };
}

/**
 * @param {Record<string, unknown>} request
 * @returns {Recent}
 */
function parseRequest(request) {
  const tokens = isObject(request['tokens']) ? request['tokens'] : undefined;
  return {
    seq: number(request['seq']) ?? 0,
    at: number(request['at']) ?? 0,
    requestId: text(request['request_id']) ?? '',
    outcome: text(request['outcome']) ?? '',
    tier: text(request['tier']) ?? '',
    status: number(request['status']) ?? 0,
    model: text(request['model']) ?? '',
    stream: request['stream'] === true,
    similarity: number(request['similarity']),
    entry: text(request['entry']),
    detail: text(request['detail']),
    durationMs: number(request['duration_ms']) ?? 0,
    tokens: tokens && (number(tokens['prompt']) ?? 0) + (number(tokens['completion']) ?? 0),
    question: text(request['question']),
  };
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : undefined;
}
