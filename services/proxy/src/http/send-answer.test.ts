import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Answer } from '@strata/core';
import { expect, test, vi } from 'vitest';
import { sendAnswer, type Sent } from './send-answer.ts';

/** A stream without end that never looks whether anybody still reads it. */
async function* endless(onLeft: () => void): AsyncGenerator<string, void, undefined> {
  try {
    for (;;) yield 'x'.repeat(100_000);
  } finally {
    onLeft();
  }
}

/** An answer of the upstream that is sent as it comes. */
function liveAnswer(events: AsyncIterable<string>): Answer {
  return {
    outcome: 'bypass',
    status: 200,
    headers: {},
    body: { kind: 'live', framing: 'done', events },
    report: { timings: {} },
  } as unknown as Answer;
}

const CONTEXT = { now: 0, ids: { 'x-request-id': 'r' }, onFirstByte: () => {}, errorEvent: () => '' };

test('a stream whose reader hangs up while it is held back for him has not been sent whole', async () => {
  const sent = Promise.withResolvers<Sent>();
  let left = false;
  const answer = liveAnswer(endless(() => (left = true)));
  const answering = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => {
    answering.resolve(response);
    sendAnswer(response, answer, CONTEXT).then(sent.resolve, sent.reject);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause().write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const response = await answering.promise;
  await vi.waitUntil(() => response.writableNeedDrain);
  client.destroy();
  expect(await sent.promise).toBe('failed');
  expect(left).toBe(true);
  server.close();
});

test('a stream that is silent in the middle of its answer shows that its connection is alive', async () => {
  const seen = Promise.withResolvers<void>();
  async function* thoughtful(): AsyncGenerator<string, void, undefined> {
    yield '{"n":1}';
    await seen.promise;
    yield '{"n":2}';
  }
  const server = createServer((_request, response) => {
    void sendAnswer(response, liveAnswer(thoughtful()), { ...CONTEXT, silenceMs: 5 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { body } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  let text = '';
  for await (const piece of body ?? []) {
    text += Buffer.from(piece).toString();
    if (text.includes(': keep-alive\n\n')) seen.resolve();
  }
  expect(text.replaceAll(': keep-alive\n\n', '')).toBe('data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n');
  server.close();
});
