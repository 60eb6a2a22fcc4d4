import type { UpstreamError } from '@strata/core';

/** As OpenAI's clients wait: half a second, doubled with each attempt, up to eight, less up to a quarter by chance. */
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/** How long the provider asked to be left alone; `undefined` where it did not say. `now` in ms since the epoch. */
export function retryAfterMs(error: UpstreamError, now: number): number | undefined {
  const { 'retry-after-ms': ms, 'retry-after': after } = error.response?.headers ?? {};
  const exact = numberIn(ms);
  if (exact !== undefined) return exact;
  const seconds = numberIn(after);
  if (seconds !== undefined) return seconds * 1_000;
  const at = after === undefined ? Number.NaN : Date.parse(after);
  return Number.isNaN(at) ? error.retryAfterMs : Math.max(0, at - now);
}

/** Whether the same provider may be asked again; it has the last word (`x-should-retry`). */
export function mayRetry(error: UpstreamError): boolean {
  const said = error.response?.headers['x-should-retry'];
  return said === undefined ? error.retryable : said === 'true';
}

/** The wait before the attempt after `attempts` failed ones. */
export function backOffMs(attempts: number, random: () => number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_DELAY_MS);
  return full * (1 - random() / 4);
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d+(?:\.\d+)?\s*$/.test(text)) return undefined;
  return Number(text);
}
