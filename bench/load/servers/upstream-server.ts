/**
 * The fake upstream: answers every chat request after the same time, streams stamped chunks, counts the calls.
 * Run by `HelperProcess`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatBody } from '../client/requests.ts';

export type UpstreamOptions = {
  /** Until an answer, where the request does not say otherwise. */
  readonly delayMs: number;
  /** Absent: a free one. */
  readonly port?: number;
};

/** About 120 tokens, an ordinary short answer. */
const ANSWER =
  'A cache keeps what was expensive to make close to where it is asked for, so that asking again costs less. '.repeat(
    6,
  );
const TOKENS = { prompt_tokens: 20, completion_tokens: 120, total_tokens: 140 };

const [options] = (await once(process, 'message')) as [UpstreamOptions];
let calls = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET') response.end(String(calls));
  else void serve(request, response);
});
process.on('disconnect', () => process.exit());
server.listen(options.port ?? 0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const number = (calls += 1);
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const body = JSON.parse(text) as ChatBody;
  await until(startedAt + (body.bench?.delayMs ?? options.delayMs));
  if (body.stream === true) await stream(body, number, response);
  else {
    const answer = Buffer.from(JSON.stringify(completion(body, number)));
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      .end(answer);
  }
}

/** Timers are coarse to a millisecond: the last one is waited for in turns of the event loop. */
async function until(instant: number): Promise<void> {
  const sleepMs = Math.floor(instant - performance.now()) - 1;
  if (sleepMs > 0) await sleep(sleepMs);
  while (performance.now() < instant) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function completion(body: ChatBody, number: number): object {
  const message = { role: 'assistant', content: `${number}. ${ANSWER}`, refusal: null };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return { ...about(body, number), object: 'chat.completion', choices, usage: TOKENS };
}

async function stream(body: ChatBody, number: number, response: ServerResponse): Promise<void> {
  const { chunks = 20, spacingMs = 2 } = body.bench ?? {};
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const head = { ...about(body, number), object: 'chat.completion.chunk' };
  const write = (choices: readonly object[], rest: object = {}): void => {
    response.write(`data: ${JSON.stringify({ ...head, choices, ...rest })}\n\n`);
  };
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const role = chunk === 0 ? { role: 'assistant' } : {};
    const content = `@${process.hrtime.bigint()}@ a word or two`;
    write([{ index: 0, delta: { ...role, content }, finish_reason: null }]);
    // oxlint-disable-next-line no-await-in-loop -- chunk by chunk
    if (spacingMs > 0) await sleep(spacingMs);
  }
  write([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  write([], { usage: TOKENS });
  response.end('data: [DONE]\n\n');
}

function about({ model }: ChatBody, number: number): object {
  return { id: `chatcmpl-${number}`, created: 1_700_000_000, model };
}
