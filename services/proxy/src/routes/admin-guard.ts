import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4 } from 'node:net';
import { errorBody } from '@strata/service-kit';
import type { RequestHandler } from 'express';

/**
 * Who may use `/admin`: with a key, whoever shows it as Bearer; without one, this machine only. A browser on this
 * machine that another site talks through is refused: such a request carries that site's Origin, a foreign Host, or says
 * itself that it comes from elsewhere. So is what a proxy on this machine hands on for others.
 */
export function adminGuard(adminKey: string | undefined): RequestHandler {
  return (request, response, next) => {
    const { status, message } =
      adminKey === undefined
        ? localOnly(request.socket.remoteAddress, request.headers)
        : keyed(adminKey, request.headers.authorization);
    if (status === 200) next();
    else response.status(status).json(errorBody({ status, message }));
  };
}

type Decision = { readonly status: 200 | 401 | 403; readonly message: string };

const ALLOWED: Decision = { status: 200, message: '' };

/** Whether an `authorization` header shows the key. */
export function holdsAdminKey(adminKey: string, authorization: string | undefined): boolean {
  const given = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && sameSecret(given, adminKey);
}

function keyed(adminKey: string, authorization: string | undefined): Decision {
  if (holdsAdminKey(adminKey, authorization)) return ALLOWED;
  return { status: 401, message: 'The admin API needs the admin key: Authorization: Bearer <ADMIN_KEY>.' };
}

/** In constant time, whatever the lengths. */
function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const REFUSED: Decision = {
  status: 403,
  message: 'Without ADMIN_KEY the admin API answers requests from this machine only.',
};

/** What proxies say of whom they ask for. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

function localOnly(address: string | undefined, headers: IncomingHttpHeaders): Decision {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  if (!isLoopback(address) || !isLocalHost(host)) return REFUSED;
  if (origin !== undefined && URL.parse(origin)?.host !== host) return REFUSED;
  if (site !== 'none' && site !== 'same-origin') return REFUSED;
  return FORWARDED.some((name) => headers[name] !== undefined) ? REFUSED : ALLOWED;
}

function isLoopback(address = ''): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Whether a `Host` is a name of this machine that nobody else can give it. */
export function isLocalHost(host: string): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? '';
  return name === 'localhost' || isLoopback(name.replace(/^\[(.*)\]$/, '$1'));
}
