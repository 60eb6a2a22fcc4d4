import type { IncomingMessage, ServerResponse } from 'node:http';
import { isGuardedPath } from './guarded-paths.ts';

/** What a page may read of an answer beside its body: the last three for its SDK, which would ask again where it is told not to. */
const EXPOSED = [
  'x-cache',
  'x-cache-similarity',
  'x-cache-entry',
  'cache-status',
  'age',
  'server-timing',
  'x-request-id',
  'request-id',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
].join(', ');

/** Browsers send an origin in this one form; whatever else is listed would let nobody in, and nobody would know why. */
export function originProblem(item: string): string | undefined {
  const web = /^https?:/i.test(item);
  const usable = web
    ? URL.parse(item)?.origin === item
    : /^(?:\*|null|[a-z][a-z\d+.-]*:\/\/[^/\s]+)$/.test(item);
  return usable ? undefined : 'must be * or origins such as https://app.example.com, without a path';
}

/** Whether pages of the origin may use the API; without one the request is of no page. */
export function allowsOrigin(origins: readonly string[], origin: string | undefined): origin is string {
  return origin !== undefined && (origins.includes('*') || origins.includes(origin));
}

/** `true`: the request was a preflight and has been answered. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Lets pages of these origins (`*`: of any) use the API from a browser; never `/admin` and
 * what else its guard stands before. None by default: with a key of its
 * own, a proxy on somebody's machine must not serve whatever page that person visits.
 */
export function corsFor(origins: readonly string[]): Cors {
  return (request, response) => {
    const { origin } = request.headers;
    if (!allowsOrigin(origins, origin) || isGuardedPath(request.url ?? '/')) return false;
    response.setHeader('access-control-allow-origin', origins.includes('*') ? '*' : origin);
    response.setHeader('vary', 'origin');
    response.setHeader('access-control-expose-headers', EXPOSED);
    if (request.method !== 'OPTIONS') return false;
    response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? '*',
    );
    response.setHeader('access-control-max-age', '86400');
    response.writeHead(204).end();
    return true;
  };
}
