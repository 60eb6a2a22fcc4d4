import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes, detectResources, envDetector } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import type { TraceSettings } from './trace-settings.ts';

/** Spans that reached the collector, or did not. */
export type SpansSent = (result: 'exported' | 'failed', spans: number) => void;

/** The SDK, put together: batches in the background, over OTLP as JSON. A collector that is away costs spans and a count. */
export function createTracerProvider(settings: TraceSettings, onSent: SpansSent): TracerProvider {
  const { endpoint, headers, serviceName, version } = settings;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    ...(headers === undefined ? {} : { headers: parseHeaders(headers) }),
  });
  const own = resourceFromAttributes({ 'service.name': serviceName, 'service.version': version });
  return new TracerProvider({
    // What OTEL_RESOURCE_ATTRIBUTES says, the SDK reads by itself.
    resource: detectResources({ detectors: [envDetector] }).merge(own),
    sampler: samplerOf(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter: new CountedExporter(exporter, onSent) })],
  });
}

class CountedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #onSent: SpansSent;

  constructor(exporter: SpanExporter, onSent: SpansSent) {
    this.#exporter = exporter;
    this.#onSent = onSent;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, (result) => {
      this.#onSent(result.code === ExportResultCode.SUCCESS ? 'exported' : 'failed', spans.length);
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }
}

function samplerOf({ sampler, samplerRatio: ratio }: TraceSettings): Sampler {
  const root = sampler.endsWith('always_on')
    ? new AlwaysOnSampler()
    : sampler.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}
