import { isObject } from './json.js';

/**
 * @typedef {object} Health
 * @property {string} status `healthy`, `degraded` or `unhealthy`
 * @property {readonly { readonly name: string, readonly up: boolean }[]} parts what the proxy depends on
 */

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Health | undefined>} never rejects; the metrics say already when the proxy is away
 */
export async function fetchHealth(signal) {
  try {
    // 503 with a body is an answer too: unhealthy.
    const response = await fetch('../health', { cache: 'no-store', signal });
    return parseHealth(await response.json());
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} body
 * @returns {Health | undefined}
 */
function parseHealth(body) {
  if (!isObject(body) || typeof body['status'] !== 'string' || !isObject(body['services'])) return undefined;
  const parts = Object.entries(body['services']).map(([name, part]) => ({
    name: name.replaceAll('_', ' '),
    up: isObject(part) && part['status'] === 'up',
  }));
  return { status: body['status'], parts };
}
