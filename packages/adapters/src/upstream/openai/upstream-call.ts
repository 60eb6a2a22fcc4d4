import type { Clock, UpstreamErrorResponse } from '@strata/core';
import { UpstreamError } from '@strata/core';
import type { Dispatcher } from 'undici';
import { connectionFailure } from './connection-failure.ts';
import { HttpExchange, type HttpResponse } from './http-exchange.ts';
import { readWhole } from './read-whole.ts';
import { passedOnHeaders } from './response-headers.ts';
import { timedOut, type UpstreamTimeouts } from './timeouts.ts';

/** What each attempt sends. */
export type WireRequest = {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type UpstreamCallOptions = {
  readonly request: WireRequest;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly timeouts: UpstreamTimeouts;
  readonly signal: AbortSignal;
};

const MAX_ERROR_BYTES = 1_024 * 1_024;
/** What the SDK looks at to decide on a retry. */
const RETRY_HEADERS = ['retry-after', 'retry-after-ms', 'x-should-retry'];

/** The answer itself stays with the call: the SDK need only know that there is one. */
const ANSWERED = new Response();

/**
 * One call of an upstream: what lives as long as it (the caller's signal, the time for all of it) and its exchanges,
 * one per attempt. The SDK plans the attempts and is told of each answer's status only; the answer itself stays here,
 * so that its bytes reach the caller as they came and without the cost of a WHATWG body.
 */
export class UpstreamCall {
  readonly #options: UpstreamCallOptions;
  readonly #controller = new AbortController();
  readonly #cancelAlarm: () => void;
  readonly #onAbort: () => void;
  #current: HttpExchange | undefined;
  #response: HttpResponse | undefined;
  #failure: unknown;

  constructor(options: UpstreamCallOptions) {
    const { clock, signal, timeouts } = options;
    this.#options = options;
    this.#onAbort = () => this.#abort(signal.reason);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#cancelAlarm = clock.after(timeouts.totalMs, () => this.#abort(timedOut('total', timeouts.totalMs)));
  }

  /** Ends the wait between two attempts. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the last attempt failed. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The answer of the last attempt: 2xx, its body not yet read. */
  get response(): HttpResponse | undefined {
    return this.#response;
  }

  /** One attempt; resolves with as much of the answer as the SDK looks at. */
  async attempt(): Promise<Response> {
    try {
      this.signal.throwIfAborted();
      const response = await this.#exchange();
      if (response.status < 300) {
        this.#response = response;
        return ANSWERED;
      }
      this.#failure = await this.#failureOf(response);
      // 599 is the last status a `Response` can have.
      const status = Math.min(response.status, 599);
      return new Response(null, { status, headers: retryHeaders(response) });
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Lets the rest of the body pass unread, so that the connection can be used again. */
  drain(): void {
    this.#current?.drain();
  }

  /** The call is over: the caller's signal means nothing to it any more. */
  close(): void {
    this.#cancelAlarm();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  #exchange(): Promise<HttpResponse> {
    const exchange = new HttpExchange(this.#options);
    this.#current = exchange;
    const { request, dispatcher } = this.#options;
    try {
      dispatcher.dispatch({ method: 'POST', ...request }, exchange);
    } catch (error) {
      exchange.abort(
        connectionFailure(error instanceof Error ? error : new Error(String(error)), 'connecting'),
      );
    }
    return exchange.response;
  }

  async #failureOf(response: HttpResponse): Promise<UpstreamError> {
    if (response.status >= 400) return refused(await refusalOf(response));
    this.drain();
    return redirected(response.status);
  }

  #abort(reason: unknown): void {
    // Here too: a reader may never come back to find its stream aborted.
    this.close();
    this.#failure = reason;
    this.#controller.abort(reason);
    this.#current?.abort(reason);
  }
}

function retryHeaders({ headers }: HttpResponse): Headers {
  const kept = new Headers();
  for (const name of RETRY_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  return kept;
}

/** A body that breaks off, hangs or has no end is left out: status and retry headers say more than it would. */
async function refusalOf(response: HttpResponse): Promise<UpstreamErrorResponse> {
  const { status, headers, body } = response;
  const whole = readWhole(body, MAX_ERROR_BYTES).catch((error: unknown) => {
    if (body.aborted) throw error;
    return new Uint8Array();
  });
  return { status, headers: passedOnHeaders(headers), body: await whole };
}

/** A redirect would carry the key to wherever it points: it is not followed, nor is it an answer to a client. */
function redirected(status: number): UpstreamError {
  return new UpstreamError(
    `The upstream answered with a redirect (${status}), which is not followed: its base URL must be the one that answers.`,
    { code: 'invalid_response' },
  );
}

function refused(response: UpstreamErrorResponse): UpstreamError {
  const { status } = response;
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  return new UpstreamError(`The upstream answered with status ${status}.`, {
    code: 'status',
    response,
    retryable,
  });
}
