import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOwnPath } from '../keys/own-paths.ts';
import { sendRefusal } from '../keys/refusal.ts';
import { isLocalHost } from '../routes/admin-guard.ts';
import { allowsOrigin } from './cors.ts';

export type ReboundNamesOptions = {
  /** What the proxy listens on. */
  readonly host: string;
  readonly corsOrigins: readonly string[];
  /** Whether the API asks for no key. */
  readonly isOpen: () => boolean;
};

/** `true`: the request was refused, and has its answer. */
export type Refuses = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Refuses pages whose name was made to point at this machine (DNS rebinding): to its browser such a page is of the proxy's
 * own origin. Only where the proxy is for this machine alone and asks for no key, and only what a page says of itself
 * (`Origin`, which it cannot choose): SDKs send none. One of an `https:` name came by a reverse proxy, for Strata itself
 * speaks plain HTTP, and so did one with `Via`, which no page may set; any other header that tells of proxies it may.
 *
 * `undefined` where the proxy listens for others too, under names that it cannot know.
 */
export function reboundNames({ host, corsOrigins, isOpen }: ReboundNamesOptions): Refuses | undefined {
  if (!isLocalHost(host.includes(':') ? `[${host}]` : host)) return undefined;
  return (request, response) => {
    const { origin, host: name = '', via } = request.headers;
    if (origin === undefined || !isPlainWeb(origin) || via !== undefined || isLocalHost(name)) return false;
    if (!isOpen() || isOwnPath(request.url ?? '/') || allowsOrigin(corsOrigins, origin)) return false;
    sendRefusal(request, response, {
      status: 403,
      code: 'origin_not_allowed',
      message:
        'Without keys, a proxy for this machine alone answers pages of this machine only: CORS_ORIGINS names others that may use it.',
      headers: {},
    });
    return true;
  };
}

function isPlainWeb(origin: string): boolean {
  return /^http:/i.test(origin);
}
