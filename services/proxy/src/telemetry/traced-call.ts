import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import { isJsonObject, parseJsonObject, UpstreamError } from '@strata/core';
import { operationOf } from './endpoints.ts';
import type { RequestTrace } from './request-trace.ts';
import type { OngoingCall, UpstreamCall } from './watched-upstream.ts';

type TracedCallParts = {
  readonly span: Span;
  /** The call's own, with the span as parent of what the provider does. */
  readonly headers: Readonly<Record<string, string>>;
  readonly request: RequestTrace | undefined;
  readonly stream: boolean;
  /** Since the call began. */
  readonly elapsedMs: () => number;
};

/** One call to a provider, as its span tells it. */
export class TracedCall implements OngoingCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly #parts: TracedCallParts;

  constructor(parts: TracedCallParts) {
    this.#parts = parts;
    this.headers = parts.headers;
  }

  answered(text?: string | Uint8Array): void {
    const { span, stream, elapsedMs } = this.#parts;
    if (!span.isRecording()) return;
    if (stream) span.setAttribute('gen_ai.response.time_to_first_chunk', elapsedMs() / 1000);
    if (text !== undefined) span.setAttributes(responseAttributes(Buffer.from(text).toString()));
  }

  ended(how: 'ok' | 'failed' | 'left', error?: unknown): void {
    const { span, request } = this.#parts;
    if (how === 'failed') {
      span.setAttribute('error.type', errorType(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    if (request === undefined) span.end();
    else request.callEnded(span, how === 'ok');
  }
}

/** By the GenAI conventions: `{operation} {model}`, where there is a model. */
export function callName({ model, path }: UpstreamCall): string {
  return model === undefined ? 'strata.upstream' : `${callOperation(path)} ${shortened(model)}`;
}

export function callAttributes({ provider, model, path, stream = false }: UpstreamCall): Attributes {
  return {
    'gen_ai.provider.name': provider,
    'strata.tier': 'upstream',
    ...(model === undefined
      ? {}
      : { 'gen_ai.operation.name': callOperation(path), 'gen_ai.request.model': shortened(model) }),
    ...(stream ? { 'gen_ai.request.stream': true } : {}),
  };
}

function callOperation(path = '/chat/completions'): string {
  return operationOf(`/v1${path}`) ?? 'chat';
}

/** Names of models come from callers. */
function shortened(name: string): string {
  return name.slice(0, 200);
}

/** Of an answer or a stream's first event; the Responses and the Messages API wrap what theirs is about. */
function responseAttributes(text: string): Attributes {
  const answer = parseJsonObject(text);
  const about = [answer?.['response'], answer?.['message'], answer].find(isJsonObject) ?? {};
  const { id, model } = about;
  return {
    ...(typeof id === 'string' ? { 'gen_ai.response.id': shortened(id) } : {}),
    ...(typeof model === 'string' ? { 'gen_ai.response.model': shortened(model) } : {}),
  };
}

function errorType(error: unknown): string {
  if (!(error instanceof UpstreamError)) return '_OTHER';
  return error.response === undefined ? error.code : String(error.response.status);
}
