import type { ResponseHeaders } from './http-exchange.ts';

const PASSED_ON = new Set([
  'content-type',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-request-id',
  // Not `openai-organization` or `openai-project`: those name the operator's account.
  'openai-model',
  'openai-processing-ms',
  'openai-version',
]);
const PASSED_ON_PREFIX = 'x-ratelimit-';

/** The headers of an upstream's answer that its client may see. Lower-case names. */
export function passedOnHeaders(headers: ResponseHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (PASSED_ON.has(name) || name.startsWith(PASSED_ON_PREFIX)) {
      passed[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  return passed;
}
