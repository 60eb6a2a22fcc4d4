import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, RequestListener as HttpListener, ServerResponse } from 'node:http';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { CacheEvent, Clock, Observer } from '@strata/core';
import { endpointOf, operationOf } from './endpoints.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';
import { RequestTrace } from './request-trace.ts';
import { createTracerProvider, type SpansSent } from './trace-exporter.ts';
import type { TraceSettings } from './trace-settings.ts';
import { callAttributes, callName, TracedCall } from './traced-call.ts';
import type { OngoingCall, UpstreamCall, UpstreamWatcher } from './watched-upstream.ts';

export type TracesOptions = {
  readonly settings: TraceSettings;
  readonly clock: Clock;
  readonly onSent: SpansSent;
};

/** Less than the process has for all of its clearing up. */
const FLUSH_LIMIT_MS = 2_000;

const PROPAGATOR = new W3CTraceContextPropagator();

/**
 * OpenTelemetry spans: one for each request of the API, one for each tier it went through, one for each call to a
 * provider. Which request something belongs to, its asynchronous context tells; a shared run belongs to its leader.
 */
export class Traces implements Observer, RequestListener, UpstreamWatcher, AsyncDisposable {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #clock: Clock;
  readonly #current = new AsyncLocalStorage<RequestTrace>();

  constructor({ settings, clock, onSent }: TracesOptions) {
    this.#provider = createTracerProvider(settings, onSent);
    this.#tracer = this.#provider.getTracer('strata', settings.version);
    this.#clock = clock;
  }

  /** What the HTTP server calls, with a span around each request of the API. */
  around(listener: HttpListener): HttpListener {
    return (request, response) => {
      const endpoint = endpointOf(request.url ?? '/');
      if (endpoint === undefined) return listener(request, response);
      const requestTrace = this.#begin(request, endpoint);
      response.on('close', () => requestTrace.end(statusOf(response)));
      this.#bindEvents(request, requestTrace);
      this.#current.run(requestTrace, listener, request, response);
    };
  }

  observe(event: CacheEvent): void {
    const current = this.#current.getStore();
    if (event.kind === 'dependency-call') current?.dependencyCalled(event);
    else if (event.kind === 'lookup') current?.lookedUp(event);
    else if (event.kind === 'coalesced') current?.coalesced();
  }

  requestEnded(event: RequestEvent): void {
    this.#current.getStore()?.answered(event);
  }

  calling(call: UpstreamCall): OngoingCall {
    const current = this.#current.getStore();
    const span = this.#callSpan(call, current);
    const headers: Record<string, string> = { ...call.headers };
    PROPAGATOR.inject(trace.setSpan(current?.context ?? ROOT_CONTEXT, span), headers, defaultTextMapSetter);
    const startedAt = this.#clock.elapsed();
    const elapsedMs = (): number => this.#clock.elapsed() - startedAt;
    return new TracedCall({ span, headers, request: current, stream: call.stream === true, elapsedMs });
  }

  /** Sends what is still there; a collector that is away must not hold the process up for long. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(FLUSH_LIMIT_MS, resolve);
    await Promise.race([this.#provider.shutdown().catch(() => {}), late]);
    cancel();
  }

  /** Events of a request are told from its socket's context; what they lead to belongs to the request's. */
  #bindEvents(request: IncomingMessage, requestTrace: RequestTrace): void {
    const emit = request.emit.bind(request);
    request.emit = (...event: Parameters<typeof emit>) => this.#current.run(requestTrace, emit, ...event);
  }

  #begin(request: IncomingMessage, endpoint: string): RequestTrace {
    const { method = 'GET', headers } = request;
    const operation = operationOf(endpoint);
    const attributes = {
      'http.request.method': method,
      ...(endpoint === 'other' ? {} : { 'http.route': endpoint }),
      ...(operation === undefined ? {} : { 'gen_ai.operation.name': operation }),
    };
    const parent = PROPAGATOR.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const name = endpoint === 'other' ? method : `${method} ${endpoint}`;
    return new RequestTrace(name, attributes, { tracer: this.#tracer, clock: this.#clock, parent });
  }

  #callSpan(call: UpstreamCall, current: RequestTrace | undefined): Span {
    const startTime = current?.now();
    const options = {
      kind: SpanKind.CLIENT,
      attributes: callAttributes(call),
      ...(startTime === undefined ? {} : { startTime }),
    };
    return this.#tracer.startSpan(callName(call), options, current?.context ?? ROOT_CONTEXT);
  }
}

function statusOf(response: ServerResponse): number {
  return response.writableFinished ? response.statusCode : 499;
}
