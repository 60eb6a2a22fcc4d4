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
  return ({ authorization = '', 'x-api-key': key = '' }) => {
    // Both may go upstream, and Anthropic's clients send the second.
    const credential = key === '' ? authorization : `${authorization}\n${String(key)}`;
    if (credential === '') return 'anonymous';
    return createHmac('sha256', secret).update(credential).digest('base64url');
  };
}
