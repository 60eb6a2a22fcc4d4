/**
 * Whether a request target is one that the guard of `/admin` stands before, in any form that a route takes: slashes too
 * many, another case. What only looks like one when its dots are resolved counts too: no page has a use for it.
 */
export function isGuardedPath(target: string): boolean {
  // Most of what comes, and not worth a parsing for each hit.
  if (target.startsWith('/v1/')) return false;
  const mark = target.indexOf('?');
  const written = (mark === -1 ? target : target.slice(0, mark)).replaceAll(/\/{2,}/g, '/');
  return GUARDED.test(written) || GUARDED.test(URL.parse(written, 'http://strata')?.pathname ?? '');
}

const GUARDED = /^\/(?:admin|health\/detailed)(?:\/|$)/i;
