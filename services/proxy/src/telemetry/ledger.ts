import type { TokenUsage } from '@strata/core';
import type { ModelPrices } from '../providers/model-prices.ts';
import type { ChargeEvent, ChargeListener } from './charge-event.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';

type Counts = Record<RequestEvent['outcome'], number>;

/** The model whose prices the JSON view names; each request is priced as its own model. */
const REFERENCE_MODEL = 'llama-3.3-70b-versatile';

/** What the cache did since the start, in requests, tokens and money: the JSON metrics and `/admin/stats`. */
export class Ledger implements RequestListener, ChargeListener {
  readonly #counts: Counts = {
    'exact-hit': 0,
    'semantic-hit': 0,
    miss: 0,
    refresh: 0,
    bypass: 0,
    coalesced: 0,
    error: 0,
  };
  readonly #prices: ModelPrices;
  #tokensSaved = 0;
  #tokensUsed = 0;
  #costSaved = 0;
  #costSpent = 0;
  #unpriced = 0;
  /** Of the hits by meaning, together. */
  #similarity = 0;

  constructor({ prices }: { readonly prices: ModelPrices }) {
    this.#prices = prices;
  }

  requestEnded(event: RequestEvent): void {
    const { outcome, usage, model, pays, similarity = 0 } = event;
    this.#counts[outcome] += 1;
    if (outcome === 'semantic-hit') this.#similarity += similarity;
    if (outcome === 'error') return;
    const cost = this.#prices.costOf(model, usage);
    if (cost === undefined) this.#unpriced += 1;
    // Who pays has the upstream call counted by itself, which may end later, or with nobody left to answer.
    if (pays) return;
    this.#tokensSaved += totalOf(usage);
    this.#costSaved += cost ?? 0;
  }

  charged({ model, usage }: ChargeEvent): void {
    this.#tokensUsed += totalOf(usage);
    this.#costSpent += this.#prices.costOf(model, usage) ?? 0;
  }

  /** The ancestor's JSON object, with more keys. Percentages have two decimals, money four, prices two. */
  toJson(): Readonly<Record<string, object>> {
    const { hits, misses, requests, ratio } = this.#totals();
    const counts = this.#counts;
    const [saved, spent] = [this.#costSaved, this.#costSpent];
    const price = this.#prices.priceOf(REFERENCE_MODEL);
    return {
      cache_performance: {
        exact_hits: counts['exact-hit'],
        semantic_hits: counts['semantic-hit'],
        total_hits: hits,
        misses,
        total_requests: requests,
        hit_rate_percent: percent(ratio),
        coalesced: counts.coalesced,
        refreshed: counts.refresh,
        bypassed: counts.bypass,
        errors: counts.error,
      },
      token_usage: {
        tokens_saved: this.#tokensSaved,
        tokens_used: this.#tokensUsed,
        total_tokens_without_cache: this.#tokensSaved + this.#tokensUsed,
      },
      cost_analysis: {
        cost_saved_usd: money(saved),
        cost_spent_usd: money(spent),
        total_cost_without_cache_usd: money(saved + spent),
        savings_percent: percent(saved + spent === 0 ? 0 : saved / (saved + spent)),
        unpriced_requests: this.#unpriced,
        note: 'Each request at its own model’s price; requests of models without a known price count no money.',
      },
      pricing: {
        model_assumed: REFERENCE_MODEL,
        input_per_1m_tokens: `$${(price?.input ?? 0).toFixed(2)}`,
        output_per_1m_tokens: `$${(price?.output ?? 0).toFixed(2)}`,
        supported_models: this.#prices.models,
      },
    };
  }

  /** The numbers of `/admin/stats`. `hit_rate` in per cent; the similarity of hits by meaning, 0 without one. */
  cacheStats(): Readonly<Record<string, number>> {
    const { misses, requests, ratio } = this.#totals();
    return {
      exact_hits: this.#counts['exact-hit'],
      semantic_hits: this.#counts['semantic-hit'],
      misses,
      total_requests: requests,
      hit_rate: rounded(ratio * 100, 2),
      avg_hit_similarity: rounded(this.#similarity / Math.max(1, this.#counts['semantic-hit']), 4),
      coalesced: this.#counts.coalesced,
      bypassed: this.#counts.bypass,
      errors: this.#counts.error,
    };
  }

  #totals(): { hits: number; misses: number; requests: number; ratio: number } {
    const counts = this.#counts;
    const hits = counts['exact-hit'] + counts['semantic-hit'];
    const misses = counts.miss + counts.refresh;
    const requests = hits + misses + counts.coalesced;
    return { hits, misses, requests, ratio: requests === 0 ? 0 : hits / requests };
  }
}

function totalOf(usage: TokenUsage | undefined): number {
  return usage === undefined ? 0 : usage.promptTokens + usage.completionTokens;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)}%`;
}

function money(dollars: number): string {
  return `$${dollars.toFixed(4)}`;
}
