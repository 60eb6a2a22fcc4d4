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

test('a stream whose reader hangs up while it is held back for him has not been sent whole', async () => {
  const sent = Promise.withResolvers<Sent>();
  let left = false;
  const answer = {
    outcome: 'bypass',
    status: 200,
    headers: {},
    body: { kind: 'live', framing: 'done', events: endless(() => (left = true)) },
    report: { timings: {} },
  } as unknown as Answer;
  const answering = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => {
    answering.resolve(response);
    const context = { now: 0, ids: { 'x-request-id': 'r' }, onFirstByte: () => {}, errorEvent: () => '' };
    sendAnswer(response, answer, context).then(sent.resolve, sent.reject);
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
