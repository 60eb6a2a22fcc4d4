import { withDeadline } from '@strata/core/deadline';
import { DependencyError, messageOf, type Clock } from '@strata/core';
import { Pool } from 'undici';

import { retryAfterMs } from '../../retry-after.ts';
import { credentialsOf } from '../../url-credentials.ts';
import { qdrantAddress } from './qdrant-address.ts';

export type QdrantHttpOptions = {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly clock: Clock;
  readonly timeoutMs: number;
};

export type QdrantRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** In place of the usual time limit. */
  readonly timeoutMs?: number;
};

/** What Qdrant said, whatever the status below 500: `result` of a success, `error` of a refusal. */
export type QdrantReply = {
  readonly status: number;
  readonly result: unknown;
  /** `undefined` where the answer is none of Qdrant's: a path that this version does not know has an empty 404. */
  readonly error: string | undefined;
};

const CONNECTIONS = 32;
/** Qdrant closes a connection that was idle for 5 s. */
const KEEP_ALIVE_MS = 4_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Qdrant's REST interface. Not through `@qdrant/js-client-rest`, which lends us its types: it goes by `fetch`, which sends
 * a request's head and body in two packets, and the second waits for a delayed acknowledgement: 45 ms a call, measured on
 * the loopback, where this takes 1 to 3 ms; its time limit also takes the place of the caller's signal.
 */
export class QdrantHttp {
  readonly #options: QdrantHttpOptions;
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #headers: Record<string, string>;

  constructor(options: QdrantHttpOptions) {
    const { origin, basePath } = qdrantAddress(options.url);
    this.#options = options;
    this.#basePath = basePath;
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      // The deadline decides, on the injected clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#headers = {
      'content-type': 'application/json',
      // Of a gateway in front of Qdrant, which knows nobody but by its key.
      ...credentialsOf(new URL(options.url)),
      ...(options.apiKey === undefined ? {} : { 'api-key': options.apiKey }),
    };
  }

  /** Rejects with `DependencyError` (no answer, 401, 403, 429, 5xx), or the signal's reason. */
  send(request: QdrantRequest): Promise<QdrantReply> {
    const { clock, timeoutMs } = this.#options;
    const what = `Qdrant: ${request.method} ${request.path}`;
    const deadline = { clock, ms: request.timeoutMs ?? timeoutMs, what, signal: request.signal };
    return withDeadline((signal) => this.#attempt(request, signal), deadline);
  }

  /** Calls under way reject. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #attempt(request: QdrantRequest, signal: AbortSignal): Promise<QdrantReply> {
    try {
      return await this.#exchange(request, signal).catch((error: unknown) => {
        if (signal.aborted || !isStaleConnection(error)) throw error;
        // The server closed the idle connection as we used it. All our requests may be sent twice.
        return this.#exchange(request, signal);
      });
    } catch (error) {
      if (error instanceof DependencyError) throw error;
      throw new DependencyError(`Qdrant did not answer: ${messageOf(error)}`, { cause: error });
    }
  }

  async #exchange({ method, path, body }: QdrantRequest, signal: AbortSignal): Promise<QdrantReply> {
    const response = await this.#pool.request({
      method,
      path: this.#basePath + path,
      headers: this.#headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const { statusCode: status, headers } = response;
    const text = await response.body.text();
    const { result, error } = readAnswer(text);
    if (status < 300) return { status, result, error: undefined };
    if (status < 500 && ![401, 403, 429].includes(status)) return { status, result: undefined, error };
    const pauseMs = retryAfterMs(headers, this.#options.clock.now());
    throw new DependencyError(`Qdrant answered ${status}: ${error ?? text.slice(0, 200)}`, {
      code: codeOf(status),
      ...(pauseMs === undefined ? {} : { retryAfterMs: pauseMs }),
    });
  }
}

function readAnswer(text: string): { result: unknown; error: string | undefined } {
  try {
    const answer = JSON.parse(text) as { result?: unknown; status?: { error?: string } } | null;
    return { result: answer?.result, error: answer?.status?.error };
  } catch {
    // Refused keys are told in plain text; unknown paths with nothing at all.
    return { result: undefined, error: undefined };
  }
}

function isStaleConnection(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function codeOf(status: number): string {
  if (status === 429) return 'overloaded';
  return status < 500 ? 'unauthorized' : 'unavailable';
}
