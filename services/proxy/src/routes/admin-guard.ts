import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { errorBody } from '@strata/service-kit';
import type { RequestHandler } from 'express';

/**
 * Who may use `/admin`: with a key, whoever shows it as Bearer; without one, this machine only. A browser on this
 * machine that another site talks through is refused: such a request carries that site's Origin or a foreign Host.
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

function keyed(adminKey: string, authorization: string | undefined): Decision {
  const given = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (given !== undefined && sameSecret(given, adminKey)) return ALLOWED;
  return { status: 401, message: 'The admin API needs the admin key: Authorization: Bearer <ADMIN_KEY>.' };
}

/** In constant time, whatever the lengths. */
function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

type RequestOrigin = { readonly host?: string | undefined; readonly origin?: string | undefined };

function localOnly(address: string | undefined, { host = '', origin }: RequestOrigin): Decision {
  const message = 'Without ADMIN_KEY the admin API answers requests from this machine only.';
  if (!isLoopback(address) || !isLocalHost(host)) return { status: 403, message };
  if (origin !== undefined && URL.parse(origin)?.host !== host) return { status: 403, message };
  return ALLOWED;
}

function isLoopback(address = ''): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

function isLocalHost(host: string): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? '';
  return name === 'localhost' || isLoopback(name.replace(/^\[(.*)\]$/, '$1'));
}
