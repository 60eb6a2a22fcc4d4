import type { IncomingMessage, ServerResponse } from 'node:http';
import { OnlyIfCachedError, UpstreamError, type Protocol, type TieredCache } from '@strata/core';
import { isUnexpected, type Logger } from '@strata/service-kit';
import { passOf } from '../keys/pass.ts';
import { withOwnLimits } from '../keys/rate-limit-headers.ts';
import type { ChargeListener } from '../telemetry/charge-event.ts';
import type { FailureCause, RequestEvent, RequestListener } from '../telemetry/request-event.ts';
import { NO_STORE } from '../wire/answer-headers.ts';
import { cacheStatusOfError } from '../wire/cache-status.ts';
import { errorAnswerFor, errorEventFor } from '../wire/error-shape.ts';
import { idHeaders } from '../wire/request-id.ts';
import { PROVIDER_HEADER, upstreamHeaders } from '../wire/upstream-headers.ts';
import type { EarlyHits } from './early-hits.ts';
import type { HotLane } from './hot-lane.ts';
import { jsonText, readBody } from './read-body.ts';
import { isRepeat, type Asked, type Repeat, type Repeats } from './repeats.ts';
import { RequestAccount } from './request-account.ts';
import { sendAnswer } from './send-answer.ts';
import { Visit, type VisitOptions } from './visit.ts';

export type ChatDoorOptions = VisitOptions & {
  readonly cache: TieredCache;
  readonly lane: HotLane;
  readonly repeats: Repeats;
  /** Absent where each request must be seen from its beginning, for its trace. */
  readonly early: EarlyHits | undefined;
  readonly forwardAuthorization: boolean;
  readonly maxBodyBytes: number;
  readonly listeners: readonly RequestListener[];
  readonly chargeListeners: readonly ChargeListener[];
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
    // Taken before the body: who may come in can change until it is there.
    const epoch = this.#options.early?.epoch;
    readBody(request, this.#options.maxBodyBytes, {
      failed,
      // Straight from the event of the last chunk: with promises on the way a repeat took a tenth longer.
      received: (body) => {
        try {
          const asked = this.#options.repeats.look(visit, body);
          if (isRepeat(asked)) this.#repeat(visit, asked, epoch);
          else this.#serve(visit, asked, body).catch(failed);
        } catch (error) {
          failed(error);
        }
      },
    });
  }

  #repeat(visit: Visit, repeat: Repeat, epoch: number | undefined): void {
    const { repeats, early } = this.#options;
    if (epoch === early?.epoch) early?.learn(visit.request, visit.response, visit);
    const { headers, body } = repeats.answer(visit, repeat, visit);
    visit.response.writeHead(200, headers);
    if (typeof body === 'string') visit.response.end(body, 'latin1');
    else visit.response.end(body);
  }

  async #serve(visit: Visit, asked: Asked, body: Buffer): Promise<void> {
    const { lane, clock, cache, chargeListeners } = this.#options;
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
    const account = new RequestAccount({ request: prepared.request, pass, listeners: chargeListeners });
    const answer = await cache.answer(prepared, { signal: visit.signal, headers, account });
    if (key !== undefined && answer.outcome === 'exact-hit')
      lane.keep(key, prepared, { answer, generation: asked.generation });
    let events = 0;
    const context = {
      now: clock.now(),
      ids: idHeaders(requestId, protocol.name),
      onFirstByte: () => visit.markFirstByte(),
      onEvent: () => {
        events += 1;
      },
      errorEvent: (error: unknown) => errorEventFor(error, protocol.name, events),
    };
    const sent = await sendAnswer(response, answer, context);
    this.#report(visit.event(answer, sent));
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
    response.writeHead(answer.status, {
      ...idHeaders(requestId, visit.protocol.name),
      ...withOwnLimits(response, answer.headers),
      'cache-control': NO_STORE,
      'cache-status': forwarded ? cacheStatusOfError(error, prepared) : 'strata-exact; fwd=bypass',
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
