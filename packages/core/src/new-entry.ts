import { aliasOf, tenantHash, versionOf, type CacheEntry } from './cache-entry.ts';
import type { TokenUsage } from './completion.ts';
import { queryOf, type PreparedRequest } from './prepared-request.ts';
import type { SemanticQuery } from './semantic-query.ts';

/** ms, `createdAt` since the epoch. */
export type Life = { readonly createdAt: number; readonly ttlMs: number };

export type Stored = Life & {
  readonly body: Uint8Array;
  readonly usage: TokenUsage | undefined;
  /** What it may be found by; absent: its key alone. */
  readonly query: SemanticQuery | undefined;
};

/** What every entry of this request says, whatever part of its answer it keeps. */
export function entryCommon({ request, scope, controls }: PreparedRequest, { createdAt, ttlMs }: Life) {
  return {
    createdAt,
    expiresAt: createdAt + ttlMs,
    model: request.model,
    tenant: tenantHash(scope.tenant),
    namespace: scope.namespace,
    ...versionOf(scope),
    ...(controls.tags.length === 0 ? {} : { tags: controls.tags }),
  };
}

/** The entry of an upstream's answer to this request. */
export function newEntry(prepared: PreparedRequest, { body, usage, query, ...life }: Stored): CacheEntry {
  const { fingerprint, protocol } = prepared;
  return {
    ...entryCommon(prepared, life),
    fingerprint,
    usage,
    body,
    ...(protocol.name === 'chat' ? {} : { protocol: protocol.name }),
    ...(query === undefined ? {} : { question: query.text, partition: query.partition }),
  };
}

/** An entry that answered by meaning, under the key of the request that it answered. `score`: their cosine. */
export function promotedEntry(entry: CacheEntry, score: number, prepared: PreparedRequest): CacheEntry {
  const question = queryOf(prepared)?.text ?? '';
  return aliasOf(entry, { fingerprint: prepared.fingerprint, similarity: score, question });
}
