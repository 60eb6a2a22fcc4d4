import type { UpstreamError } from '@strata/core';
import { retryAfterMs } from '../../retry-after.ts';

/** As OpenAI's clients wait: half a second, doubled with each attempt, up to eight, less up to a quarter by chance. */
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/** How long the provider asked to be left alone; `undefined` where it did not say. `now` in ms since the epoch. */
export function askedPauseMs(error: UpstreamError, now: number): number | undefined {
  return retryAfterMs(error.response?.headers ?? {}, now) ?? error.retryAfterMs;
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
