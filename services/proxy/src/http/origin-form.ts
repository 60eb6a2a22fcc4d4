import type { IncomingMessage, RequestListener } from 'node:http';

/** `http://host/path?query`, as clients write a target that believe to speak to an HTTP proxy. */
const ABSOLUTE = /^https?:\/\/(?:[^/?#]*@)?([^/?#@]+)([^#]*)/i;

const SLASH = 0x2f;

/**
 * Reads a target in absolute form as its path, so that it means the same to whoever looks at it: keys, routes, metrics. Its
 * host takes the place of the `Host` header (RFC 9112, 3.2.2), and is as little looked at.
 */
export function withOriginForm(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url?.charCodeAt(0) !== SLASH) readAbsolute(request);
    listener(request, response);
  };
}

function readAbsolute(request: IncomingMessage): void {
  const [, host, path = ''] = ABSOLUTE.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = path.startsWith('/') ? path : `/${path}`;
}
