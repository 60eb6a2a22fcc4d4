import { UpstreamError, type ProtocolName } from '@strata/core';
import { toErrorAnswer, type ErrorAnswer } from '@strata/service-kit';

/** Anthropic's names for what a status means (its API reference, "Errors"). */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

/** What was thrown, as clients of this endpoint read errors. What an upstream said stays as it is. */
export function errorAnswerFor(error: unknown, protocol: ProtocolName): ErrorAnswer {
  const answer = toErrorAnswer(error);
  if (protocol !== 'messages' || isUpstreams(error)) return answer;
  const { message } = errorOf(answer);
  const type =
    ANTHROPIC_TYPES[answer.status] ?? (answer.status < 500 ? 'invalid_request_error' : 'api_error');
  return { ...answer, body: Buffer.from(JSON.stringify({ type: 'error', error: { type, message } })) };
}

/** The same as the `data` of a stream's last event. `sequence`: how many events went before. */
export function errorEventFor(error: unknown, protocol: ProtocolName, sequence: number): string {
  const answer = errorAnswerFor(error, protocol);
  if (protocol !== 'responses' || isUpstreams(error))
    return Buffer.from(answer.body).toString().replaceAll('\n', ' ');
  const { message, code, param } = errorOf(answer);
  return JSON.stringify({ type: 'error', code, message, param, sequence_number: sequence });
}

function isUpstreams(error: unknown): boolean {
  return error instanceof UpstreamError && error.response !== undefined;
}

type ErrorText = { readonly message: string; readonly code: string | null; readonly param: string | null };

function errorOf({ body }: ErrorAnswer): ErrorText {
  return (JSON.parse(Buffer.from(body).toString()) as { readonly error: ErrorText }).error;
}
