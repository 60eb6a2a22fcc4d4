import type { IncomingMessage, ServerResponse } from 'node:http';
import { entryId, type Answer, type Clock, type PreparedRequest, type Protocol } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { passOf } from '../keys/pass.ts';
import type { RequestEvent } from '../telemetry/request-event.ts';
import { requestIdOf } from '../wire/request-id.ts';
import { PROVIDER_HEADER } from '../wire/upstream-headers.ts';

type Arrival = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly protocol: Protocol;
};

export type VisitOptions = {
  readonly clock: Clock;
  /** Whether events carry what was asked. */
  readonly showPrompts: boolean;
};

/** One request on its way through the door. */
export class Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly protocol: Protocol;
  readonly requestId: string;
  readonly startedAt: number;
  prepared: PreparedRequest | undefined;
  readonly #clock: Clock;
  readonly #showPrompts: boolean;
  #signal: AbortSignal | undefined;
  #firstByteMs: number | undefined;

  constructor({ request, response, protocol }: Arrival, { clock, showPrompts }: VisitOptions) {
    this.request = request;
    this.response = response;
    this.protocol = protocol;
    this.#clock = clock;
    this.#showPrompts = showPrompts;
    this.startedAt = clock.elapsed();
    this.requestId = requestIdOf(request.headers);
  }

  get headers(): IncomingMessage['headers'] {
    return this.request.headers;
  }

  get query(): string {
    const { url = '' } = this.request;
    const mark = url.indexOf('?');
    return mark === -1 ? '' : url.slice(mark + 1);
  }

  /** Aborted when the client hangs up before its answer is complete. Made on demand: the hot lane needs none. */
  get signal(): AbortSignal {
    this.#signal ??= untilClosed(this.response);
    return this.#signal;
  }

  elapsedMs(): number {
    return this.#clock.elapsed() - this.startedAt;
  }

  markFirstByte(): void {
    this.#firstByteMs = this.elapsedMs();
  }

  event(answer: Answer, sent: 'complete' | 'failed'): RequestEvent {
    const { outcome, report, status } = answer;
    return {
      ...this.failure(),
      outcome: sent === 'failed' ? 'error' : outcome,
      // An answer breaks off when its upstream does, or nobody reads it any more.
      failure: sent === 'complete' ? undefined : this.signal.aborted ? 'caller' : 'upstream',
      tier: outcome === 'exact-hit' ? 'exact' : outcome === 'semantic-hit' ? 'semantic' : 'upstream',
      status,
      provider: answer.headers[PROVIDER_HEADER],
      usage: report.usage(),
      pays: report.pays(),
      entryAgeMs: report.entry === undefined ? undefined : this.#clock.now() - report.entry.createdAt,
      entry: report.entry === undefined ? undefined : entryId(report.entry),
      similarity: report.similarity,
      detail: report.bypass ?? report.semantic?.detail ?? report.exact?.detail,
      timings: report.timings,
    };
  }

  /** The event of a request that got no answer. */
  failure(): RequestEvent {
    return {
      outcome: 'error',
      tier: 'none',
      status: 500,
      path: this.protocol.path,
      keyName: passOf(this.request.headers)?.name,
      provider: undefined,
      model: this.prepared?.request.model ?? 'unknown',
      stream: this.prepared?.request.stream ?? false,
      usage: undefined,
      pays: false,
      durationMs: this.elapsedMs(),
      firstByteMs: this.#firstByteMs,
      entryAgeMs: undefined,
      requestId: this.requestId,
      failure: 'proxy',
      entry: undefined,
      similarity: undefined,
      detail: undefined,
      question: this.#showPrompts ? questionOf(this.prepared) : undefined,
    };
  }
}

/** What was asked, where there is one question; for events, which carry it only where prompts may be shown. */
export function questionOf(prepared: PreparedRequest | undefined): string | undefined {
  return prepared !== undefined && 'text' in prepared.semantic ? prepared.semantic.text : undefined;
}
