/** Lower-case names; a header that came several times is a list, and says nothing here. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * How long the other side asked to be left alone: `retry-after-ms`, else `retry-after` in seconds or as a date (RFC 9110,
 * section 10.2.3). `undefined` where it did not say. `now` in ms since the epoch.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const exact = numberIn(headers['retry-after-ms']);
  if (exact !== undefined) return exact;
  const after = headers['retry-after'];
  const seconds = numberIn(after);
  if (seconds !== undefined) return seconds * 1_000;
  const at = typeof after === 'string' ? Date.parse(after) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function numberIn(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\s*\d+(?:\.\d+)?\s*$/.test(header)) return undefined;
  return Number(header);
}
