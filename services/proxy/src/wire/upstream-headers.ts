import type { IncomingHttpHeaders } from 'node:http';
import type { Protocol } from '@strata/core';

/** Trace context (W3C) passes on; OpenAI's account headers too. Everything else of the client's stays here. */
const PASSED_ON = ['traceparent', 'tracestate', 'baggage', 'openai-organization', 'openai-project'];

/** Names the provider that answered, where there are several. */
export const PROVIDER_HEADER = 'x-strata-provider';

/** The caller's headers that go upstream. */
export function upstreamHeaders(
  headers: IncomingHttpHeaders,
  options: {
    /** Absent for a call that is no caller's alone. */
    readonly requestId: string | undefined;
    readonly forwardAuthorization: boolean;
    readonly protocol?: Pick<Protocol, 'headers'>;
  },
): Readonly<Record<string, string>> {
  const credential = options.forwardAuthorization ? ['authorization', 'x-api-key'] : [];
  const { requestId } = options;
  const passed: { [name: string]: string } = requestId === undefined ? {} : { 'x-request-id': requestId };
  for (const name of [...PASSED_ON, ...(options.protocol?.headers ?? []), ...credential]) {
    const value = headers[name];
    // An empty credential is none, and OpenAI's client throws on it.
    if (typeof value === 'string' && value !== '') passed[name] = value;
  }
  return passed;
}
