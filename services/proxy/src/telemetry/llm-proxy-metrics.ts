import type { TokenUsage } from '@strata/core';
import { Gauge, type Registry } from 'prom-client';
import { ANSWER_BUCKETS } from './buckets.ts';
import type { BoundedNames } from './bounded-names.ts';
import type { ChargeEvent } from './charge-event.ts';
import { ENDPOINTS, endpointOf } from './endpoints.ts';
import { LightCounter, LightHistogram } from './light-metrics.ts';
import type { RequestEvent } from './request-event.ts';

/** Those of the gateways before this one, so that their dashboards go on. */
const DURATION_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120];
const RATE_BUCKETS = [1, 5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 500, 1_000];

const CHAT = '/v1/chat/completions';

/** What stands for a provider where none was asked. */
const CACHE = 'cache';
const NOBODY = 'none';

type ProviderCall = {
  readonly provider: string;
  readonly how: 'ok' | 'failed' | 'left';
  readonly durationMs: number;
};

/** A request that no cache looks at: a list of models, or one that passes through. */
export type PassedRequest = {
  readonly method: string;
  readonly endpoint: string;
  /** Whether an upstream answered. */
  readonly answered: boolean;
  /** By name, where there are several. */
  readonly provider: string | undefined;
  readonly status: number;
  readonly keyName: string | undefined;
  readonly durationMs: number;
};

/** All others come from clients' imagination, and would be labels without end. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

type RequestLabel = 'method' | 'endpoint' | 'model' | 'provider' | 'status_code' | 'api_key_name';

/**
 * The gateway's families, `llm_proxy_*`, by names that dashboards for such gateways know. `provider` is a configured name,
 * `cache` for what no provider was asked, `none` for what nobody answered; `api_key_name` a configured name too.
 */
export class LlmProxyMetrics {
  readonly #models: BoundedNames;
  readonly #statuses = new Map<number, string>();
  readonly #families: ReturnType<typeof createFamilies>;
  #soleProvider = NOBODY;

  constructor(registry: Registry, models: BoundedNames) {
    this.#models = models;
    this.#families = createFamilies(registry);
  }

  /** Who answers where events do not say: the only one there is. */
  nameSoleProvider(name: string): void {
    this.#soleProvider = name;
  }

  requestEnded(event: RequestEvent): void {
    const f = this.#families;
    const endpoint = ENDPOINTS.get(event.path) ?? 'other';
    const model = this.#modelOf(event);
    const provider = this.#providerOf(event);
    f.requests.inc({
      method: 'POST',
      endpoint,
      model,
      provider,
      status_code: this.#status(event.status),
      api_key_name: event.keyName ?? NOBODY,
    });
    f.duration.observe({ endpoint, provider }, event.durationMs / 1000);
    if (provider !== CACHE) this.#timed(event, { model, provider });
  }

  /** An upstream call whose tokens the provider counted. */
  charged({ model, keyName, usage, ...by }: ChargeEvent & { readonly usage: TokenUsage }): void {
    const { tokens } = this.#families;
    const provider = by.provider ?? this.#soleProvider;
    const { promptTokens, completionTokens } = usage;
    const owner = { model: this.#models.label(model), provider, api_key_name: keyName ?? NOBODY };
    tokens.inc({ ...owner, token_type: 'prompt' }, promptTokens);
    tokens.inc({ ...owner, token_type: 'completion' }, completionTokens);
    tokens.inc({ ...owner, token_type: 'total' }, promptTokens + completionTokens);
  }

  requestPassed({ method, endpoint, answered, status, keyName, durationMs, ...by }: PassedRequest): void {
    const provider = by.provider ?? (answered ? this.#soleProvider : NOBODY);
    this.#families.requests.inc({
      method: METHODS.has(method) ? method : 'other',
      endpoint,
      model: NOBODY,
      provider,
      status_code: this.#status(status),
      api_key_name: keyName ?? NOBODY,
    });
    this.#families.duration.observe({ endpoint, provider }, durationMs / 1000);
  }

  /** Where a call, or one attempt of several, got its first byte. */
  providerAnswered(provider: string, firstByteMs: number): void {
    this.#families.latency.observe({ provider }, firstByteMs / 1000);
  }

  providerCallEnded({ provider, how, durationMs }: ProviderCall): void {
    const f = this.#families;
    f.calls.inc({ provider, result: how });
    if (how === 'left') return;
    f.callDuration.observe({ provider }, durationMs / 1000);
    f.health.set({ provider }, how === 'ok' ? 1 : 0);
  }

  /**
   * What is known of the providers, asked when the metrics are read: more than their last call. One that is no longer
   * configured goes, or an alert would tell of it for ever.
   */
  setProviders(providers: readonly { readonly name: string; readonly healthy: boolean }[]): void {
    // None is listed where the demo upstream answers: its last call stands.
    if (providers.length > 0) this.#families.health.reset();
    for (const { name, healthy } of providers) this.#families.health.set({ provider: name }, healthy ? 1 : 0);
  }

  /** The targets of all requests under way, asked when the metrics are read. */
  setActive(targets: readonly string[]): void {
    const { active } = this.#families;
    active.reset();
    active.set({ endpoint: CHAT }, 0);
    for (const target of targets) {
      const endpoint = endpointOf(target);
      if (endpoint !== undefined) active.inc({ endpoint });
    }
  }

  #timed(event: RequestEvent, labels: { readonly model: string; readonly provider: string }): void {
    const f = this.#families;
    const { usage, stream, firstByteMs, durationMs } = event;
    if (stream && firstByteMs !== undefined) f.firstToken.observe(labels, firstByteMs / 1000);
    if (usage === undefined) return;
    const { completionTokens } = usage;
    if (completionTokens > 0 && durationMs > 0)
      f.tokensPerSecond.observe(labels, completionTokens / (durationMs / 1000));
  }

  /** Who joined another's run was answered by it. */
  #providerOf({ tier, outcome, failure, provider }: RequestEvent): string {
    if (tier === 'exact' || tier === 'semantic' || outcome === 'coalesced') return CACHE;
    if (provider !== undefined) return provider;
    return tier === 'upstream' || failure === 'upstream' ? this.#soleProvider : NOBODY;
  }

  /** Who is refused may have asked for anything: only names that were taken get a label of their own. */
  #modelOf({ status, model }: RequestEvent): string {
    const refused = status >= 400 && status < 500;
    return refused ? this.#models.labelIfKnown(model) : this.#models.label(model);
  }

  #status(status: number): string {
    let text = this.#statuses.get(status);
    if (text === undefined) this.#statuses.set(status, (text = String(status)));
    return text;
  }
}

function createFamilies(registry: Registry) {
  return {
    requests: new LightCounter<RequestLabel>(registry, {
      name: 'llm_proxy_requests_total',
      help: 'Requests of the API by who answered and how; `model` is `none` for lists of models and what passes through.',
      labelNames: ['method', 'endpoint', 'model', 'provider', 'status_code', 'api_key_name'],
    }),
    duration: new LightHistogram(registry, {
      name: 'llm_proxy_request_duration_seconds',
      help: 'From a request’s first byte to its last answer byte.',
      labelNames: ['endpoint', 'provider'],
      buckets: DURATION_BUCKETS,
    }),
    active: new Gauge({
      name: 'llm_proxy_active_requests',
      help: 'Requests under way.',
      labelNames: ['endpoint'],
      registers: [registry],
    }),
    tokens: new LightCounter(registry, {
      name: 'llm_proxy_tokens_total',
      help: 'Tokens that providers counted; what the cache answered adds none.',
      labelNames: ['model', 'provider', 'token_type', 'api_key_name'],
    }),
    health: new Gauge({
      name: 'llm_proxy_provider_health',
      help: 'Whether the provider is well, by routing’s view or its last call: 1, or 0.',
      labelNames: ['provider'],
      registers: [registry],
    }),
    latency: new LightHistogram(registry, {
      name: 'llm_proxy_provider_latency_seconds',
      help: 'Until a provider began to answer.',
      labelNames: ['provider'],
      buckets: ANSWER_BUCKETS,
    }),
    calls: new LightCounter(registry, {
      name: 'strata_upstream_calls_total',
      help: 'Calls to providers, each attempt of a request for itself (left: nobody waited any more).',
      labelNames: ['provider', 'result'],
    }),
    callDuration: new LightHistogram(registry, {
      name: 'strata_upstream_duration_seconds',
      help: 'From a call to a provider to the end of its answer.',
      labelNames: ['provider'],
      buckets: ANSWER_BUCKETS,
    }),
    firstToken: new LightHistogram(registry, {
      name: 'llm_proxy_ttft_seconds',
      help: 'Until the first byte of a stream that a provider answered.',
      labelNames: ['model', 'provider'],
      buckets: DURATION_BUCKETS,
    }),
    tokensPerSecond: new LightHistogram(registry, {
      name: 'llm_proxy_tokens_per_second',
      help: 'Completion tokens over the whole time of a request that a provider answered.',
      labelNames: ['model', 'provider'],
      buckets: RATE_BUCKETS,
    }),
  };
}
