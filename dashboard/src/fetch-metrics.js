import { parseMetrics } from './metrics.js';

/** @typedef {import('./metrics.js').Metrics} Metrics */

/** Why there are no new numbers: a few words for the badge, and a sentence. */
export class MetricsError extends Error {
  /**
   * @param {string} badge
   * @param {string} message
   */
  constructor(badge, message) {
    super(message);
    this.badge = badge;
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Metrics>}
 * @throws {MetricsError}
 */
export async function fetchMetrics(signal) {
  const response = await ask(signal);
  if (!response.ok) {
    throw new MetricsError(
      `HTTP ${response.status}`,
      `The proxy answered its metrics with status ${response.status}.`,
    );
  }
  const metrics = parseMetrics(await response.json().catch(() => undefined));
  if (signal.aborted) throw tooSlow();
  if (metrics === undefined)
    throw new MetricsError('Unreadable', 'What the proxy answered is not its metrics.');
  return metrics;
}

/** @param {AbortSignal} signal */
async function ask(signal) {
  try {
    // Relative to the page, so that a proxy under a path prefix works as well.
    return await fetch('../metrics', { headers: { accept: 'application/json' }, cache: 'no-store', signal });
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw timedOut
      ? tooSlow()
      : new MetricsError('Proxy unreachable', 'Nothing answers at the address of the proxy.');
  }
}

function tooSlow() {
  return new MetricsError('No answer', 'The proxy did not answer in time.');
}
