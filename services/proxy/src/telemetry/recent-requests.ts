import type { Clock } from '@strata/core';
import type { ModelPrices } from '../providers/model-prices.ts';
import { clippedName } from './bounded-names.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';
import { Ring } from './ring.ts';

/** About 200 kB. More would only be asked for by somebody who wants the request log. */
const CAPACITY = 500;

/** One request as `GET /admin/recent` tells of it. */
export type RecentRequest = {
  readonly seq: number;
  /** When it ended, in ms since the epoch. */
  readonly at: number;
  readonly request_id: string;
  readonly outcome: string;
  readonly tier: string;
  readonly status: number;
  readonly failure: string | null;
  readonly model: string;
  readonly stream: boolean;
  readonly similarity: number | null;
  readonly entry: string | null;
  readonly detail: string | null;
  readonly duration_ms: number;
  readonly first_byte_ms: number | null;
  readonly entry_age_ms: number | null;
  readonly tokens: { readonly prompt: number; readonly completion: number } | null;
  /** What the tokens cost, or would have; `null` where the price is not known. */
  readonly cost_usd: number | null;
  readonly question: string | null;
};

/**
 * The latest requests. On the hot lane it keeps the event that exists anyway: everything that costs more is done when
 * somebody asks.
 */
export class RecentRequests implements RequestListener {
  readonly #ring: Ring<RequestEvent>;
  readonly #clock: Clock;
  readonly #prices: ModelPrices;

  constructor(options: { readonly clock: Clock; readonly prices: ModelPrices }) {
    this.#clock = options.clock;
    this.#ring = new Ring(CAPACITY, options.clock.now());
    this.#prices = options.prices;
  }

  requestEnded(event: RequestEvent): void {
    this.#ring.add(this.#clock.now(), event);
  }

  /** `last`: to ask after the next time. */
  after(seq: number, limit: number): { readonly last: number; readonly requests: readonly RecentRequest[] } {
    const requests = this.#ring.after(seq, limit).map(({ seq: number, at, item }) => ({
      ...described(item, { seq: number, at }),
      cost_usd: this.#prices.costOf(item.model, item.usage) ?? null,
    }));
    return { last: this.#ring.last, requests };
  }
}

function described(
  event: RequestEvent,
  place: { readonly seq: number; readonly at: number },
): Omit<RecentRequest, 'cost_usd'> {
  const { usage } = event;
  return {
    ...place,
    request_id: event.requestId,
    outcome: event.outcome,
    tier: event.tier,
    status: event.status,
    failure: event.failure ?? null,
    model: clippedName(event.model),
    stream: event.stream,
    similarity: event.similarity ?? null,
    entry: event.entry ?? null,
    detail: event.detail ?? null,
    duration_ms: event.durationMs,
    first_byte_ms: event.firstByteMs ?? null,
    entry_age_ms: event.entryAgeMs ?? null,
    tokens: usage === undefined ? null : { prompt: usage.promptTokens, completion: usage.completionTokens },
    question: event.question ?? null,
  };
}
