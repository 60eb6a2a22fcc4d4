import type { IncomingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { InvalidRequestError, type ForwardAnswer, type Upstream } from '@strata/core';
import { isUnexpected, methodNotAllowed, untilClosed } from '@strata/service-kit';
import { isFromForeignPage } from '../http/foreign-page.ts';
import { passOf } from '../keys/pass.ts';
import { withOwnLimits } from '../keys/rate-limit-headers.ts';
import { NOT_CACHED } from '../wire/cache-status.ts';
import { API_PARTS } from '../telemetry/endpoints.ts';
import type { PassedRequests } from '../telemetry/passed-requests.ts';
import { errorAnswerFor } from '../wire/error-shape.ts';
import { requestIdOf } from '../wire/request-id.ts';
import { PROVIDER_HEADER } from '../wire/upstream-headers.ts';
import { Router, type NextFunction, type Request, type Response } from 'express';

export type PassThroughOptions = {
  readonly upstream: Upstream;
  readonly forwardAuthorization: boolean;
  /** Pages of these may do more here than look. */
  readonly corsOrigins: readonly string[];
  readonly passed: PassedRequests;
};

/** Headers that belong to one connection (RFC 9110, 7.6.1; `Connection` names others), and those that are ours to set or to keep. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'cookie',
]);
const NOT_PASSED_BACK = new Set([
  ...NOT_FORWARDED,
  'set-cookie',
  'openai-organization',
  'openai-project',
  'anthropic-organization-id',
]);

/** The caller's, to be passed on only where the upstream is to see them. */
const CREDENTIALS = new Set(['authorization', 'x-api-key', 'api-key']);

/** Without `/v1` only what SDKs ask for by name: the rest of the root is our own. */
const PASSED_PATH = new RegExp(`^/(?:v1/.|(?:${API_PARTS.join('|')})(?:/|$))`);

/** TRACE is answered with the request as it came there: with the credential that we put in. */
const refuseTrace = methodNotAllowed('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');

/** Everything of the API that Strata does not understand: sent on as it is, answered as it comes, never cached. */
export function passThroughRoutes(options: PassThroughOptions): Router {
  const router = Router();
  const forward = async (request: Request, response: Response, path: string): Promise<void> => {
    const answered = options.passed.watch(request, response);
    refuseForeignPage(request, options.corsOrigins);
    passOf(request.headers)?.checkUnread({ method: request.method, path });
    const call = {
      method: request.method,
      path,
      headers: forwardedHeaders(request.headers, options.forwardAuthorization),
      body: hasBody(request.headers) ? request : undefined,
    };
    const answer = await options.upstream.forward(call, untilClosed(response));
    answered(answer.headers[PROVIDER_HEADER]?.toString());
    const sent = answerHeaders(answer, requestIdOf(request.headers));
    // The headers go now, as Latin-1, which they came as: `flushHeaders` would write them anew as UTF-8.
    response.writeHead(answer.status, withOwnLimits(response, sent)).write('', 'latin1');
    // Broken off on either side after its first byte: the client sees the connection end, which is all there is to say.
    await pipeline(answer.body, response).catch(() => response.destroy());
  };
  router.use(async (request: Request, response: Response, next: NextFunction) => {
    const path = pathBelow(request.originalUrl);
    if (path === undefined) return next();
    try {
      if (request.method === 'TRACE') await refuseTrace(request, response, next);
      else await forward(request, response, path);
    } catch (error) {
      if (!/^\/messages\b/.test(path) || response.headersSent || isUnexpected(error)) throw error;
      const { status, headers, body } = errorAnswerFor(error, 'messages');
      response.status(status).set(headers).send(Buffer.from(body));
    }
  });
  return router;
}

/**
 * A form or a text may be sent by any page that a browser on the operator's machine visits: nothing asks before, and the
 * operator's key pays. What is cached is safe from it, being JSON, which a browser asks leave for; a client's key no page has.
 */
function refuseForeignPage({ method, headers }: Request, corsOrigins: readonly string[]): void {
  if (method === 'GET' || method === 'HEAD' || passOf(headers) !== undefined) return;
  if (!isFromForeignPage(headers, corsOrigins)) return;
  const message = 'A page of another origin may not do this: CORS_ORIGINS names the origins that may.';
  throw new InvalidRequestError(message, { status: 403, code: 'origin_not_allowed' });
}

/** Dots, encoded too, beside an encoded slash: no step to the URL standard, but one to gateways that decode before they route. */
const HIDDEN_STEP = /(?:\.|%2e){2}%(?:2f|5c)|%(?:2f|5c)(?:\.|%2e){2}/i;

/**
 * The path and query below the API's base, `undefined` for what is not of the API. As the URL standard reads it, dot
 * segments resolved: a path must not lead out of the base that our credential is for.
 */
function pathBelow(originalUrl: string): string | undefined {
  const url = URL.parse(originalUrl, 'http://strata');
  if (url === null || !PASSED_PATH.test(url.pathname) || HIDDEN_STEP.test(url.pathname)) return undefined;
  return `${url.pathname.replace(/^\/v1(?=\/)/, '')}${url.search}`;
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function forwardedHeaders(headers: IncomingHttpHeaders, withAuthorization: boolean): Record<string, string> {
  const passed: Record<string, string> = {};
  const named = new Set(headers.connection?.toLowerCase().split(/[\s,]+/));
  for (const [name, value] of Object.entries(headers)) {
    const ours =
      NOT_FORWARDED.has(name) || named.has(name) || name.startsWith('x-cache-') || name === 'x-bypass-cache';
    if (value === undefined || ours || (CREDENTIALS.has(name) && !withAuthorization)) continue;
    passed[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return passed;
}

function answerHeaders(answer: ForwardAnswer, requestId: string): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'x-request-id': requestId };
  for (const [name, value] of Object.entries(answer.headers)) {
    // Which pages may read an answer is said here: the upstream lets in whoever has a key of it.
    if (NOT_PASSED_BACK.has(name) || name.startsWith('access-control-')) continue;
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  return { ...headers, 'x-cache': 'bypass', 'cache-status': NOT_CACHED };
}
