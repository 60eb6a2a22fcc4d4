import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Clock, PreparedRequest, Protocol, TieredCache } from '@strata/core';
import { entryId, OnlyIfCachedError, UpstreamError } from '@strata/core';
import { isUnexpected, type Logger } from '@strata/service-kit';
import { passOf } from '../keys/pass.ts';
import { withOwnLimits } from '../keys/rate-limit-headers.ts';
import type { FailureCause, RequestEvent, RequestListener } from '../telemetry/request-event.ts';
import { NO_STORE } from '../wire/answer-headers.ts';
import { cacheStatusOfError } from '../wire/cache-status.ts';
import { errorAnswerFor, errorEventFor } from '../wire/error-shape.ts';
import { requestIdOf } from '../wire/request-id.ts';
import { PROVIDER_HEADER, upstreamHeaders } from '../wire/upstream-headers.ts';
import type { EarlyHits } from './early-hits.ts';
import type { HotLane } from './hot-lane.ts';
import { jsonText, readBody } from './read-body.ts';
import { isRepeat, type Asked, type Repeat, type Repeats } from './repeats.ts';
import { sendAnswer } from './send-answer.ts';

export type ChatDoorOptions = {
  readonly cache: TieredCache;
  readonly lane: HotLane;
  readonly repeats: Repeats;
  /** Absent where each request must be seen from its beginning, for its trace. */
  readonly early: EarlyHits | undefined;
  readonly forwardAuthorization: boolean;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
  readonly listeners: readonly RequestListener[];
  /** Whether events carry what was asked. */
  readonly showPrompts: boolean;
  readonly logger: Logger;
};

/**
 * `POST /v1/chat/completions` and every other endpoint whose answers are cached. It stands before Express, which would halve
 * the rate of exact hits (measured: see docs/decisions), and is a plain `node:http` handler.
 */
export class ChatDoor {
  readonly #options: ChatDoorOptions;

  constructor(options: ChatDoorOptions) {
    this.#options = options;
  }

  /** Never throws: whatever fails becomes an answer. */
  handle(request: IncomingMessage, response: ServerResponse, protocol: Protocol): void {
    const visit = new Visit({ request, response, protocol }, this.#options);
    const failed = (error: unknown): void => this.#fail(visit, error);
    readBody(request, this.#options.maxBodyBytes, {
      failed,
      // Straight from the event of the last chunk: with promises on the way a repeat took a tenth longer.
      received: (body) => {
        try {
          const asked = this.#options.repeats.look(visit, body);
          if (isRepeat(asked)) this.#repeat(visit, asked);
          else this.#serve(visit, asked, body).catch(failed);
        } catch (error) {
          failed(error);
        }
      },
    });
  }

  #repeat(visit: Visit, repeat: Repeat): void {
    const { repeats, early } = this.#options;
    early?.learn(visit.request, visit.response, visit);
    const { headers, body } = repeats.answer(visit, repeat, visit);
    visit.response.writeHead(200, [...headers]);
    if (typeof body === 'string') visit.response.end(body, 'latin1');
    else visit.response.end(body);
  }

  async #serve(visit: Visit, asked: Asked, body: Buffer): Promise<void> {
    const { lane, clock, cache } = this.#options;
    const { request, response, protocol } = visit;
    const { tenant, key, known } = asked;
    const pass = passOf(request.headers);
    const asking = { tenant, protocol, query: visit.query, key: pass?.name };
    const prepared = known ?? cache.prepare(jsonText(request, body), request.headers, asking);
    visit.prepared = prepared;
    pass?.checkModel(prepared.request.model);
    if (key !== undefined && known === undefined) lane.keep(key, prepared);

    const { requestId } = visit;
    const headers = upstreamHeaders(request.headers, { ...this.#options, requestId, protocol });
    const answer = await cache.answer(prepared, { signal: visit.signal, headers });
    if (key !== undefined && answer.outcome === 'exact-hit')
      lane.keep(key, prepared, { answer, generation: asked.generation });
    let events = 0;
    const context = {
      now: clock.now(),
      requestId,
      onFirstByte: () => visit.markFirstByte(),
      onEvent: () => {
        events += 1;
      },
      errorEvent: (error: unknown) => errorEventFor(error, protocol.name, events),
    };
    const sent = await sendAnswer(response, answer, context);
    const event = visit.event(answer, sent);
    this.#report(event);
    pass?.settle({ ...event, outcome: answer.outcome }, { requestText: prepared.request.text, events });
  }

  #fail(visit: Visit, error: unknown): void {
    const { response, requestId, prepared } = visit;
    if (isUnexpected(error) && !visit.signal.aborted) {
      this.#options.logger.error('A request failed', { error, requestId });
    }
    const answer = errorAnswerFor(error, visit.protocol.name);
    const left = visit.signal.aborted;
    // 499: the client closed the connection; nobody reads it, but logs and metrics should not call it a fault.
    const failure = left ? 'caller' : causeOf(error, answer.status);
    const provider = error instanceof UpstreamError ? error.response?.headers[PROVIDER_HEADER] : undefined;
    this.#report({ ...visit.failure(), status: left ? 499 : answer.status, failure, provider });
    if (left || response.headersSent) {
      response.destroy();
      return;
    }
    const looked = error instanceof UpstreamError || error instanceof OnlyIfCachedError;
    const forwarded = looked && prepared !== undefined;
    const why = prepared?.bypass === undefined ? 'uri-miss' : 'bypass';
    response.writeHead(answer.status, {
      'x-request-id': requestId,
      ...withOwnLimits(response, answer.headers),
      'cache-control': NO_STORE,
      'cache-status': forwarded ? cacheStatusOfError(error, why) : 'strata-exact; fwd=bypass',
      'x-cache': forwarded && prepared.bypass === undefined ? 'miss' : 'bypass',
      'content-length': String(answer.body.length),
    });
    response.end(answer.body);
  }

  #report(event: RequestEvent): void {
    for (const listener of this.#options.listeners) listener.requestEnded(event);
  }
}

function causeOf(error: unknown, status: number): FailureCause {
  if (error instanceof UpstreamError) return 'upstream';
  return status < 500 || error instanceof OnlyIfCachedError ? 'caller' : 'proxy';
}

function textOf(prepared: PreparedRequest | undefined): string | undefined {
  return prepared !== undefined && 'text' in prepared.semantic ? prepared.semantic.text : undefined;
}

type Arrival = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly protocol: Protocol;
};

/** One request on its way through the door. */
class Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly protocol: Protocol;
  readonly requestId: string;
  readonly startedAt: number;
  prepared: PreparedRequest | undefined;
  readonly #clock: Clock;
  readonly #showPrompts: boolean;
  #controller: AbortController | undefined;
  #firstByteMs: number | undefined;

  constructor(
    { request, response, protocol }: Arrival,
    { clock, showPrompts }: Pick<ChatDoorOptions, 'clock' | 'showPrompts'>,
  ) {
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
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const gone = (): void => {
        if (!this.response.writableFinished) controller.abort(new Error('The client closed the connection.'));
      };
      if (this.response.closed) gone();
      else this.response.on('close', gone);
    }
    return this.#controller.signal;
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
      entryAgeMs: report.entry === undefined ? undefined : this.#clock.now() - report.entry.createdAt,
      entry: report.entry === undefined ? undefined : entryId(report.entry),
      similarity: report.similarity,
      detail: report.bypass ?? report.semantic?.detail ?? report.exact?.detail,
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
      durationMs: this.elapsedMs(),
      firstByteMs: this.#firstByteMs,
      entryAgeMs: undefined,
      requestId: this.requestId,
      failure: 'proxy',
      entry: undefined,
      similarity: undefined,
      detail: undefined,
      question: this.#showPrompts ? textOf(this.prepared) : undefined,
    };
  }
}
