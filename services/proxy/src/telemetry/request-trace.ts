import {
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type HrTime,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { CacheEvent, Clock } from '@strata/core';
import type { RequestEvent } from './request-event.ts';

type Lookup = Extract<CacheEvent, { kind: 'lookup' }>;
type DependencyCall = Extract<CacheEvent, { kind: 'dependency-call' }>;
type Step = {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly result: string;
};
type Call = { readonly span: Span; readonly answered: boolean; readonly endTime: HrTime };

/** The calls that a lookup by meaning is made of, by their operation. */
const STEPS: Readonly<Record<string, string>> = { embed: 'embed', search: 'search', read: 'read' };

export type TraceParts = {
  readonly tracer: Tracer;
  readonly clock: Clock;
  /** What the caller says it is part of. */
  readonly parent: Context;
};

/** One request's spans. What happens is heard when it is over, so spans are made with both their times at once. */
export class RequestTrace {
  readonly context: Context;
  readonly #parts: TraceParts;
  readonly #span: Span;
  /** Wall clock less the monotonic one: all times of a request are read from the same clock. */
  readonly #offsetMs: number;
  /** Steps whose lookup is not over. */
  #steps: Step[] = [];
  /** Calls to providers that are over; what they used is known when the request is. */
  #calls: Call[] = [];
  #event: RequestEvent | undefined;
  #ended = false;

  constructor(name: string, attributes: Attributes, parts: TraceParts) {
    const { tracer, clock, parent } = parts;
    this.#parts = parts;
    this.#offsetMs = clock.now() - clock.elapsed();
    const startTime = this.#at(clock.elapsed());
    this.#span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes, startTime }, parent);
    this.context = trace.setSpan(parent, this.#span);
  }

  now(): HrTime {
    return this.#at(this.#parts.clock.elapsed());
  }

  dependencyCalled({ operation, result, durationMs }: DependencyCall): void {
    const name = STEPS[operation];
    if (name === undefined || this.#ended) return;
    const endMs = this.#parts.clock.elapsed();
    this.#steps.push({ name, startMs: endMs - durationMs, endMs, result });
  }

  lookedUp({ tier, result, durationMs, timings }: Lookup): void {
    const endMs = this.#parts.clock.elapsed();
    const lookup = { name: tier, startMs: endMs - durationMs, endMs, result };
    const context = this.#record(lookup, this.context);
    if (tier !== 'semantic') return;
    const searched = this.#steps.find(({ name }) => name === 'search');
    const judged = result === 'hit' || result === 'miss';
    const judging =
      judged && searched !== undefined && timings !== undefined
        ? [judgingAfter(searched, timings.judgeMs)]
        : [];
    this.#recordSteps([...this.#steps, ...judging], context);
  }

  coalesced(): void {
    this.#span.setAttribute('strata.coalesced', true);
  }

  answered(event: RequestEvent): void {
    this.#event = event;
    this.#span.setAttributes(answerAttributes(event));
  }

  callEnded(span: Span, answered: boolean): void {
    const endTime = this.now();
    if (this.#ended) span.end(endTime);
    else this.#calls.push({ span, answered, endTime });
  }

  /** At the response's end. `status`: 499 where the client left before it. */
  end(status: number): void {
    this.#ended = true;
    this.#recordSteps(this.#steps, this.context);
    this.#endCalls();
    this.#span.setAttribute('http.response.status_code', status);
    if (status >= 500) {
      this.#span.setAttribute('error.type', this.#event?.failure ?? String(status));
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end(this.now());
  }

  #endCalls(): void {
    const event = this.#event;
    for (const { span, answered, endTime } of this.#calls) {
      if (answered && event?.tier === 'upstream' && event.outcome !== 'coalesced')
        span.setAttributes(usageAttributes(event));
      span.end(endTime);
    }
    this.#calls = [];
  }

  #recordSteps(steps: readonly Step[], context: Context): void {
    this.#steps = [];
    for (const step of steps) this.#record(step, context);
  }

  #record({ name, startMs, endMs, result }: Step, parent: Context): Context {
    const attributes = { 'strata.tier': name, 'strata.result': result };
    const startTime = this.#at(startMs);
    const span = this.#parts.tracer.startSpan(`strata.${name}`, { attributes, startTime }, parent);
    if (FAULTS.has(result)) span.setStatus({ code: SpanStatusCode.ERROR, message: result });
    span.end(this.#at(endMs));
    return trace.setSpan(parent, span);
  }

  #at(elapsedMs: number): HrTime {
    const ms = this.#offsetMs + elapsedMs;
    const seconds = Math.floor(ms / 1000);
    return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
  }
}

function judgingAfter({ endMs: startMs }: Step, judgeMs: number): Step {
  return { name: 'judge', startMs, endMs: startMs + judgeMs, result: 'ok' };
}

const FAULTS = new Set(['error', 'timeout', 'open', 'degraded']);

/** Of the model's own attributes only names and counts: no text of a question or an answer is in a span. */
function answerAttributes(event: RequestEvent): Attributes {
  const { outcome, tier, model, stream, provider, similarity, detail, requestId } = event;
  return {
    'gen_ai.request.model': model.slice(0, 200),
    ...(stream ? { 'gen_ai.request.stream': true } : {}),
    'strata.outcome': outcome,
    'strata.tier': tier,
    'strata.request.id': requestId,
    ...usageAttributes(event),
    ...(provider === undefined ? {} : { 'gen_ai.provider.name': provider }),
    ...(similarity === undefined ? {} : { 'strata.similarity': similarity }),
    ...(detail === undefined ? {} : { 'strata.detail': detail }),
  };
}

function usageAttributes({ usage }: RequestEvent): Attributes {
  if (usage === undefined) return {};
  return {
    'gen_ai.usage.input_tokens': usage.promptTokens,
    'gen_ai.usage.output_tokens': usage.completionTokens,
    ...(usage.cachedTokens === undefined
      ? {}
      : { 'gen_ai.usage.cache_read.input_tokens': usage.cachedTokens }),
    ...(usage.reasoningTokens === undefined
      ? {}
      : { 'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens }),
  };
}
