import type { ForwardRequest } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OpenAiUpstream } from './openai.ts';
import { RoutedUpstream, type ProviderOptions } from './routed.ts';

const never = new AbortController().signal;

let clock: FakeClock;
let one: FakeOpenAiServer;
let two: FakeOpenAiServer;
const open: RoutedUpstream[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  [one, two] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((router) => router[Symbol.asyncDispose]()));
  await Promise.all([one.stop(), two.stop()]);
});

type Provided = Omit<ProviderOptions, 'upstream' | 'baseUrl'>;

function routerOf(first: Provided = {}, second: Provided = {}): RoutedUpstream {
  const providers = [
    { server: one, name: 'one', provided: first },
    { server: two, name: 'two', provided: second },
  ].map(({ server, name, provided }) => ({
    upstream: new OpenAiUpstream({ name, baseUrl: server.baseUrl, apiKey: `sk-${name}`, clock }),
    baseUrl: server.baseUrl,
    ...provided,
  }));
  const router = new RoutedUpstream({ providers, clock, random: () => 0, providerSuffix: 'Proxy' });
  open.push(router);
  return router;
}

function post(body: string, headers: Record<string, string> = {}): ForwardRequest {
  const length = String(Buffer.byteLength(body));
  return {
    method: 'POST',
    path: '/chat/completions',
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    body: (async function* () {
      yield Buffer.from(body.slice(0, 5));
      yield Buffer.from(body.slice(5));
    })(),
  };
}

async function textOf(answer: { readonly body: AsyncIterable<Uint8Array> }): Promise<string> {
  return Buffer.concat(await Array.fromAsync(answer.body)).toString();
}

const hello = (model: string): string =>
  `{ "model": ${JSON.stringify(model)}, "seed": 12345678901234567890, "messages":[{"role":"user","content":"é"}] }`;

describe('a call that is not understood', () => {
  test('goes to the provider of the model in its JSON, under the name it has there', async () => {
    const router = routerOf({ models: ['a'] }, { models: [], modelMapping: { b: 'theirs' } });
    const answer = await router.forward(post(hello('b')), never);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-strata-provider']).toBe('two');
    await textOf(answer);
    const sent = hello('b').replace('"model": "b"', '"model":"theirs"');
    expect(two.requests[0]).toMatchObject({
      text: sent,
      headers: { authorization: 'Bearer sk-two', 'content-length': String(Buffer.byteLength(sent)) },
    });
    expect(one.requests).toEqual([]);
  });

  test('keeps every byte where the name is the same', async () => {
    const router = routerOf({ models: ['a'] }, { models: ['b'] });
    await textOf(await router.forward(post(hello('b')), never));
    expect(two.requests[0]?.text).toBe(hello('b'));
  });

  test.each([
    ['with a prefix', 'two/b', 'b'],
    ['with the suffix', 'Proxy/b', 'b'],
  ])('%s it is sent without', async (_what, model, sent) => {
    const router = routerOf({ models: ['a'] }, { models: ['b'] });
    await textOf(await router.forward(post(hello(model)), never));
    expect(two.requests[0]?.json).toMatchObject({ model: sent });
  });

  test.each([
    ['names a model that nobody serves', post(hello('c'))],
    ['is no JSON', post('--x\r\nmodel=b', { 'content-type': 'multipart/form-data; boundary=x' })],
    ['is compressed', post(hello('b'), { 'content-encoding': 'gzip' })],
    ['has no body', { method: 'GET', path: '/files?limit=2', headers: {}, body: undefined }],
  ])('goes to the first provider as it is when it %s', async (_what, call) => {
    const router = routerOf({ models: ['a'] }, { models: ['b'] });
    const answer = await router.forward(call, never);
    expect(answer.headers['x-strata-provider']).toBe('one');
    await textOf(answer);
    expect(one.requests).toHaveLength(1);
    expect(two.requests).toEqual([]);
  });

  test('goes to another provider when one refuses or is gone', async () => {
    const router = routerOf();
    one.respond(replies.openAiError(503));
    const answers = [
      await router.forward(post(hello('m')), never),
      await router.forward(post(hello('m')), never),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['x-strata-provider']])).toEqual([
      [200, 'two'],
      [200, 'two'],
    ]);
    await Promise.all(answers.map(textOf));
    await one.stop();
    await textOf(await router.forward(post(hello('m')), never));
    await textOf(await router.forward(post(hello('m')), never));
    expect(two.requests).toHaveLength(4);
  });

  test('gets the last refusal as it came when all refuse', async () => {
    const router = routerOf();
    for (const server of [one, two])
      server.respond(replies.openAiError(429, { message: 'slow down' }, { 'retry-after': '7' }));
    const answer = await router.forward(post(hello('m')), never);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(await textOf(answer)).toContain('slow down');
    expect(router.providers()).toMatchObject([{ inFlight: 0 }, { inFlight: 0 }]);
  });

  test('a refusal that another provider makes good is broken off, not left open unread', async () => {
    const router = routerOf({ weight: 1, maxConcurrency: 1 }, { weight: 0 });
    one.enqueue((_request, response) => {
      response.writeHead(503).write('and it goes on');
      return replies.closed(response);
    });
    const answer = await router.forward(post(hello('m')), never);
    expect(answer.headers['x-strata-provider']).toBe('two');
    await textOf(answer);
    const refused = await one.nextRequest();
    await refused.closed;
    expect(refused.aborted).toBe(true);
    expect(router.providers()[0]?.inFlight).toBe(0);
  });

  test('a client that leaves closes the socket and gives its place back', async () => {
    const router = routerOf({ maxConcurrency: 1 });
    const stream = new FakeStream();
    one.enqueue(stream.reply);
    const controller = new AbortController();
    const answer = await router.forward(post('{"model":"one/m"}'), controller.signal);
    expect(router.providers()[0]?.inFlight).toBe(1);
    controller.abort(new Error('gone'));
    await expect(textOf(answer)).rejects.toThrow();
    const request = await one.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
    expect(router.providers()[0]?.inFlight).toBe(0);
  });
});

test('a chat completion that its client leaves closes the socket, while it waits and while it streams', async () => {
  const router = routerOf({ firstTokenMs: 60_000 });
  const request = { body: hello('one/m'), model: 'one/m', stream: true, headers: {} };
  one.enqueue(replies.hang());
  const controller = new AbortController();
  const waiting = router.complete(request, controller.signal);
  const first = await one.nextRequest();
  controller.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await first.closed;

  const stream = new FakeStream();
  one.enqueue(stream.reply);
  stream.push({ n: 1 });
  const reader = new AbortController();
  const answer = await router.complete(request, reader.signal);
  reader.abort(new Error('gone'));
  const second = await one.nextRequest();
  await second.closed;
  expect([first.aborted, second.aborted]).toEqual([true, true]);
  expect(answer.kind).toBe('stream');
  expect(clock.pending).toBe(0);
});
