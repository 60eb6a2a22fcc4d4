import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Asking, Clock, PreparedRequest, TieredCache } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { Router } from 'express';
import type { ComposedCache } from './compose-cache.ts';
import type { ProxyConfig } from './config.ts';
import { adminEntryRoutes } from './routes/admin-entries.ts';
import { adminTransferRoutes, type AdminTransferOptions } from './routes/admin-transfer.ts';
import type { EntryHits } from './telemetry/entry-hits.ts';
import { upstreamHeaders } from './wire/upstream-headers.ts';

export type EntriesContext = {
  readonly config: ProxyConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly composed: ComposedCache;
  readonly hits: EntryHits;
  readonly asClient: AsClient;
};

/**
 * A request, of chat unless it says otherwise, as it is understood of the client that an operator's headers speak for, and
 * that client's own headers.
 */
export type AsClient = (
  text: string,
  headers: IncomingHttpHeaders,
  endpoint?: Pick<Asking, 'protocol' | 'query'>,
) => { readonly prepared: PreparedRequest; readonly headers: IncomingHttpHeaders };

/** The admin API on entries. To be mounted behind the guard. */
export function entryRoutes(context: EntriesContext): readonly Router[] {
  const { config, clock, logger, composed, hits } = context;
  const { entries, cache } = composed;
  return [
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
    const { protocol } = prepared;
    const passed = upstreamHeaders(headers, { requestId: randomUUID(), forwardAuthorization, protocol });
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
