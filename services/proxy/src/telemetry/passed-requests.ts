import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@strata/core';
import { passOf } from '../keys/pass.ts';
import { endpointOf } from './endpoints.ts';
import type { LlmProxyMetrics } from './llm-proxy-metrics.ts';

export type PassedRequestsOptions = {
  readonly clock: Clock;
  readonly metrics: Pick<LlmProxyMetrics, 'requestPassed'>;
};

/** Tells who answered, when that is known; `undefined`: the only upstream there is. */
export type Answered = (provider: string | undefined) => void;

/** Counts requests that no cache looks at, each when its answer is over. */
export class PassedRequests {
  readonly #options: PassedRequestsOptions;

  constructor(options: PassedRequestsOptions) {
    this.#options = options;
  }

  watch(request: IncomingMessage & { readonly originalUrl?: string }, response: ServerResponse): Answered {
    const { clock, metrics } = this.#options;
    const startedAt = clock.elapsed();
    let answer: { readonly provider: string | undefined } | undefined;
    const ended = (): void =>
      metrics.requestPassed({
        method: request.method ?? 'GET',
        endpoint: endpointOf(request.originalUrl ?? request.url ?? '/') ?? 'other',
        answered: answer !== undefined,
        provider: answer?.provider,
        // 499: the client left before there was a status to tell.
        status: response.headersSent ? response.statusCode : 499,
        keyName: passOf(request.headers)?.name,
        durationMs: clock.elapsed() - startedAt,
      });
    // The client may have left while the gate asked for the limits of its key.
    if (response.closed) ended();
    else response.once('close', ended);
    return (provider) => {
      answer = { provider };
    };
  }
}
