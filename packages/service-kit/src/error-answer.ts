import {
  DependencyError,
  InvalidRequestError,
  OnlyIfCachedError,
  StrataError,
  UpstreamError,
} from '@strata/core';
import { errorBody, type ErrorBodyInput } from './error-body.ts';

/** What goes over the wire for something that was thrown. Header names are lower-case. */
export type ErrorAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/**
 * The one place where errors become HTTP. Messages of Strata's own errors are written for callers and go out, also of
 * one that no route is meant to meet; of anything else nothing does but "internal error": log it.
 */
export function toErrorAnswer(error: unknown): ErrorAnswer {
  const { message, code } = error instanceof StrataError ? error : INTERNAL;
  return expectedAnswer(error) ?? jsonAnswer({ status: 500, message, code });
}

const INTERNAL = { message: 'Internal error.', code: 'internal_error' };

/** Whether the service itself is at fault, or what it keeps, so that the log should hold the error with its stack. */
export function isUnexpected(error: unknown): boolean {
  return expectedAnswer(error) === undefined;
}

function expectedAnswer(error: unknown): ErrorAnswer | undefined {
  if (error instanceof UpstreamError) return upstreamAnswer(error);
  if (error instanceof InvalidRequestError) return invalidRequestAnswer(error);
  if (error instanceof DependencyError) return dependencyAnswer(error);
  if (error instanceof OnlyIfCachedError) {
    // A client's own retry would find the same: the SDKs ask again on 5xx unless told otherwise.
    return jsonAnswer({ status: 504, message: error.message, code: error.code }, NO_RETRY);
  }
  return expressAnswer(error);
}

function upstreamAnswer(error: UpstreamError): ErrorAnswer {
  if (error.response !== undefined) return error.response;
  const { status, code } = UPSTREAM_FAILURES[error.code] ?? UPSTREAM_STATUS;
  // Nothing changes until somebody configures a provider.
  const headers = code === 'no_upstream' ? NO_RETRY : retryHeaders(error.retryAfterMs);
  return jsonAnswer({ status, message: error.message, code }, headers);
}

/** The SDKs ask again after any 503 and 504 but these. */
const NO_RETRY = { 'x-should-retry': 'false' };

const UPSTREAM_STATUS = { status: 502, code: 'upstream_error' };

const UPSTREAM_FAILURES: Readonly<Record<string, { status: number; code: string }>> = {
  connect: { status: 502, code: 'upstream_unreachable' },
  invalid_response: { status: 502, code: 'upstream_invalid_response' },
  interrupted: { status: 502, code: 'upstream_interrupted' },
  timeout: { status: 504, code: 'upstream_timeout' },
  no_upstream: { status: 503, code: 'no_upstream' },
  model_not_found: { status: 404, code: 'model_not_found' },
  overloaded: { status: 503, code: 'overloaded' },
  rate_limited: { status: 429, code: 'rate_limit_exceeded' },
};

function invalidRequestAnswer(error: InvalidRequestError): ErrorAnswer {
  const { status, message, param, code } = error;
  // `invalid_request` is the class's default: it says no more than the type does.
  return jsonAnswer({ status, message, param, ...(code !== 'invalid_request' && { code }) });
}

function dependencyAnswer(error: DependencyError): ErrorAnswer {
  const { message, code, retryAfterMs } = error;
  return jsonAnswer({ status: 503, message, code }, retryHeaders(retryAfterMs));
}

function retryHeaders(retryAfterMs: number | undefined): Readonly<Record<string, string>> {
  if (retryAfterMs === undefined) return {};
  return {
    'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
    'retry-after-ms': String(Math.ceil(retryAfterMs)),
  };
}

/** Express' own refusals carry a status: of a path that cannot be decoded, and with a type of a body. */
function expressAnswer(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  if (error instanceof URIError) return jsonAnswer({ status: 400, message: 'The path cannot be decoded.' });
  if (!('type' in error)) return undefined;
  const { status, type } = error;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const message = BODY_PROBLEMS[String(type)] ?? 'The request body cannot be read.';
  return jsonAnswer({ status, message });
}

const BODY_PROBLEMS: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The request body is not valid JSON.',
  'entity.too.large': 'The request body is too large.',
  'charset.unsupported': 'The charset of the request body is not supported; use UTF-8.',
  'encoding.unsupported': 'The content-encoding of the request body is not supported.',
};

function jsonAnswer(input: ErrorBodyInput, headers: Readonly<Record<string, string>> = {}): ErrorAnswer {
  const body = new TextEncoder().encode(JSON.stringify(errorBody(input)));
  return { status: input.status, headers: { 'content-type': 'application/json', ...headers }, body };
}
