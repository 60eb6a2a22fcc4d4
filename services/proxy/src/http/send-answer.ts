import type { ServerResponse } from 'node:http';
import type { Answer } from '@strata/core';
import { withOwnLimits } from '../keys/rate-limit-headers.ts';
import { answerHeaders } from '../wire/answer-headers.ts';
import { sseEnd, sseEvent, sseText, SSE_KEEP_ALIVE } from '../wire/event-stream.ts';
import type { IdHeaders } from '../wire/request-id.ts';
import { oneWrite } from './one-write.ts';

export type SendContext = {
  readonly now: number;
  readonly ids: IdHeaders;
  /** Called right after the first byte of the answer was handed over. */
  readonly onFirstByte: () => void;
  /** Called for each event of a live stream that was handed over. */
  readonly onEvent?: () => void;
  /** What is written as the last event of a stream that breaks off. */
  readonly errorEvent: (error: unknown) => string;
  /** How long a live stream may be silent between two events before its connection is shown to be alive. Default 15 s. */
  readonly silenceMs?: number;
};

/** Well under the minute after which common gateways and load balancers take a connection for dead. */
const SILENCE_MS = 15_000;

/** `failed`: the answer broke off after its first byte, on either side. */
export type Sent = 'complete' | 'failed';

/** Writes an answer. Rejects only while nothing was written yet; later failures go out as an event of the stream. */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  context: SendContext,
): Promise<Sent> {
  const { body } = answer;
  if (body.kind === 'live') return await sendLive(response, answer, { ...context, body });
  const bytes = body.kind === 'whole' ? body.bytes : Buffer.from(sseText(body.events, body.framing));
  const headers = { ...answerHeaders(answer, context), 'content-length': String(bytes.length) };
  const sent = oneWrite(bytes);
  response.writeHead(answer.status, withOwnLimits(response, headers)).end(sent, 'latin1');
  context.onFirstByte();
  return 'complete';
}

type LiveContext = SendContext & { readonly body: Answer['body'] & { readonly kind: 'live' } };

async function sendLive(response: ServerResponse, answer: Answer, context: LiveContext): Promise<Sent> {
  const { framing } = context.body;
  const events = context.body.events[Symbol.asyncIterator]();
  // The first event decides: until it is there, a failure can still have a status of its own.
  let next = await events.next();
  response.writeHead(answer.status, withOwnLimits(response, answerHeaders(answer, context)));
  context.onFirstByte();
  const silence = setInterval(() => showAlive(response), context.silenceMs ?? SILENCE_MS);
  try {
    while (next.done !== true) {
      // oxlint-disable no-await-in-loop -- events go out one by one, no faster than the client reads
      context.onEvent?.();
      silence.refresh();
      if (!response.write(sseEvent(next.value, framing)) && !response.destroyed) await drained(response);
      if (response.destroyed) return 'failed';
      next = await events.next();
      // oxlint-enable no-await-in-loop
    }
  } catch (error) {
    response.end(sseEvent(context.errorEvent(error), framing));
    return 'failed';
  } finally {
    clearInterval(silence);
    await events.return?.();
  }
  response.end(sseEnd(framing));
  return 'complete';
}

/** A model may think for minutes in the middle of its answer. What is still waiting to be read shows as much. */
function showAlive(response: ServerResponse): void {
  if (!response.writableNeedDrain && !response.destroyed) response.write(SSE_KEEP_ALIVE);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
