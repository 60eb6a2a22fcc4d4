import type { IncomingHttpHeaders } from 'node:http';
import type { Clock, PreparedRequest, Protocol } from '@strata/core';
import type { EarlyResponse } from '@strata/service-kit';
import { passOf } from '../keys/pass.ts';
import type { RequestListener } from '../telemetry/request-event.ts';
import type { HotLane, ReadyResponse } from './hot-lane.ts';
import { idHeaders } from '../wire/request-id.ts';
import { readyHeaders } from './ready-headers.ts';
import { questionOf } from './visit.ts';

export type RepeatsOptions = {
  readonly lane: HotLane;
  /** The exact tier's generation: what was kept ready in an older one is void. */
  readonly generation: () => number;
  readonly tenantOf: (headers: IncomingHttpHeaders) => string;
  /** Tells requests under two policies apart, by the name of their key. */
  readonly policyScope: (key: string | undefined) => string;
  readonly clock: Clock;
  readonly listeners: readonly RequestListener[];
  /** Whether events carry what was asked. */
  readonly showPrompts: boolean;
};

/** Who asks, and where. */
export type Asker = {
  readonly headers: IncomingHttpHeaders;
  readonly protocol: Protocol;
  /** The target's, without its question mark. */
  readonly query: string;
};

/** A request as far as its bytes alone tell. */
export type Asked = {
  readonly tenant: string;
  /** The lane's; absent for a request that must go the long way. */
  readonly key: string | undefined;
  /** Of the exact tier, when the body was there. */
  readonly generation: number;
  /** The request, where the lane knows how it is understood. */
  readonly known: PreparedRequest | undefined;
  readonly ready: ReadyResponse | undefined;
};

/** A request that can be answered as it stands. */
export type Repeat = Asked & { readonly known: PreparedRequest; readonly ready: ReadyResponse };

export type RepeatVisit = {
  readonly requestId: string;
  /** Of the clock's `elapsed`. */
  readonly startedAt: number;
};

/** Byte-identical repeats, whichever way their bytes came: finds what the hot lane keeps ready, and says how it went. */
export class Repeats {
  readonly #options: RepeatsOptions;

  constructor(options: RepeatsOptions) {
    this.#options = options;
  }

  /** Throws `InvalidRequestError` (403) for a model that the key may not ask for. */
  look(asker: Asker, body: Buffer): Asked {
    const { lane, clock, generation, tenantOf, policyScope } = this.#options;
    const { headers } = asker;
    const tenant = tenantOf(headers);
    const pass = passOf(headers);
    const policy = policyScope(pass?.name);
    const scope = laneScope(asker, policy === '' ? tenant : `${tenant}\n${policy}`);
    const key = lane.keyOf(headers, scope, body);
    // Taken before the lookup: an answer found before a clear must not be kept ready after it.
    const current = generation();
    const found = key === undefined ? undefined : lane.find(key, clock.now(), current);
    if (found?.ready !== undefined) pass?.checkModel(found.prepared.request.model);
    return { tenant, key, generation: current, known: found?.prepared, ready: found?.ready };
  }

  /** The answer as it leaves now; the listeners have heard of it. */
  answer({ headers, protocol }: Asker, { known, ready }: Repeat, visit: RepeatVisit): EarlyResponse {
    const { clock, listeners, showPrompts } = this.#options;
    const { request, fingerprint } = known;
    const { requestId } = visit;
    const now = clock.now();
    const tookMs = clock.elapsed() - visit.startedAt;
    const event = {
      outcome: 'exact-hit',
      tier: 'exact',
      status: 200,
      path: protocol.path,
      keyName: passOf(headers)?.name,
      provider: undefined,
      model: request.model,
      stream: request.stream,
      usage: ready.entry.usage,
      pays: false,
      durationMs: tookMs,
      firstByteMs: tookMs,
      entryAgeMs: now - ready.entry.createdAt,
      requestId,
      failure: undefined,
      entry: ready.entryId,
      similarity: ready.entry.similarity,
      detail: undefined,
      question: showPrompts ? questionOf(known) : undefined,
    } as const;
    for (const listener of listeners) listener.requestEnded(event);
    const ids = idHeaders(requestId, protocol.name);
    return { headers: readyHeaders(ready, { now, ids, fingerprint, tookMs }), body: ready.body };
  }
}

export function isRepeat(asked: Asked): asked is Repeat {
  return asked.ready !== undefined;
}

/** Equal bodies of two targets are two requests, and so are equal bodies under other headers of the protocol's own. */
function laneScope({ headers, protocol, query }: Asker, tenant: string): string {
  const plain = query === '' && protocol.headers.every((name) => headers[name] === undefined);
  if (protocol.name === 'chat' && plain) return tenant;
  // No tenant's name is empty: what begins so is never taken for the scope above.
  return ['', protocol.name, query, ...protocol.headers.map((name) => String(headers[name])), tenant].join(
    '\n',
  );
}
