import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type TenantOf = (headers: IncomingHttpHeaders) => string;

/** Everybody shares the cache, as everybody uses the proxy's own key. */
export const oneTenant: TenantOf = () => 'default';

/**
 * Each credential is a tenant of its own, named by an HMAC: who brings another key gets answers that were paid for, and
 * could see, with that key only. The name tells nothing about the credential.
 */
export function tenantByCredential(secret: string): TenantOf {
  return ({ authorization }) => {
    if (authorization === undefined) return 'anonymous';
    return createHmac('sha256', secret).update(authorization).digest('base64url');
  };
}
