import type { IncomingHttpHeaders } from 'node:http';

/** Trace context (W3C) passes on; OpenAI's account headers too. Everything else of the client's stays here. */
const PASSED_ON = [
  'traceparent',
  'tracestate',
  'baggage',
  'openai-organization',
  'openai-project',
  'openai-beta',
];

/** The caller's headers that go upstream. */
export function upstreamHeaders(
  headers: IncomingHttpHeaders,
  options: { readonly requestId: string; readonly forwardAuthorization: boolean },
): Readonly<Record<string, string>> {
  const names = options.forwardAuthorization ? [...PASSED_ON, 'authorization'] : PASSED_ON;
  const passed: { [name: string]: string } = { 'x-request-id': options.requestId };
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}
