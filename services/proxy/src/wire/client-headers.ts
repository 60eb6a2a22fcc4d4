import type { IncomingHttpHeaders } from 'node:http';

/**
 * The headers of the client that an operator asks for: what says `x-cache-authorization` is its `authorization`. The
 * operator's own is the admin key, where there is one.
 */
export function clientHeaders(
  headers: IncomingHttpHeaders,
  { ADMIN_KEY: adminKey }: { readonly ADMIN_KEY?: string | undefined },
): IncomingHttpHeaders {
  const { authorization: ours, 'x-cache-authorization': theirs, ...rest } = headers;
  const authorization = theirs ?? (adminKey === undefined ? ours : undefined);
  return typeof authorization === 'string' ? { ...rest, authorization } : rest;
}
