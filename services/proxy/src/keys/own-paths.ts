/** First segments of what is Strata's own: operators' pages, which have guards of their own. */
const OWN = new Set([
  'health',
  'metrics',
  'metrics.json',
  'admin',
  'dashboard',
  'docs',
  'api-docs',
  'favicon.ico',
  'version',
]);

/**
 * Whether a request target is Strata's own rather than of the API. All else needs a key: a path that nobody knows must
 * not be a way around it. A target counts only if it is our own both as it is written, as routes compare it, and as the
 * URL standard reads it, as it would be passed on (`/admin/../v1/models`).
 */
export function isOwnPath(target: string): boolean {
  // Most of what comes: of the API in any reading of the rest, and not worth a parsing for each hit.
  if (target.startsWith('/v1/')) return false;
  if (target === '/' || target.startsWith('/?')) return true;
  const read = URL.parse(target, 'http://strata');
  return read !== null && OWN.has(firstSegment(target)) && OWN.has(firstSegment(read.pathname));
}

function firstSegment(path: string): string {
  return /^\/([^/?#]*)/.exec(path)?.[1]?.toLowerCase() ?? '';
}
