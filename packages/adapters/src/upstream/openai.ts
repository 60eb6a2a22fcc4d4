import type {
  Clock,
  ForwardAnswer,
  ForwardRequest,
  Upstream,
  UpstreamAnswer,
  UpstreamRequest,
} from '@strata/core';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import packageJson from '../../package.json' with { type: 'json' };
import { CurlDispatcher } from './curl/curl-dispatcher.ts';
import { FinishWatch } from './openai/finish-watch.ts';
import { forwardCall } from './openai/forward.ts';
import { ForwardingClient } from './openai/forwarding-client.ts';
import type { HttpResponse } from './openai/http-exchange.ts';
import { readJsonObject } from './openai/read-whole.ts';
import { passedOnHeaders } from './openai/response-headers.ts';
import { SseEvents } from './openai/sse-events.ts';
import { DEFAULT_TIMEOUTS, type UpstreamTimeouts } from './openai/timeouts.ts';
import { UpstreamCall, type WireRequest } from './openai/upstream-call.ts';

export { DEFAULT_TIMEOUTS, type UpstreamTimeouts } from './openai/timeouts.ts';

export type OpenAiUpstreamOptions = {
  readonly name: string;
  /** As OpenAI's SDKs take it, with the version: `https://api.openai.com/v1`. A slash at the end does no harm. */
  readonly baseUrl: string;
  /** Used where the request brings no `authorization` of its own; without either, none is sent. */
  readonly apiKey?: string;
  /** Sent with every request, unless the request says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeouts?: Partial<UpstreamTimeouts>;
  /** Attempts after a failed first one, with the SDK's back-off. 0 by default: our clients retry by themselves. */
  readonly maxRetries?: number;
  /** Carries the key, in place of `authorization`, in all calls but chat completions: `x-api-key`. */
  readonly nativeKeyHeader?: string;
  /** An HTTP proxy to go through: `http://user:password@proxy:3128`. */
  readonly proxy?: string;
  /** `false` accepts any certificate. */
  readonly tlsVerify?: boolean;
  /** Who makes the connections: undici, or a process of the program `curl` a call. */
  readonly transport?: 'fetch' | 'curl';
  /** Connections to use in place of our own; the caller closes it. */
  readonly dispatcher?: Dispatcher;
  readonly clock: Clock;
};

/** Larger answers are refused (`invalid_response`), longer events break their stream off (`interrupted`). */
const MAX_BODY_BYTES = 64 * 1_024 * 1_024;
const MAX_EVENT_CHARS = 16 * 1_024 * 1_024;

/** What the OpenAI-compatible part of every provider's API has; a native key is for the rest. */
const CHAT_PATH = '/chat/completions';

/** Shorter than what common gateways grant an idle connection, so that none is used that the other side just closed. */
const KEEP_ALIVE_MS = 30_000;

/** Any API that speaks OpenAI's chat completions over HTTP. Passes bytes on and changes none. */
export class OpenAiUpstream implements Upstream {
  readonly name: string;
  readonly #client: ForwardingClient;
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #authorization: string | null;
  readonly #nativeKey: Readonly<Record<string, string>> | undefined;
  readonly #dispatcher: Dispatcher;
  readonly #ownDispatcher: boolean;
  readonly #timeouts: UpstreamTimeouts;
  readonly #clock: Clock;

  constructor(options: OpenAiUpstreamOptions) {
    const { apiKey = '', headers = {}, maxRetries = 0 } = options;
    // Tells of a bad one now, not at the first request.
    const { href } = new URL(options.baseUrl);
    this.name = options.name;
    this.#clock = options.clock;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#authorization = apiKey === '' ? null : `Bearer ${apiKey}`;
    this.#ownDispatcher = options.dispatcher === undefined;
    this.#nativeKey = nativeKey(options);
    this.#dispatcher = options.dispatcher ?? connections(options, this.#timeouts);
    this.#baseUrl = href.replace(/\/+$/, '');
    this.#headers = lowerCased({ 'user-agent': `strata/${packageJson.version}`, ...headers });
    this.#client = new ForwardingClient({ maxRetries });
  }

  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    signal.throwIfAborted();
    const call = new UpstreamCall({
      request: this.#wireRequest(request),
      dispatcher: this.#dispatcher,
      clock: this.#clock,
      timeouts: this.#timeouts,
      signal,
    });
    try {
      const response = await this.#send(call);
      if (await isEventStream(response, request)) return streamed(call, response, request);
      const answer = await whole(response);
      call.close();
      return answer;
    } catch (error) {
      call.close();
      throw error;
    }
  }

  async forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    signal.throwIfAborted();
    return await forwardCall(request, {
      dispatcher: this.#dispatcher,
      baseUrl: this.#baseUrl,
      headers: { ...this.#headers, ...this.#nativeKey },
      authorization: this.#nativeKey === undefined ? this.#authorization : null,
      timeouts: this.#timeouts,
      signal,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ownDispatcher) await this.#dispatcher.destroy();
  }

  async #send(call: UpstreamCall): Promise<HttpResponse> {
    try {
      await this.#client.send(call);
    } catch (error) {
      throw call.failure ?? error;
    }
    if (call.response === undefined) throw new TypeError('The SDK resolved without an answer.');
    return call.response;
  }

  #wireRequest({ path = CHAT_PATH, query = '', headers, body }: UpstreamRequest): WireRequest {
    const { origin, pathname, search } = new URL(`${this.#baseUrl}${path}${query === '' ? '' : `?${query}`}`);
    const native = path === CHAT_PATH ? undefined : this.#nativeKey;
    const credential = this.#authorization === null ? {} : { authorization: this.#authorization };
    const sent: Record<string, string> = {
      accept: 'application/json',
      ...this.#headers,
      ...credential,
      ...headers,
      ...native,
      'content-type': 'application/json',
      // Bodies come as they are, see `contentDecoder`.
      'accept-encoding': 'identity',
    };
    if (native !== undefined) delete sent['authorization'];
    return { origin, path: pathname + search, headers: sent, body };
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function nativeKey({ nativeKeyHeader: name, apiKey }: OpenAiUpstreamOptions) {
  return name === undefined || apiKey === undefined ? undefined : { [name]: apiKey };
}

function connections(
  { proxy, tlsVerify = true, transport = 'fetch' }: OpenAiUpstreamOptions,
  { connectMs }: UpstreamTimeouts,
): Dispatcher {
  if (transport === 'curl') return new CurlDispatcher({ connectMs, proxy, tlsVerify });
  const tls = tlsVerify ? {} : { rejectUnauthorized: false };
  const options: Agent.Options = {
    connect: { timeout: connectMs, ...tls },
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The exchange's own clock decides; undici's timers are coarse above a second.
    headersTimeout: 0,
    bodyTimeout: 0,
    // One call a connection: its end closes the socket, and no other call waits behind it.
    allowH2: false,
  };
  if (proxy === undefined) return new Agent(options);
  return new ProxyAgent({ ...options, uri: proxy, requestTls: tls });
}

/** What came, not what was asked for, decides; where the type says nothing, what was asked for. */
async function isEventStream({ headers, body }: HttpResponse, { stream }: UpstreamRequest): Promise<boolean> {
  const type = String(headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('text/event-stream')) return true;
  if (!stream || type === '' || type.startsWith('text/plain')) return stream;
  // Some servers call a stream JSON, which never begins like this.
  const begin = (await body.peek())?.subarray(0, 'event:'.length) ?? [];
  return /^(?:data|event)?:/.test(Buffer.from(begin).toString('latin1'));
}

function streamed(call: UpstreamCall, response: HttpResponse, request: UpstreamRequest): UpstreamAnswer {
  const events = new SseEvents({
    body: response.body,
    watch: new FinishWatch(request),
    maxEventChars: MAX_EVENT_CHARS,
    onDone: () => call.drain(),
    onOver: () => call.close(),
  });
  const { status, headers } = response;
  const isDamaged = (): boolean => events.damaged;
  return { kind: 'stream', status, headers: passedOnHeaders(headers), events, isDamaged };
}

async function whole({ status, headers, body }: HttpResponse): Promise<UpstreamAnswer> {
  const bytes = await readJsonObject(body, MAX_BODY_BYTES);
  return { kind: 'whole', status, headers: passedOnHeaders(headers), body: bytes };
}
