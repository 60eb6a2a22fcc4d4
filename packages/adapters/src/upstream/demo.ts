import {
  parseChatRequest,
  UpstreamError,
  type Clock,
  type ForwardAnswer,
  type ForwardRequest,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '@strata/core';
import { DemoCompletion } from './demo/demo-completion.ts';
import { PacedEvents, pause } from './demo/paced-events.ts';

export type DemoUpstreamOptions = {
  readonly clock: Clock;
};

/** How long an answer takes, whole or streamed. */
const LATENCY_MS = 1_000;

/**
 * Answers where no provider is configured, so that the first request works before any account exists. Says in every
 * answer that it is a demo; the same request gets the same answer under the same id, and takes about as long as a
 * model would.
 */
export class DemoUpstream implements Upstream {
  readonly name = 'demo';
  readonly #clock: Clock;

  constructor({ clock }: DemoUpstreamOptions) {
    this.#clock = clock;
  }

  /** Throws `InvalidRequestError` for what is no chat request, `no_upstream` for another endpoint. */
  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    signal.throwIfAborted();
    if (request.path !== undefined && request.path !== '/chat/completions') throw chatOnly();
    const completion = new DemoCompletion(parseChatRequest(request.body), this.#clock.now());
    if (request.stream) {
      const events = new PacedEvents(completion.events(LATENCY_MS), this.#clock, signal);
      return { kind: 'stream', status: 200, headers: { 'content-type': 'text/event-stream' }, events };
    }
    await pause(LATENCY_MS, this.#clock, signal);
    const body = Buffer.from(JSON.stringify(completion.whole()));
    return { kind: 'whole', status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  /** Knows one model and nothing else. */
  async forward({ method, path }: ForwardRequest): Promise<ForwardAnswer> {
    if (method !== 'GET' || path.split('?')[0] !== '/models') {
      throw chatOnly();
    }
    const model = { id: 'demo', object: 'model', created: 0, owned_by: 'strata' };
    const bytes = Buffer.from(JSON.stringify({ object: 'list', data: [model] }));
    return { status: 200, headers: { 'content-type': 'application/json' }, body: only(bytes) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Holds nothing.
  }
}

function chatOnly(): UpstreamError {
  const message = 'The demo upstream answers chat completions only: set OPENAI_API_KEY for everything else.';
  return new UpstreamError(message, { code: 'no_upstream' });
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
