import type { UpstreamRequest } from '@strata/core';
import { OpenAI, type ClientOptions } from 'openai';
import { UpstreamCall } from './upstream-call.ts';

export type ForwardingClientOptions = {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxRetries: number;
};

/** The largest delay a timer takes: the time limits are ours (see `UpstreamCall`), not the SDK's. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * OpenAI's own client, for what it knows best: the URL, the credentials, which failures to retry and when. Each of its
 * attempts goes through the `UpstreamCall` it was given.
 */
export class ForwardingClient extends OpenAI {
  constructor({ baseUrl, headers, maxRetries }: ForwardingClientOptions) {
    const options: ClientOptions = {
      baseURL: baseUrl,
      // Each request carries its own `authorization`, or none; the SDK asks for a key all the same.
      apiKey: 'unused',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries,
      timeout: NEVER_MS,
      logLevel: 'off',
      fetch: fetchOfCall,
    };
    super(options);
    // Set here, not above, where the SDK would add what it finds in the environment (OPENAI_CUSTOM_HEADERS).
    // oxlint-disable-next-line no-underscore-dangle -- the SDK's own name for what subclasses may change
    this._options.defaultHeaders = headers;
  }

  /** Resolves when an answer is there (`call.response`), and rejects when the last attempt failed (`call.failure`). */
  async send(
    call: UpstreamCall,
    { path = '/chat/completions', query = '', body }: Pick<UpstreamRequest, 'path' | 'query' | 'body'>,
    headers: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    const fetchOptions: NonNullable<ClientOptions['fetchOptions']> & CallInit = { call };
    const { signal } = call;
    const target = query === '' ? path : `${path}?${query}`;
    await this.post(target, { body, headers, signal, fetchOptions }).asResponse();
  }
}

type CallInit = { readonly call: UpstreamCall };

/** The SDK hands `fetchOptions` to its `fetch`: that is how an attempt finds the call it belongs to. */
function fetchOfCall(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const call = 'call' in init ? init.call : undefined;
  if (!(call instanceof UpstreamCall)) throw new TypeError('The SDK lost the call it was given.');
  return call.fetch(url instanceof Request ? url.url : url.toString(), init);
}
