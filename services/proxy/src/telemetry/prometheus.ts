import type { CacheEvent, Observer } from '@strata/core';
import { Gauge, type Registry } from 'prom-client';
import { BoundedNames } from './bounded-names.ts';
import { AGE_BUCKETS, ANSWER_BUCKETS, LOOKUP_BUCKETS, SIMILARITY_BUCKETS } from './buckets.ts';
import { LightCounter, LightHistogram } from './light-metrics.ts';
import { LlmProxyMetrics } from './llm-proxy-metrics.ts';
import type { ModelPrices } from '../providers/model-prices.ts';
import type { ChargeEvent, ChargeListener } from './charge-event.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';

/** Distinct label sets that may be seen by name; more share `other`, so that a client cannot grow the registry. */
const MAX_MODELS = 50;

type Event<K extends CacheEvent['kind']> = Extract<CacheEvent, { kind: K }>;

/** Everything that happens, as Prometheus families with bounded labels. Never a tenant, a prompt or a key. */
export class PrometheusMetrics implements Observer, RequestListener, ChargeListener {
  /** The gateway's families beside the cache's. */
  readonly gateway: LlmProxyMetrics;
  readonly #families: Families;
  readonly #models = new BoundedNames(MAX_MODELS);

  readonly #prices: ModelPrices;

  constructor({ registry, prices }: { readonly registry: Registry; readonly prices: ModelPrices }) {
    this.#prices = prices;
    this.#families = createFamilies(registry);
    this.gateway = new LlmProxyMetrics(registry, this.#models);
  }

  observe(event: CacheEvent): void {
    const handler = this.#handlers[event.kind] as (event: CacheEvent) => void;
    handler(event);
  }

  requestEnded(event: RequestEvent): void {
    const f = this.#families;
    const { tier, outcome, usage, pays } = event;
    f.requests.inc({ tier, outcome });
    this.gateway.requestEnded(event);
    if (event.failure !== undefined) f.requestErrors.inc({ cause: event.failure });
    f.duration.observe({ tier }, event.durationMs / 1000);
    if (event.firstByteMs !== undefined) f.firstByte.observe({ tier }, event.firstByteMs / 1000);
    if (event.entryAgeMs !== undefined) f.entryAge.observe({}, event.entryAgeMs / 1000);
    if (outcome === 'error') return;
    if (usage === undefined) {
      f.costUnknown.inc({ reason: 'no-usage' });
      return;
    }
    const cost = this.#prices.costOf(event.model, usage);
    if (cost === undefined) f.costUnknown.inc({ reason: 'no-price' });
    if (pays) return;
    f.tokensSaved.inc({ type: 'prompt' }, usage.promptTokens);
    f.tokensSaved.inc({ type: 'completion' }, usage.completionTokens);
    if (cost !== undefined) f.costSaved.inc({ model: this.#models.label(event.model) }, cost);
  }

  charged(event: ChargeEvent): void {
    const f = this.#families;
    const { model, usage } = event;
    if (usage === undefined) return;
    this.gateway.charged({ ...event, usage });
    f.tokensUsed.inc({ type: 'prompt' }, usage.promptTokens);
    f.tokensUsed.inc({ type: 'completion' }, usage.completionTokens);
    const cost = this.#prices.costOf(model, usage);
    if (cost !== undefined) f.costSpent.inc({ model: this.#models.label(model) }, cost);
  }

  /** Spans that went to the collector, or were lost on the way. */
  spansSent(result: 'exported' | 'failed', spans: number): void {
    this.#families.spans.inc({ result }, spans);
  }

  /** How many entries and bytes a tier holds, asked when the metrics are read. */
  setEntries(
    tier: string,
    stats: { readonly entries: number | undefined; readonly bytes: number | undefined },
  ): void {
    if (stats.entries !== undefined) this.#families.entries.set({ tier }, stats.entries);
    if (stats.bytes !== undefined) this.#families.bytes.set({ tier }, stats.bytes);
  }

  readonly #handlers: { readonly [K in CacheEvent['kind']]: (event: Event<K>) => void } = {
    'dependency-call': ({ dependency, operation, result, durationMs }) => {
      const f = this.#families;
      f.dependencyCalls.inc({ dep: dependency, operation, result });
      if (result === 'open' || result === 'cancelled') return;
      if (dependency !== 'embedder')
        f.dependencyDuration.observe({ dep: dependency, operation }, durationMs / 1000);
      else if (operation === 'embed') f.embed.observe({}, durationMs / 1000);
    },
    breaker: ({ dependency, open }) => {
      this.#families.breaker.set({ dep: dependency }, open ? 1 : 0);
      this.#families.up.set({ dep: dependency }, open ? 0 : 1);
    },
    writable: ({ dependency, writable }) =>
      this.#families.writable.set({ dep: dependency }, writable ? 1 : 0),
    lookup: ({ tier, result, durationMs, timings }) => {
      const f = this.#families;
      f.lookups.inc({ tier, result });
      f.lookupDuration.observe({ tier }, durationMs / 1000);
      if (timings !== undefined && timings.judgeMs > 0) f.judge.observe({}, timings.judgeMs / 1000);
    },
    bypass: ({ reason }) => this.#families.bypass.inc({ reason }),
    'semantic-refused': ({ reason }) => this.#families.semanticRefused.inc({ reason }),
    candidate: ({ score, accepted, guard }) => {
      this.#families.similarity.observe({ verdict: accepted ? 'accepted' : 'vetoed' }, score);
      if (guard !== undefined) this.#families.vetoes.inc({ guard });
    },
    'admission-refused': ({ reason }) => this.#families.admissionRejected.inc({ reason }),
    write: ({ tier, result }) => this.#families.writes.inc({ tier, result }),
    coalesced: () => this.#families.coalesced.inc({}),
    'stale-served': ({ reason }) => this.#families.stale.inc({ reason }),
    'shadow-check': ({ verdict }) => this.#families.shadowChecks.inc({ verdict }),
    'false-hits': ({ checks, ratio, lower, upper, threshold }) => {
      this.#families.falseHitChecks.set(checks);
      this.#families.falseHits.set(ratio);
      this.#families.falseHitsLower.set(lower);
      this.#families.falseHitsUpper.set(upper);
      this.#families.threshold.set(threshold);
    },
  };
}

type Families = ReturnType<typeof createFamilies>;

function createFamilies(registry: Registry) {
  const counter = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): LightCounter<L> => new LightCounter(registry, { name, help, labelNames });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const histogram = <L extends string>(
    name: string,
    help: string,
    { labels, buckets }: HistogramShape<L>,
  ): LightHistogram<L> => new LightHistogram(registry, { name, help, labelNames: labels, buckets });
  const families = {
    requests: counter('strata_requests_total', 'Requests by the tier that answered and how.', [
      'tier',
      'outcome',
    ]),
    requestErrors: counter('strata_request_errors_total', 'Requests that failed, by whose doing.', ['cause']),
    duration: histogram(
      'strata_request_duration_seconds',
      'From a request’s first byte to its last answer byte.',
      {
        labels: ['tier'],
        buckets: ANSWER_BUCKETS,
      },
    ),
    firstByte: histogram('strata_time_to_first_byte_seconds', 'Until the first byte of the answer.', {
      labels: ['tier'],
      buckets: ANSWER_BUCKETS,
    }),
    lookups: counter('strata_lookups_total', 'Lookups by tier and result.', ['tier', 'result']),
    lookupDuration: histogram('strata_lookup_duration_seconds', 'Time of a tier’s lookup.', {
      labels: ['tier'],
      buckets: LOOKUP_BUCKETS,
    }),
    embed: histogram('strata_embed_duration_seconds', 'Time to embed one question.', {
      labels: [],
      buckets: LOOKUP_BUCKETS,
    }),
    judge: histogram('strata_judge_duration_seconds', 'Time to judge a question’s candidates.', {
      labels: [],
      buckets: LOOKUP_BUCKETS,
    }),
    dependencyCalls: counter('strata_dependency_calls_total', 'Calls to stores and the embedder.', [
      'dep',
      'operation',
      'result',
    ]),
    dependencyDuration: histogram('strata_dependency_duration_seconds', 'Time of calls to the stores.', {
      labels: ['dep', 'operation'],
      buckets: LOOKUP_BUCKETS,
    }),
    up: gauge('strata_dependency_up', 'Whether the dependency is in use.', ['dep']),
    breaker: gauge('strata_breaker_state', '1 while the breaker keeps requests away.', ['dep']),
    writable: gauge(
      'strata_store_writable',
      '0 while the store refuses what it is given, as a full one does.',
      ['dep'],
    ),
    bypass: counter('strata_bypass_total', 'Requests that went past the cache, by reason.', ['reason']),
    semanticRefused: counter('strata_semantic_refused_total', 'Requests not asked by meaning, by reason.', [
      'reason',
    ]),
    similarity: histogram('strata_similarity', 'Cosine similarity of judged candidates.', {
      labels: ['verdict'],
      buckets: SIMILARITY_BUCKETS,
    }),
    vetoes: counter('strata_guard_vetoes_total', 'Candidates that the judge refused, by guard.', ['guard']),
    admissionRejected: counter('strata_admission_rejected_total', 'Answers not stored, by reason.', [
      'reason',
    ]),
    writes: counter(
      'strata_writes_total',
      'Write-backs by tier and result: `ok`, `failed`, `dropped` (taken back meanwhile, or a text that cannot be compared).',
      ['tier', 'result'],
    ),
    coalesced: counter('strata_coalesced_total', 'Requests that joined another’s run.'),
    stale: counter('strata_stale_served_total', 'Answers served past their expiry, by reason.', ['reason']),
    shadowChecks: counter('strata_shadow_checks_total', 'Hits by meaning that were asked upstream again.', [
      'verdict',
    ]),
    falseHitChecks: gauge(
      'strata_false_hit_checks',
      'Checked hits that the ratio is of; counted anew when the threshold moved.',
      [],
    ),
    falseHits: gauge('strata_false_hit_ratio', 'Wrong ones among the checked hits by meaning.', []),
    falseHitsLower: gauge('strata_false_hit_ratio_lower', 'Lower end of its 95 % interval.', []),
    falseHitsUpper: gauge('strata_false_hit_ratio_upper', 'Upper end of its 95 % interval.', []),
    threshold: gauge('strata_semantic_threshold', 'Lowest cosine similarity accepted now.', []),
    entryAge: histogram('strata_entry_age_seconds', 'Age of the entries that answered.', {
      labels: [],
      buckets: AGE_BUCKETS,
    }),
    tokensSaved: counter('strata_tokens_saved_total', 'Tokens that no upstream had to produce.', ['type']),
    tokensUsed: counter('strata_tokens_used_total', 'Tokens that upstreams counted.', ['type']),
    costSaved: counter('strata_cost_saved_dollars_total', 'Money saved, where the price is known.', [
      'model',
    ]),
    costSpent: counter('strata_cost_spent_dollars_total', 'Money spent, where the price is known.', [
      'model',
    ]),
    costUnknown: counter(
      'strata_cost_unknown_total',
      'Answers that no money was counted for: their upstream sent no usage, or their model has no known price.',
      ['reason'],
    ),
    spans: counter('strata_trace_spans_total', 'Spans sent to the collector, or lost on the way there.', [
      'result',
    ]),
    entries: gauge('strata_entries', 'Live entries, where the store can tell.', ['tier']),
    bytes: gauge('strata_entry_bytes', 'Bytes the entries take, where the store can tell.', ['tier']),
  };
  families.falseHitsUpper.set(1);
  for (const dep of ['exact', 'vectors']) families.writable.set({ dep }, 1);
  for (const dep of ['exact', 'vectors', 'embedder', 'feedback']) {
    families.up.set({ dep }, 1);
    families.breaker.set({ dep }, 0);
  }
  return families;
}

type HistogramShape<L extends string> = {
  readonly labels: readonly L[];
  readonly buckets: readonly number[];
};
