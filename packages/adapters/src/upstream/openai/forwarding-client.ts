import { OpenAI, type ClientOptions } from 'openai';
import { UpstreamCall } from './upstream-call.ts';

/** The largest delay a timer takes: the time limits are ours (see `UpstreamCall`), not the SDK's. */
const NEVER_MS = 2 ** 31 - 1;

type BuildRequest = OpenAI['buildRequest'];
type BuiltRequest = Awaited<ReturnType<BuildRequest>>;

/**
 * OpenAI's own client, for what it knows best: which failures to retry and when. Each of its attempts is one of the
 * `UpstreamCall` it was given, which knows what to send: what the SDK would build for each (headers that tell of itself,
 * a body, an abort controller, a timer) takes 0.1 ms of a miss, and none of it would go out.
 */
export class ForwardingClient extends OpenAI {
  constructor({ maxRetries }: { readonly maxRetries: number }) {
    super({
      baseURL: 'http://of-the-call.invalid',
      // Calls carry their own `authorization`, or none; the SDK asks for a key all the same.
      apiKey: 'unused',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries,
      timeout: NEVER_MS,
      logLevel: 'off',
    });
  }

  /** Resolves when an answer is there (`call.response`), and rejects when the last attempt failed (`call.failure`). */
  async send(call: UpstreamCall): Promise<void> {
    const fetchOptions: NonNullable<ClientOptions['fetchOptions']> & CallInit = { call };
    await this.post(this.baseURL, { signal: call.signal, fetchOptions }).asResponse();
  }

  override buildRequest({ signal, fetchOptions }: Parameters<BuildRequest>[0]): Promise<BuiltRequest> {
    const req = { ...fetchOptions, signal: signal ?? null, headers: NO_HEADERS } as BuiltRequest['req'];
    return Promise.resolve({ req, url: this.baseURL, timeout: NEVER_MS });
  }

  override fetchWithTimeout(_url: RequestInfo, init: RequestInit = {}): Promise<Response> {
    const call = 'call' in init ? init.call : undefined;
    if (!(call instanceof UpstreamCall)) throw new TypeError('The SDK lost the call it was given.');
    return call.attempt();
  }
}

/** The SDK hands `fetchOptions` on: that is how an attempt finds the call it belongs to. */
type CallInit = { readonly call: UpstreamCall };
type RequestInfo = Parameters<OpenAI['fetchWithTimeout']>[0];

const NO_HEADERS = new Headers();
