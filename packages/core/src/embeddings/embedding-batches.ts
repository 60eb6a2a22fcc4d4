import { askUpstream, type Charged } from '../account.ts';
import { freshnessUnder } from '../cache-policy.ts';
import { textRefusal, type AdmissionRefusal } from '../admission.ts';
import { partedHitAnswer, partedReplyAnswer, type PartedAsked } from '../answer-report.ts';
import type { Answer } from '../answer.ts';
import { bodyWithoutControls } from '../api-request.ts';
import type { Clock } from '../clock.ts';
import { usageOf, type TokenUsage } from '../completion.ts';
import { controlsKey } from '../controls.ts';
import { OnlyIfCachedError, UpstreamError } from '../errors.ts';
import type { ExactTier } from '../exact-tier.ts';
import { sha256 } from '../fingerprint.ts';
import { ttlOf, type FreshnessRules } from '../freshness.ts';
import { entryCommon } from '../new-entry.ts';
import type { Observer } from '../ports/observer.ts';
import type { Upstream, UpstreamAnswer } from '../ports/upstream.ts';
import { SingleFlight, type Publish } from '../single-flight.ts';
import type { Caller, PreparedRequest } from '../prepared-request.ts';
import { untilAborted } from '../until-aborted.ts';
import type { WriteBack } from '../write-back.ts';
import {
  listRefusal,
  decodeEmbedded,
  embeddedOf,
  embeddingAnswer,
  encodeEmbedded,
  isEmbedding,
  parseEmbeddings,
  type Embedded,
} from './embedding-answer.ts';
import { inputsOf } from './inputs.ts';

export type EmbeddingBatchesOptions = {
  readonly exact: ExactTier;
  readonly writeBack: WriteBack;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly freshness: FreshnessRules;
  readonly keepAbandoned: boolean;
};

type Whole = UpstreamAnswer & { readonly kind: 'whole' };

/** What one upstream call gave for the inputs that were missing; `items` is absent where it did not answer each of them. */
type Fetched = {
  readonly items: ReadonlyMap<string, Embedded> | undefined;
  readonly answer: Whole;
  readonly usage: TokenUsage | undefined;
  readonly upstreamMs: number;
  readonly stored: boolean;
};

const NONE: ReadonlyMap<string, Embedded> = new Map();

type FetchContext = {
  readonly missing: ReadonlyMap<string, unknown>;
  readonly publish: Publish<Fetched>;
  readonly headers: Caller['headers'];
  readonly charged: Charged;
};

/**
 * Answers embedding requests: each input from its own entry, and one upstream call for those that have none.
 *
 * Beside the pipeline, of its parts: there one request is one key, one entry and one answer, here it is as many as it has
 * inputs, some found and some not. So its runs are shared by the inputs that are *missing*, what comes back is taken apart
 * before it is stored and put together before it is given, and a hit is a hit only when every input has one. Streams, meaning
 * and stale answers, most of the pipeline, do not exist here.
 */
export class EmbeddingBatches {
  readonly #options: EmbeddingBatchesOptions;
  readonly #flights: SingleFlight<Fetched>;

  constructor(options: EmbeddingBatchesOptions) {
    this.#options = options;
    this.#flights = new SingleFlight({ keepAbandoned: options.keepAbandoned, memory: 1_024 });
  }

  /** Rejects as `TieredCache.answer` does. */
  async answer(prepared: PreparedRequest, caller: Caller): Promise<Answer> {
    const tick = this.#flights.tick;
    let asked = await this.#lookup(prepared, caller.signal);
    if (asked.missing.size === 0) return this.#hit(asked);
    if (prepared.controls.onlyIfCached && prepared.controls.mode === 'use') throw new OnlyIfCachedError();

    if (this.#flights.finishedSince(flightKey(asked), tick) && prepared.controls.mode === 'use') {
      // Another run for the very same inputs ended between the lookup and here.
      asked = await this.#lookup(prepared, caller.signal);
      if (asked.missing.size === 0) return this.#hit(asked);
    }
    return await this.#fetch(asked, caller);
  }

  async drain(): Promise<void> {
    await this.#flights.drain();
  }

  giveUp(): void {
    this.#flights.giveUp();
  }

  #hit(asked: PartedAsked): Answer {
    return partedHitAnswer(asked, embeddingAnswer(itemsOf(asked, asked.found), formatOf(asked)));
  }

  async #fetch(asked: PartedAsked, caller: Caller): Promise<Answer> {
    const key = flightKey(asked);
    const joined = this.#flights.get(key);
    const { missing } = asked;
    const flight =
      joined ??
      this.#flights.start(key, (publish, charged) =>
        this.#run(asked.prepared, { missing, publish, headers: caller.headers, charged }),
      );
    if (joined !== undefined) this.#options.observer.observe({ kind: 'coalesced' });
    const { leave, pays } = flight.join(caller);
    try {
      const fetched = await untilAborted(flight.result, caller.signal);
      const report = { ...fetched, collapsed: joined !== undefined, pays };
      return partedReplyAnswer(asked, report, bodyOf(asked, fetched));
    } finally {
      leave();
    }
  }

  /** Every input's own lookup. */
  async #lookup(prepared: PreparedRequest, signal: AbortSignal): Promise<PartedAsked> {
    const { clock, exact } = this.#options;
    const { controls, parts = [], request } = prepared;
    const startedAt = clock.elapsed();
    const inputs = inputsOf(request.body);
    const all = new Map(parts.map((key, index) => [key, inputs[index]]));
    const found = new Map<string, Embedded>();
    const entries: PartedAsked['entries'][number][] = [];
    let degraded = false;
    const look = async (key: string): Promise<void> => {
      const lookup = await exact.lookup(key, controls, signal);
      if (lookup.kind === 'degraded') degraded = true;
      const embedded = lookup.kind === 'hit' ? decodeEmbedded(lookup.entry) : undefined;
      if (lookup.kind !== 'hit' || embedded === undefined) return;
      found.set(key, embedded);
      entries.push(lookup.entry);
    };
    const mayLook = controls.mode === 'use' && controls.tiers !== 'semantic';
    if (mayLook) await Promise.all([...all.keys()].map(look));
    const missing = new Map([...all].filter(([key]) => !found.has(key)));
    return { prepared, found, entries, missing, degraded, exactMs: clock.elapsed() - startedAt };
  }

  async #run(prepared: PreparedRequest, context: FetchContext): Promise<void> {
    const { missing, publish, headers, charged } = context;
    const { clock, upstream, observer, freshness } = this.#options;
    const { request, protocol, query, controls } = prepared;
    const { model } = request;
    const startedAt = clock.elapsed();
    const body = bodyFor(prepared, missing);
    const asked = { body, path: protocol.path, query, model, stream: false, headers };
    const answer = await askUpstream(upstream, asked, charged);
    if (answer.kind !== 'whole') throw unusable();
    const upstreamMs = clock.elapsed() - startedAt;
    const whole = parseEmbeddings(answer.body);
    const usage = whole === undefined ? undefined : usageOf(whole);
    charged.charge({ usage, events: 0, headers: answer.headers, substitute: answer.substitute });
    const items = embeddedOf(whole, missing);
    const ttlMs = ttlOf(request.body, controls, freshnessUnder(prepared.policy, freshness));
    const incomplete = items === undefined ? 'unfinished' : undefined;
    const refusal = refusalOf(answer, listRefusal(whole) ?? incomplete ?? textRefusal(answer.body));
    const admitted = refusal === undefined && ttlMs > 0 ? admittedOf(items) : NONE;
    const empty = admitted.size < missing.size ? 'empty' : undefined;
    const reason = refusal ?? (ttlMs === 0 ? 'ttl-zero' : empty);
    if (reason !== undefined) observer.observe({ kind: 'admission-refused', reason });
    publish({ items, answer, usage, upstreamMs, stored: reason === undefined });
    await this.#store(prepared, admitted, ttlMs);
  }

  async #store(
    prepared: PreparedRequest,
    items: ReadonlyMap<string, Embedded>,
    ttlMs: number,
  ): Promise<void> {
    const { clock, writeBack } = this.#options;
    const common = entryCommon(prepared, { createdAt: clock.now(), ttlMs });
    const replaces = prepared.controls.mode === 'refresh';
    const writes = [...items].map(([fingerprint, embedded]) => {
      const usage = { promptTokens: embedded.tokens, completionTokens: 0 };
      const entry = { ...common, fingerprint, usage, body: encodeEmbedded(embedded) };
      return writeBack.store(entry, { query: undefined, embedding: undefined, replaces, staleMs: 0 });
    });
    await Promise.all(writes);
  }
}

/** Those that the upstream could embed: one that it could not is no reason to ask for the others again. */
function admittedOf(items: Fetched['items'] = NONE): ReadonlyMap<string, Embedded> {
  return new Map([...items].filter(([, { value }]) => isEmbedding(value)));
}

/** Equal inputs that are missing, in one format: they share a call. */
function flightKey({ missing, prepared }: PartedAsked): string {
  const { controls, request } = prepared;
  const keys = sha256([...missing.keys()].join('|'));
  return `${keys}|${JSON.stringify(request.body['encoding_format'])}|${controlsKey(controls)}`;
}

/** The request as it came where all of it is asked for, else with the missing inputs alone. */
function bodyFor(prepared: PreparedRequest, missing: ReadonlyMap<string, unknown>): string {
  const body = bodyWithoutControls(prepared.request);
  const inputs = [...missing.values()];
  const everything = missing.size === (prepared.parts?.length ?? 0);
  return JSON.stringify(everything ? body : { ...body, input: inputs });
}

/** The upstream's own bytes where it was asked for everything, else what was found and what it gave, put together. */
function bodyOf(asked: PartedAsked, { items, answer }: Fetched): Uint8Array {
  const everything = asked.missing.size === (asked.prepared.parts?.length ?? 0);
  if (everything) return answer.body;
  if (items === undefined) throw unusable();
  return embeddingAnswer(itemsOf(asked, new Map([...asked.found, ...items])), formatOf(asked));
}

function itemsOf({ prepared }: PartedAsked, known: ReadonlyMap<string, Embedded>): Embedded[] {
  return (prepared.parts ?? []).flatMap((key) => known.get(key) ?? []);
}

function formatOf({ prepared }: PartedAsked): unknown {
  return prepared.request.body['encoding_format'];
}

function refusalOf(
  { status, substitute }: Whole,
  refusal: AdmissionRefusal | undefined,
): AdmissionRefusal | undefined {
  if (status !== 200) return 'status';
  return substitute === undefined ? refusal : 'other-model';
}

function unusable(): UpstreamError {
  return new UpstreamError('The upstream did not answer every input with an embedding.', {
    code: 'invalid_response',
  });
}
