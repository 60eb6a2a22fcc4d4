import type { UpstreamAnswer, UpstreamRequest } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { FakeClock } from '@strata/contracts/fake-clock';
import { upstreamContract } from '@strata/contracts/upstream-contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OpenAiUpstream } from './openai.ts';

let server: FakeOpenAiServer;
let upstream: OpenAiUpstream;
let clock: FakeClock;
const never = new AbortController().signal;

function upstreamOf(options: Partial<ConstructorParameters<typeof OpenAiUpstream>[0]> = {}): OpenAiUpstream {
  return new OpenAiUpstream({
    name: 'openai',
    baseUrl: server.baseUrl,
    apiKey: 'sk-configured',
    clock,
    ...options,
  });
}

function request(body: string, headers: Record<string, string> = {}): UpstreamRequest {
  return { body, model: 'm', stream: body.includes('"stream":true'), headers };
}

function bytesOf(answer: UpstreamAnswer): string {
  return answer.kind === 'whole' ? Buffer.from(answer.body).toString() : 'a stream';
}

async function textsOf(answer: UpstreamAnswer): Promise<string[]> {
  return answer.kind === 'stream' ? await Array.fromAsync(answer.events) : ['a whole answer'];
}

const QUESTION = '{"model":"m","messages":[{"role":"user","content":"Hi"}]}';
const STREAMED = '{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true}';

beforeEach(async () => {
  server = await FakeOpenAiServer.start();
  clock = new FakeClock();
  upstream = upstreamOf();
});

afterEach(async () => {
  await upstream[Symbol.asyncDispose]();
  await server.stop();
});

upstreamContract('openai over HTTP', async () => ({
  upstream,
  run: (work) => work,
  [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
}));

describe('what goes out', () => {
  test('the body goes out byte for byte: large numbers, unknown fields, spaces, order', async () => {
    const body =
      '{ "seed":12345678901234567890, "zeta":1.0, "model":"m",\n "messages":[{"role":"user","content":"žluťoučký 🐎"}], "x_new":null}';
    await upstream.complete(request(body), never);
    const [seen] = server.requests;
    expect(seen?.text).toBe(body);
    expect(seen?.headers['content-type']).toBe('application/json');
    expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  test('the headers are ours and the caller’s; nothing of the SDK or its environment', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-leak: yes');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
    await using other = upstreamOf({ headers: { 'http-referer': 'https://example.org' } });
    vi.unstubAllEnvs();
    await other.complete(
      request(QUESTION, { traceparent: '00-ab-cd-01', 'openai-organization': 'org-1' }),
      never,
    );
    const { host: _host, ...headers } = server.requests[0]?.headers ?? {};
    expect(headers).toEqual({
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: 'Bearer sk-configured',
      'content-length': String(QUESTION.length),
      'content-type': 'application/json',
      'http-referer': 'https://example.org',
      'openai-organization': 'org-1',
      traceparent: '00-ab-cd-01',
      'user-agent': expect.stringMatching(/^strata\/\d+\.\d+\.\d+/) as string,
    });
  });

  test('a forwarded authorization takes the place of the configured key', async () => {
    await upstream.complete(request(QUESTION, { authorization: 'Bearer sk-of-the-client' }), never);
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer sk-of-the-client');
  });

  test('without any key none is sent', async () => {
    await using keyless = upstreamOf({ apiKey: '' });
    await keyless.complete(request(QUESTION), never);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('the base URL is used as configured, with or without a slash at its end or a version', async () => {
    server.enqueue(replies.echo(), replies.echo());
    await using slash = upstreamOf({ baseUrl: `${server.url}/v1/` });
    await slash.complete(request(QUESTION), never);
    await using bare = upstreamOf({ baseUrl: server.url });
    await bare.complete(request(QUESTION), never);
    expect(server.requests.map((seen) => seen.path)).toEqual(['/v1/chat/completions', '/chat/completions']);
  });
});

test('a base URL that is none is refused at once', () => {
  expect(() => upstreamOf({ baseUrl: '' })).toThrow('Invalid URL');
});

describe('what comes back', () => {
  test('a whole answer carries the upstream’s bytes untouched', async () => {
    const body = '{"id":"x", "big":12345678901234567890,\n"choices":[],"price":1.10, "é":"\\u00e9"}';
    server.enqueue(replies.json(body));
    expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe(body);
  });

  test('only headers that mean something to the client are passed on', async () => {
    server.enqueue(
      replies.json('{}', {
        'x-request-id': 'req_1',
        'x-ratelimit-remaining-requests': '59',
        'openai-processing-ms': '12',
        'openai-organization': 'the-operator',
        'set-cookie': 'secret=1',
        'x-internal': 'yes',
      }),
    );
    expect((await upstream.complete(request(QUESTION), never)).headers).toEqual({
      'content-type': 'application/json',
      'x-request-id': 'req_1',
      'x-ratelimit-remaining-requests': '59',
      'openai-processing-ms': '12',
    });
  });

  test('a body that a gateway compressed all the same is read', async () => {
    server.enqueue(replies.gzipped({ id: 'squeezed' }));
    const answer = await upstream.complete(request(QUESTION), never);
    expect(bytesOf(answer)).toBe('{"id":"squeezed"}');
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  test('a body that several gateways compressed one after the other is read', async () => {
    const body = brotliCompressSync(gzipSync('{"id":"squeezed"}'));
    for (const coding of ['gzip, br', 'identity, GZIP,br', ['gzip', 'br']]) {
      // Given twice, too, which the type of headers to send does not know.
      const headers = { 'content-type': 'application/json', 'content-encoding': coding as string };
      server.enqueue(replies.raw([body.subarray(0, 20), body.subarray(20)], headers));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe('{"id":"squeezed"}');
    }
  });

  test.each(['utf-8', 'none', ''])(
    'a body is read as it came under %j, which is no coding',
    async (coding) => {
      server.enqueue(replies.json('{"id":"plain"}', { 'content-encoding': coding }));
      expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe('{"id":"plain"}');
    },
  );

  test('a body that breaks in the inner of two compressions fails', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip, br' };
    server.enqueue(replies.raw([brotliCompressSync('no gzip')], headers));
    await expect(upstream.complete(request(QUESTION), never)).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('a byte order mark before the JSON is no part of it', async () => {
    server.enqueue(replies.json('\uFEFF{"id":"marked"}'), replies.gzipped('\uFEFF{"id":"squeezed"}'));
    expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe('{"id":"marked"}');
    expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe('{"id":"squeezed"}');
  });

  test.each([
    'data: {"id":"event"}\n\n',
    ': ping\n\ndata: {"id":"event"}\n\n',
    'event: a\ndata: {"id":"event"}\n\n',
  ])('a stream that was asked for is one although it is called JSON: %j', async (begin) => {
    server.enqueue(replies.raw([begin, 'data: [DONE]\n\n'], { 'content-type': 'application/json' }));
    expect(await textsOf(await upstream.complete(request(STREAMED), never))).toEqual(['{"id":"event"}']);
  });

  test('a large answer arrives whole', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(3_000_000) });
    server.enqueue(replies.json(body));
    expect(bytesOf(await upstream.complete(request(QUESTION), never))).toBe(body);
  });

  test('what came decides: JSON to a streaming request is whole, events to another are a stream', async () => {
    server.enqueue(replies.json('{"id":"whole"}'), replies.events([{ id: 'event' }, '[DONE]']));
    expect(bytesOf(await upstream.complete(request(STREAMED), never))).toBe('{"id":"whole"}');
    expect(await textsOf(await upstream.complete(request(QUESTION), never))).toEqual(['{"id":"event"}']);
  });

  test('one connection serves call after call, refused ones included', async () => {
    await upstream.complete(request(QUESTION), never);
    // undici uses a connection again one turn of the event loop after an answer's end.
    await settle();
    server.enqueue(replies.openAiError(429));
    await expect(upstream.complete(request(QUESTION), never)).rejects.toThrow('429');
    await settle();
    await upstream.complete(request(QUESTION), never);
    expect(server.connections).toBe(1);
  });

  test('after [DONE] the stream is over, and the rest is let pass to save the connection', async () => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    const answer = upstream.complete(request(STREAMED), never);
    stream.push({ id: 'only' }, '[DONE]', { id: 'late' });
    expect(await textsOf(await answer)).toEqual(['{"id":"only"}']);
    stream.end();
    const seen = await server.nextRequest();
    await seen.closed;
    expect(seen.aborted).toBe(false);
  });

  test('a connection that is kept open after [DONE] is closed after a second', async () => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    stream.push('[DONE]');
    expect(await textsOf(await upstream.complete(request(STREAMED), never))).toEqual([]);
    clock.advance(1_000);
    const seen = await server.nextRequest();
    await seen.closed;
    expect(seen.aborted).toBe(true);
  });
});
