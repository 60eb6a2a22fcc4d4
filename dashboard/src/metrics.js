import { isObject } from './json.js';

/**
 * What `GET /metrics` says, as numbers. A part that the proxy does not report is `undefined` and shown as missing.
 * Money in US dollars.
 *
 * @typedef {object} Metrics
 * @property {number | undefined} exactHits
 * @property {number | undefined} semanticHits
 * @property {number | undefined} totalHits
 * @property {number | undefined} misses
 * @property {number | undefined} coalesced
 * @property {number | undefined} bypassed
 * @property {number | undefined} errors
 * @property {number | undefined} totalRequests
 * @property {number | undefined} hitPercent
 * @property {number | undefined} tokensSaved
 * @property {number | undefined} tokensUsed
 * @property {number | undefined} tokensWithoutCache
 * @property {number | undefined} costSaved
 * @property {number | undefined} costSpent
 * @property {number | undefined} costWithoutCache
 * @property {number | undefined} savingsPercent
 * @property {number | undefined} unpriced requests of models whose price is not known
 * @property {string | undefined} costNote
 * @property {Pricing} pricing
 */

/**
 * @typedef {object} Pricing
 * @property {string | undefined} model The model whose prices follow.
 * @property {number | undefined} inputPerMillion
 * @property {number | undefined} outputPerMillion
 * @property {readonly string[]} supportedModels
 */

/**
 * @param {unknown} body
 * @returns {Metrics | undefined} `undefined` where the body is no metrics at all
 */
export function parseMetrics(body) {
  if (!isObject(body) || !isObject(body['cache_performance'])) return undefined;
  const performance = body['cache_performance'];
  const tokens = section(body, 'token_usage');
  const cost = section(body, 'cost_analysis');
  return {
    exactHits: number(performance['exact_hits']),
    semanticHits: number(performance['semantic_hits']),
    totalHits: number(performance['total_hits']),
    misses: number(performance['misses']),
    coalesced: number(performance['coalesced']),
    bypassed: number(performance['bypassed']),
    errors: number(performance['errors']),
    totalRequests: number(performance['total_requests']),
    hitPercent: number(performance['hit_rate_percent']),
    tokensSaved: number(tokens['tokens_saved']),
    tokensUsed: number(tokens['tokens_used']),
    tokensWithoutCache: number(tokens['total_tokens_without_cache']),
    costSaved: number(cost['cost_saved_usd']),
    costSpent: number(cost['cost_spent_usd']),
    costWithoutCache: number(cost['total_cost_without_cache_usd']),
    savingsPercent: number(cost['savings_percent']),
    unpriced: number(cost['unpriced_requests']),
    costNote: text(cost['note']),
    pricing: parsePricing(section(body, 'pricing')),
  };
}

/**
 * Nothing was asked yet: neither answered, nor passed by, nor failed.
 *
 * @param {Metrics} metrics
 */
export function isIdle({ totalRequests = 0, coalesced = 0, bypassed = 0, errors = 0 }) {
  return totalRequests + coalesced + bypassed + errors === 0;
}

/**
 * @param {Record<string, unknown>} pricing
 * @returns {Pricing}
 */
function parsePricing(pricing) {
  const models = pricing['supported_models'];
  return {
    model: text(pricing['model_assumed']),
    inputPerMillion: number(pricing['input_per_1m_tokens']),
    outputPerMillion: number(pricing['output_per_1m_tokens']),
    supportedModels: Array.isArray(models) ? models.filter((model) => typeof model === 'string') : [],
  };
}

/**
 * @param {Record<string, unknown>} body
 * @param {string} name
 * @returns {Record<string, unknown>}
 */
function section(body, name) {
  const value = body[name];
  return isObject(value) ? value : {};
}

/**
 * A JSON number, or one in the ancestor's clothes: `"85.00%"`, `"$0.0025"`.
 *
 * @param {unknown} value
 */
function number(value) {
  if (typeof value === 'string' && /\d/.test(value)) return finite(Number(value.replace(/[$%,\s]/g, '')));
  return typeof value === 'number' ? finite(value) : undefined;
}

/** @param {number} value */
function finite(value) {
  return Number.isFinite(value) ? value : undefined;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
