import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from '@strata/service-kit';
import { NO_STORE } from '../wire/answer-headers.ts';
import { requestIdOf } from '../wire/request-id.ts';

/** A request that does not get past the gate. */
export type Refusal = {
  readonly status: 401 | 403 | 429;
  readonly message: string;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Answers in the shape of the API that was asked: OpenAI's, or Anthropic's on its own path. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, message, code } = refusal;
  const anthropic = /\/messages(?:[/?]|$)/.test(request.url ?? '');
  const body = Buffer.from(
    JSON.stringify(anthropic ? anthropicBody(status, message) : errorBody({ status, message, code })),
  );
  response.writeHead(status, {
    'x-request-id': requestIdOf(request.headers),
    'content-type': 'application/json',
    'cache-control': NO_STORE,
    'cache-status': 'strata-exact; fwd=bypass; detail=refused',
    'x-cache': 'bypass',
    ...refusal.headers,
    'content-length': String(body.length),
  });
  response.end(body);
}

function anthropicBody(status: Refusal['status'], message: string): object {
  return { type: 'error', error: { type: ANTHROPIC_TYPES[status], message } };
}

const ANTHROPIC_TYPES = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
} as const satisfies Record<Refusal['status'], string>;
