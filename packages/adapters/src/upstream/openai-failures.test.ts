import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { describe, expect } from 'vitest';
import { failureOf, never, openStream, requestOf, test } from './test-upstream.ts';

describe('an upstream that refuses', () => {
  test('status, retry headers and the very bytes of the body are kept', async ({ server, upstreamOf }) => {
    const body = '{ "error": {"message":"slow down",  "code":"rate_limit_exceeded"} }';
    const headers = {
      'retry-after': '7',
      'retry-after-ms': '6500',
      'x-should-retry': 'true',
      'x-request-id': 'req_9',
      'x-ratelimit-reset-tokens': '6m0s',
      'set-cookie': 'a=b',
    };
    server.enqueue(replies.status(429, body, headers));
    const { code, retryable, response } = await failureOf(upstreamOf().complete(requestOf(), never));
    expect([code, retryable, response?.status]).toEqual(['status', true, 429]);
    const { 'set-cookie': _cookie, ...passed } = headers;
    expect(response?.headers).toEqual({ 'content-type': 'application/json', ...passed });
    expect(Buffer.from(response?.body ?? []).toString()).toBe(body);
  });

  test('a body that is no JSON, or none at all, is kept as it is', async ({ server, upstreamOf }) => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    server.enqueue(replies.status(503, bytes, { 'content-type': 'text/html' }), replies.status(500, ''));
    const upstream = upstreamOf();
    const { response } = await failureOf(upstream.complete(requestOf(), never));
    expect(response?.headers).toEqual({ 'content-type': 'text/html' });
    expect(Buffer.from(response?.body ?? [])).toEqual(bytes);
    expect(
      (await failureOf(upstream.complete(requestOf({ stream: true }), never))).response?.body,
    ).toHaveLength(0);
    server.enqueue(replies.status(799, 'odd'));
    expect((await failureOf(upstream.complete(requestOf(), never))).response?.status).toBe(799);
  });

  test.for([
    ['breaks off', '{"error":'],
    ['is too large', 'x'.repeat(1_500_000)],
  ] as const)(
    'status and retry headers are kept where the body %s',
    async ([, sent], { server, upstreamOf }) => {
      server.enqueue((_request, response) => {
        response.writeHead(429, { 'retry-after': '7', 'content-length': 2_000_000 });
        response.write(sent, () => response.destroy());
      });
      const { response } = await failureOf(upstreamOf().complete(requestOf(), never));
      expect(response).toEqual({ status: 429, headers: { 'retry-after': '7' }, body: new Uint8Array() });
    },
  );

  test('by a redirect, which is neither followed nor passed on', async ({ server, upstreamOf }) => {
    const elsewhere = { location: `${server.baseUrl}/elsewhere` };
    server.enqueue(replies.status(302, '', elsewhere), replies.status(304, ''), replies.echo());
    const upstream = upstreamOf();
    for (const status of [302, 304]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, response, message } = await failureOf(upstream.complete(requestOf(), never));
      expect([code, response]).toEqual(['invalid_response', undefined]);
      expect(message).toContain(String(status));
    }
    expect(server.requests).toHaveLength(2);
    await upstream.complete(requestOf(), never);
  });

  test('what the client did wrong is not called retryable', async ({ server, upstreamOf }) => {
    server.enqueue(replies.openAiError(401), replies.openAiError(400), replies.openAiError(500));
    const upstream = upstreamOf();
    expect((await failureOf(upstream.complete(requestOf(), never))).retryable).toBe(false);
    expect((await failureOf(upstream.complete(requestOf(), never))).retryable).toBe(false);
    expect((await failureOf(upstream.complete(requestOf(), never))).retryable).toBe(true);
  });

  test('nothing is tried again unless configured; then as the headers ask, and never without end', async ({
    server,
    upstreamOf,
  }) => {
    const busy = replies.openAiError(429, {}, { 'retry-after-ms': '1' });
    server.enqueue(busy, busy, replies.echo(), busy, busy, busy);
    await failureOf(upstreamOf().complete(requestOf(), never));
    expect(server.requests).toHaveLength(1);
    const patient = upstreamOf({ maxRetries: 2 });
    expect(await patient.complete(requestOf(), never)).toMatchObject({ kind: 'whole', status: 200 });
    expect(server.requests).toHaveLength(3);
    expect(await failureOf(patient.complete(requestOf(), never))).toMatchObject({ code: 'status' });
    expect(server.requests).toHaveLength(6);
  });

  test('a stream that broke is not tried again', async ({ server, upstreamOf }) => {
    server.enqueue(replies.cutAfter(['one']));
    const events = await openStream(upstreamOf({ maxRetries: 2 }));
    await events.next();
    expect(await failureOf(events.next())).toMatchObject({ code: 'interrupted' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an upstream that makes no sense', () => {
  test('a 200 without a JSON object is an invalid response', async ({ server, upstreamOf }) => {
    server.enqueue(
      replies.status(200, '<html>'),
      replies.json('[1]'),
      replies.status(204, ''),
      replies.json('{"a":'),
    );
    const upstream = upstreamOf();
    for (let reply = 0; reply < 4; reply += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the replies are queued
      expect(await failureOf(upstream.complete(requestOf(), never))).toMatchObject({
        code: 'invalid_response',
      });
    }
  });

  test('a body shorter than announced is an interruption', async ({ server, upstreamOf }) => {
    server.enqueue(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"id":', () => response.destroy());
    });
    expect(await failureOf(upstreamOf().complete(requestOf(), never))).toMatchObject({ code: 'interrupted' });
  });

  test('a server that does not speak HTTP is an invalid response', async ({ server, upstreamOf }) => {
    server.enqueue((_request, response) => {
      response.socket?.end('SSH-2.0-OpenSSH\r\n');
    });
    expect(await failureOf(upstreamOf().complete(requestOf(), never))).toMatchObject({
      code: 'invalid_response',
    });
  });
});

describe('an upstream that is not there', () => {
  test('a refused connection, an unknown name, a broken handshake and a closed socket have one code', async ({
    server,
    upstreamOf,
  }) => {
    const gone = await FakeOpenAiServer.start();
    const { baseUrl } = gone;
    await gone.stop();
    const nowhere = upstreamOf({ baseUrl });
    const unknown = upstreamOf({ baseUrl: 'http://name.invalid/v1' });
    const plain = upstreamOf({ baseUrl: server.baseUrl.replace('http:', 'https:') });
    const failures = [nowhere, unknown, plain].map((upstream) =>
      failureOf(upstream.complete(requestOf(), never)),
    );
    server.enqueue(replies.cut());
    failures.push(failureOf(upstreamOf().complete(requestOf(), never)));
    for (const failure of await Promise.all(failures)) {
      expect(failure).toMatchObject({ code: 'connect', retryable: true, response: undefined });
    }
  });
});
