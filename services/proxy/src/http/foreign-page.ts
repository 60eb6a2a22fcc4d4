import type { IncomingHttpHeaders } from 'node:http';
import { allowsOrigin } from './cors.ts';

/**
 * Whether a page of another origin, and of none of `allowed`, made a browser send the request. Where the browser says
 * itself where it comes from, that counts: a reverse proxy in between may have put another `Host` in. What no browser sends
 * has neither header.
 */
export function isFromForeignPage(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (allowsOrigin(allowed, origin)) return false;
  if (site !== undefined) return site !== 'none' && site !== 'same-origin';
  return origin !== undefined && URL.parse(origin)?.host !== host;
}
