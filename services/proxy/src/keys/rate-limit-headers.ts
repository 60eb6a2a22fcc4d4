import type { ServerResponse } from 'node:http';
import type { BucketRate } from '@strata/core';
import type { RequestVerdict } from './request-limit.ts';
import type { TokenLimit } from './token-limit.ts';

/** OpenAI's headers for requests; `limit` is what may be asked at once. */
export function setRequestHeaders(response: ServerResponse, rate: BucketRate, verdict: RequestVerdict): void {
  response.setHeader('x-ratelimit-limit-requests', String(Math.floor(rate.capacity)));
  response.setHeader('x-ratelimit-remaining-requests', String(verdict.remaining));
  response.setHeader('x-ratelimit-reset-requests', goDuration(verdict.resetMs));
}

/** OpenAI's headers for tokens. */
export function setTokenHeaders(response: ServerResponse, tokens: TokenLimit): void {
  response.setHeader('x-ratelimit-limit-tokens', String(Math.floor(tokens.perMinute)));
  response.setHeader('x-ratelimit-remaining-tokens', String(tokens.remaining));
  response.setHeader('x-ratelimit-reset-tokens', goDuration(tokens.resetMs()));
}

type Headers = Readonly<Record<string, string | string[]>>;

/** What an upstream says of its own limits, for the proxy's account, is not for a client that has limits here. */
export function withOwnLimits(response: ServerResponse, headers: Headers): Record<string, string | string[]> {
  const limited =
    response.hasHeader('x-ratelimit-limit-requests') || response.hasHeader('x-ratelimit-limit-tokens');
  if (!limited) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-ratelimit-')));
}

/**
 * When to come back, for SDKs: to the millisecond, and in whole seconds. What no wait of theirs helps against says so,
 * or they would ask again and again.
 */
export function retryHeaders(waitMs: number): Readonly<Record<string, string>> {
  if (waitMs === Number.POSITIVE_INFINITY) return { 'x-should-retry': 'false' };
  const ms = Math.max(1, Math.ceil(waitMs));
  const headers = { 'retry-after': String(Math.ceil(ms / 1000)), 'retry-after-ms': String(ms) };
  return ms > MAX_SDK_WAIT_MS ? { ...headers, 'x-should-retry': 'false' } : headers;
}

/** OpenAI's SDKs wait no longer than this and fall back to half a second. */
const MAX_SDK_WAIT_MS = 60_000;

/** As OpenAI writes it, in Go's way: `20ms`, `1.5s`, `6m0s`. */
export function goDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '8760h0m0s';
  const whole = Math.ceil(ms);
  if (whole < 1000) return `${whole}ms`;
  const seconds = whole / 1000;
  if (seconds < 60) return `${seconds}s`;
  const rest = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60)];
  return hours > 0 ? `${hours}h${minutes}m${rest % 60}s` : `${minutes}m${rest % 60}s`;
}
