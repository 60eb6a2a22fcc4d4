import type { Clock } from '@strata/core';
import type { LlmProxyMetrics } from './llm-proxy-metrics.ts';
import type { OngoingCall, UpstreamCall, UpstreamWatcher } from './watched-upstream.ts';

/** Counts and times the calls to providers. */
export class UpstreamMetrics implements UpstreamWatcher {
  readonly #metrics: LlmProxyMetrics;
  readonly #clock: Clock;

  constructor(metrics: LlmProxyMetrics, clock: Clock) {
    this.#metrics = metrics;
    this.#clock = clock;
  }

  calling({ provider, headers }: UpstreamCall): OngoingCall {
    const startedAt = this.#clock.elapsed();
    const sinceMs = (): number => this.#clock.elapsed() - startedAt;
    return {
      headers,
      answered: () => this.#metrics.providerAnswered(provider, sinceMs()),
      ended: (how) => this.#metrics.providerCallEnded({ provider, how, durationMs: sinceMs() }),
    };
  }
}
