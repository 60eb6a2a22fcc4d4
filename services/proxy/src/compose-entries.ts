import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Clock, PreparedRequest, TieredCache } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import { Router } from 'express';
import { AuditLog } from './audit/audit-log.ts';
import { auditTrail } from './audit/audit-trail.ts';
import type { ComposedCache } from './compose-cache.ts';
import type { ProxyConfig } from './config.ts';
import { adminEntryRoutes } from './routes/admin-entries.ts';
import { adminGuard } from './routes/admin-guard.ts';
import { adminTransferRoutes, type AdminTransferOptions } from './routes/admin-transfer.ts';
import type { EntryHits } from './telemetry/entry-hits.ts';
import { upstreamHeaders } from './wire/upstream-headers.ts';

export type EntriesContext = {
  readonly config: ProxyConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resources: AsyncDisposableStack;
  readonly composed: ComposedCache;
  readonly hits: EntryHits;
  readonly asClient: AsClient;
};

/** A chat request as it is understood of the client that an operator's headers speak for, and that client's own headers. */
export type AsClient = (
  text: string,
  headers: IncomingHttpHeaders,
) => { readonly prepared: PreparedRequest; readonly headers: IncomingHttpHeaders };

/**
 * The admin API on entries, behind the guard. Stands before every other admin route: what it notes for the audit holds
 * for all of them.
 */
export function entryRoutes(context: EntriesContext): Router[] {
  const { config, clock, logger, composed, hits, resources } = context;
  const path = config.AUDIT_LOG_PATH ?? join(config.DATA_DIR, 'audit.jsonl');
  const audit = resources.use(new AuditLog({ path, clock, logger }));
  const front = Router();
  front.use('/admin', adminGuard(config.ADMIN_KEY), auditTrail(audit));
  const { entries, cache } = composed;
  return [
    front,
    adminEntryRoutes({ entries, clock, hitsOf: (id) => hits.of(id) }),
    adminTransferRoutes({
      entries,
      logger,
      spoolDir: config.DATA_DIR,
      stored: () => cache.drain(),
      ask: askAsClient(context),
    }),
  ];
}

function askAsClient({ asClient, composed }: EntriesContext): AdminTransferOptions['ask'] {
  const { cache, upstream } = composed;
  const { forwardAuthorization } = upstream;
  return async (text, given, signal) => {
    const { prepared, headers } = asClient(text, given);
    const passed = upstreamHeaders(headers, { requestId: randomUUID(), forwardAuthorization });
    return await outcomeOf(cache, prepared, { signal, headers: passed });
  };
}

/** Reads the answer to its end, as its client would. */
async function outcomeOf(
  cache: TieredCache,
  prepared: PreparedRequest,
  caller: Parameters<TieredCache['answer']>[1],
): Promise<string> {
  const { outcome, body } = await cache.answer(prepared, caller);
  if (body.kind === 'live') for await (const event of body.events) void event;
  return outcome;
}
