import {
  UpstreamError,
  type ForwardRequest,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '@strata/core';
import { chatOptionsOf } from './fake-openai-chat-options.ts';
import { fakeChunks, fakeCompletion } from './fake-openai-completion.ts';
import { echoAnswer } from './fake-openai-echo.ts';
import { ScriptedStream } from './scripted-stream.ts';

/** One call as the upstream saw it. */
export type ScriptedCall = {
  readonly request: UpstreamRequest;
  readonly signal: AbortSignal;
  /** Resolves when the caller aborts this call. A reader that leaves a stream early shows in `ScriptedStream.closed`. */
  readonly aborted: Promise<void>;
};

type Script = (call: ScriptedCall) => UpstreamAnswer | Promise<UpstreamAnswer>;

const JSON_TYPE = { 'content-type': 'application/json' };
const EVENT_STREAM = { 'content-type': 'text/event-stream' };

/**
 * An upstream in memory, for tests of what stands before it. Replies are queued and used once, in order; with none
 * queued it echoes the last user text, whole or as a stream as the request asks.
 */
export class ScriptedUpstream implements Upstream {
  readonly name: string;
  readonly calls: ScriptedCall[] = [];
  disposed = false;
  readonly #queue: Script[] = [];
  readonly #waiting: ((call: ScriptedCall) => void)[] = [];
  #taken = 0;

  constructor(options: { readonly name?: string } = {}) {
    this.name = options.name ?? 'scripted';
  }

  get callCount(): number {
    return this.calls.length;
  }

  /** Answers the next call with a body: an object (as JSON), or text or bytes as they are. */
  replyWhole(
    body: object | string | Uint8Array,
    headers: Readonly<Record<string, string>> = JSON_TYPE,
  ): this {
    return this.replyWith(() => ({ kind: 'whole', status: 200, headers, body: bytesOf(body) }));
  }

  /** Answers the next call with a stream the test drives: `push(data)`, `end()`, `fail(error)`. */
  replyStream(headers: Readonly<Record<string, string>> = EVENT_STREAM): ScriptedStream {
    const stream = new ScriptedStream();
    this.replyWith((call) => ({ kind: 'stream', status: 200, headers, events: stream.open(call.signal) }));
    return stream;
  }

  /** Rejects the next call. */
  replyError(error: Error): this {
    return this.replyWith(() => {
      throw error;
    });
  }

  /** Answers the next call with whatever the function gives; a promise holds the call until it settles. */
  replyWith(script: Script): this {
    this.#queue.push(script);
    return this;
  }

  /** The next call not yet handed out by this method, now or when it comes. */
  nextCall(): Promise<ScriptedCall> {
    const call = this.calls[this.#taken];
    this.#taken += 1;
    if (call !== undefined) return Promise.resolve(call);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    const call: ScriptedCall = { request, signal, aborted: abortOf(signal) };
    this.calls.push(call);
    this.#waiting.shift()?.(call);
    signal.throwIfAborted();
    const script = this.#queue.shift() ?? echo;
    return unlessAborted(Promise.try(script, call), signal);
  }

  /** Chat completions only: what forwards calls is tested against the fake server. */
  async forward({ path }: ForwardRequest): Promise<never> {
    throw new UpstreamError(`Nothing is scripted for ${path}.`, { code: 'no_upstream' });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}

function echo({ request, signal }: ScriptedCall): UpstreamAnswer {
  const body: unknown = JSON.parse(request.body);
  const answer = echoAnswer(body);
  if (!request.stream) {
    return { kind: 'whole', status: 200, headers: JSON_TYPE, body: bytesOf(fakeCompletion(answer)) };
  }
  const stream = new ScriptedStream().push(...fakeChunks(answer, chatOptionsOf(body)));
  stream.end();
  return { kind: 'stream', status: 200, headers: EVENT_STREAM, events: stream.open(signal) };
}

function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A held reply ends with the abort's reason, as a real upstream's call does. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const abort = Promise.withResolvers<never>();
  const onAbort = (): void => abort.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, abort.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function bytesOf(body: object | string | Uint8Array): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}
