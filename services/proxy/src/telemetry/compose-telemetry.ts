import type { RequestListener as HttpListener } from 'node:http';
import type { Clock, Observer } from '@strata/core';
import type { ProxyConfig } from '../config.ts';
import type { PrometheusMetrics } from './prometheus.ts';
import type { RequestListener } from './request-event.ts';
import type { Traces, TracesOptions } from './traces.ts';
import { UpstreamMetrics } from './upstream-metrics.ts';
import { UpstreamWatchers } from './upstream-watchers.ts';
import type { UpstreamWatcher } from './watched-upstream.ts';

export type TelemetryContext = {
  readonly config: ProxyConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly metrics: PrometheusMetrics;
  readonly resources: AsyncDisposableStack;
};

/** What hears of calls to providers, and of everything else where traces are wanted. */
export type Telemetry = {
  readonly watcher: UpstreamWatcher;
  readonly observers: readonly Observer[];
  readonly listeners: readonly RequestListener[];
  readonly around: (listener: HttpListener) => HttpListener;
  /** Whether each request of the API has to come through `around`. */
  readonly needsRequests: boolean;
};

export async function composeTelemetry(context: TelemetryContext): Promise<Telemetry> {
  const calls = new UpstreamMetrics(context.metrics.gateway, context.clock);
  const traces = await composeTraces(context);
  if (traces === undefined)
    return {
      watcher: calls,
      observers: [],
      listeners: [],
      around: (listener) => listener,
      needsRequests: false,
    };
  return {
    watcher: new UpstreamWatchers([calls, traces]),
    observers: [traces],
    listeners: [traces],
    around: (listener) => traces.around(listener),
    needsRequests: true,
  };
}

/** `undefined` unless a collector is named: then the SDK (150 ms, 25 MB) is not even loaded. */
async function composeTraces(context: TelemetryContext): Promise<Traces | undefined> {
  const { config, version, clock, metrics, resources } = context;
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const { Traces: TracesOfSdk } = await import('./traces.ts');
  const options: TracesOptions = {
    settings: {
      endpoint,
      version,
      headers: config.OTEL_EXPORTER_OTLP_HEADERS,
      serviceName: config.OTEL_SERVICE_NAME,
      sampler: config.OTEL_TRACES_SAMPLER,
      samplerRatio: config.OTEL_TRACES_SAMPLER_ARG,
    },
    clock,
    onSent: (result, spans) => metrics.spansSent(result, spans),
  };
  return resources.use(new TracesOfSdk(options));
}
