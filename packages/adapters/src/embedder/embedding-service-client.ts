import { DependencyError, messageOf, type Clock } from '@strata/core';
import { withDeadline } from '@strata/core/deadline';
import { Pool } from 'undici';
import { retryAfterMs } from '../retry-after.ts';
import { credentialsOf } from '../url-credentials.ts';

export type EmbeddingServiceClientOptions = {
  /** Base of the service, with or without a closing `/embed`; it may hold a user and a password. */
  readonly url: string;
  readonly connections: number;
  /** For connecting, and for the whole of a call, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
};

type Call = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string };

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** HTTP to the embedding service: kept connections, JSON in and out, every failure a `DependencyError`. */
export class EmbeddingServiceClient {
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  #disposed = false;

  constructor({ url, connections, timeoutMs, clock }: EmbeddingServiceClientOptions) {
    const address = new URL(url);
    const { origin, pathname } = address;
    this.#headers = credentialsOf(address);
    this.#prefix = pathname.replace(/\/+$/, '').replace(/\/embed$/, '');
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#pool = new Pool(origin, {
      connections,
      connect: { timeout: timeoutMs },
      // The deadline of a call stands for both.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** The parsed body of a 2xx answer. Rejects with the signal's reason when that aborts. */
  async call(call: Call, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#disposed) throw new DependencyError('The embedder was disposed.', { code: 'disposed' });
    const work = (until: AbortSignal): Promise<unknown> => this.#exchange(call, until);
    const deadline = { clock: this.#clock, ms: this.#timeoutMs, what: 'The embedding service', signal };
    try {
      return await withDeadline(work, deadline);
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      throw this.#toDependencyError(error);
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#pool.destroy();
  }

  async #exchange({ method, path, body }: Call, signal: AbortSignal): Promise<unknown> {
    const response = await this.#pool.request({
      method,
      path: this.#prefix + path,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
      signal,
    });
    const text = await response.body.text();
    const { statusCode: status } = response;
    if (status < 200 || status > 299)
      throw refusal(status, retryAfterMs(response.headers, this.#clock.now()));
    return parseJson(text);
  }

  #toDependencyError(error: unknown): DependencyError {
    if (error instanceof DependencyError) return error;
    if (this.#disposed) return new DependencyError('The embedder was disposed.', { code: 'disposed' });
    return new DependencyError(`The embedding service did not answer: ${messageOf(error)}`, { cause: error });
  }
}

function refusal(status: number, pauseMs: number | undefined): DependencyError {
  if (status === 404) {
    return new DependencyError('The embedding service does not know this path.', { code: 'unknown_path' });
  }
  const busy = status === 503 || status === 429;
  return new DependencyError(`The embedding service answered with status ${status}.`, {
    code: busy ? 'overloaded' : 'unavailable',
    ...(pauseMs !== undefined && { retryAfterMs: pauseMs }),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = 'The embedding service answered with something that is not JSON.';
    throw new DependencyError(message, { code: 'invalid_response', cause: error });
  }
}
