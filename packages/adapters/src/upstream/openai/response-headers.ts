import type { ResponseHeaders } from './http-exchange.ts';

const PASSED_ON = new Set([
  'content-type',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-request-id',
  'request-id',
  // Not `openai-organization` or `openai-project`: those name the operator's account.
  'openai-model',
  'openai-processing-ms',
  'openai-version',
]);
const PASSED_ON_PREFIXES = ['x-ratelimit-', 'anthropic-ratelimit-'];

/** The headers of an upstream's answer that its client may see. Lower-case names. */
export function passedOnHeaders(headers: ResponseHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (PASSED_ON.has(name) || PASSED_ON_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      passed[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  return passed;
}
