import { spawnSync } from 'node:child_process';
import type { UpstreamAnswer } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { upstreamContract } from '@strata/contracts/upstream-contract';
import { wallClock } from '@strata/contracts/wall-clock';
import { describe, expect } from 'vitest';
import { OpenAiUpstream } from './openai.ts';
import { failureOf, never, requestOf, test as upstreamTest } from './test-upstream.ts';

const BY_CURL = { name: 'curled', apiKey: 'sk-secret', clock: wallClock, transport: 'curl' } as const;

const test = upstreamTest.extend('defaults', BY_CURL);

function textOf(answer: UpstreamAnswer): string {
  return answer.kind === 'whole' ? Buffer.from(answer.body).toString() : 'a stream';
}

const curl = spawnSync('curl', ['--version']).error === undefined;
const reason = curl ? '' : ' (skipped: this machine has no curl)';

if (curl) {
  upstreamContract('openai by curl', async () => {
    const server = await FakeOpenAiServer.start();
    const upstream = new OpenAiUpstream({ ...BY_CURL, baseUrl: server.baseUrl });
    return {
      upstream,
      run: (work) => work,
      [Symbol.asyncDispose]: async () => {
        await upstream[Symbol.asyncDispose]();
        await server.stop();
      },
    };
  });
}

describe.skipIf(!curl)(`curl${reason}`, () => {
  test('sends the body byte for byte, with our headers and none of its own', async ({
    server,
    upstreamOf,
  }) => {
    const body = '{ "seed":12345678901234567890, "model":"m",\n "text":"žluťoučký 🐎 \\" $(id) \\\\" }';
    const request = { ...requestOf(), body, headers: { traceparent: 't-1' } };
    await upstreamOf({ headers: { 'x-odd': 'a "b" \\ c' } }).complete(request, never);
    const [seen] = server.requests;
    const { host: _host, ...headers } = seen?.headers ?? {};
    expect(seen?.text).toBe(body);
    expect(headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: 'Bearer sk-secret',
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      traceparent: 't-1',
      'user-agent': expect.stringMatching(/^strata\//) as string,
      'x-odd': 'a "b" \\ c',
    });
  });

  test('a body of megabytes arrives, there and back', async ({ upstreamOf }) => {
    const text = 'x'.repeat(3_000_000);
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: text }] });
    expect(textOf(await upstreamOf().complete({ ...requestOf(), body }, never))).toContain(text);
  });

  test('a refusal keeps its status, headers and body', async ({ server, upstreamOf }) => {
    server.enqueue(replies.openAiError(429, { message: 'slow down' }, { 'retry-after': '7' }));
    const { response } = await failureOf(upstreamOf().complete(requestOf(), never));
    expect(response).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(Buffer.from(response?.body ?? []).toString()).toContain('slow down');
  });

  test('a body that was compressed all the same is read', async ({ server, upstreamOf }) => {
    server.enqueue(replies.gzipped({ id: 'squeezed' }));
    expect(textOf(await upstreamOf().complete(requestOf(), never))).toBe('{"id":"squeezed"}');
  });

  test('events come as they are sent', async ({ server, upstreamOf }) => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    const answer = upstreamOf().complete(requestOf({ stream: true }), never);
    stream.push({ n: 1 });
    const streamed = await answer;
    if (streamed.kind !== 'stream') throw new Error('The answer is not a stream.');
    const events = streamed.events[Symbol.asyncIterator]();
    expect((await events.next()).value).toBe('{"n":1}');
    stream.push({ n: 2 });
    expect((await events.next()).value).toBe('{"n":2}');
    stream.done();
    expect((await events.next()).done).toBe(true);
  });

  test('a client that leaves ends the process, and its socket with it', async ({ server, upstreamOf }) => {
    server.enqueue(replies.hang());
    const controller = new AbortController();
    const answer = upstreamOf().complete(requestOf(), controller.signal);
    const request = await server.nextRequest();
    controller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('a reader that leaves a stream ends it too', async ({ server, upstreamOf }) => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    stream.push({ n: 1 });
    const answer = await upstreamOf().complete(requestOf({ stream: true }), never);
    if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
    const events = answer.events[Symbol.asyncIterator]();
    await events.next();
    await events.return?.();
    const request = await server.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test.for([
    ['an answer that is cut', replies.cut(), {}, 'connect'],
    ['a stream that breaks off', replies.cutAfter([]), { stream: true }, 'interrupted'],
  ] as const)('%s is named as it is', async ([_what, reply, more, code], { server, upstreamOf }) => {
    server.enqueue(reply);
    const work = upstreamOf()
      .complete(requestOf(more), never)
      .then(async (answer) => {
        if (answer.kind === 'stream') await Array.fromAsync(answer.events);
      });
    expect(await failureOf(work)).toMatchObject({ code, retryable: true });
  });

  test('nobody at the address is a connection that fails', async ({ server, upstreamOf }) => {
    const upstream = upstreamOf();
    await server.stop();
    expect(await failureOf(upstream.complete(requestOf(), never))).toMatchObject({
      code: 'connect',
    });
  });

  test('goes through a proxy where one is configured', async ({ server, upstreamOf }) => {
    const upstream = upstreamOf({ baseUrl: 'http://models.invalid/v1', proxy: server.url });
    await failureOf(upstream.complete(requestOf(), never));
    expect(server.requests[0]?.path).toBe('http://models.invalid/v1/chat/completions');
  });

  test('forwards other calls: method, path, body and answer', async ({ server, upstreamOf }) => {
    async function* parts(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"input":');
      await settle();
      yield Buffer.from('"x"}');
    }
    const call = {
      method: 'POST',
      path: '/embeddings?a=[1]',
      headers: { 'content-type': 'application/json' },
    };
    const answer = await upstreamOf().forward({ ...call, body: parts() }, never);
    expect(answer.status).toBe(200);
    expect(Buffer.concat(await Array.fromAsync(answer.body)).toString()).toContain('embedding');
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/embeddings?a=[1]',
      text: '{"input":"x"}',
    });
    const models = await upstreamOf().forward(
      { method: 'GET', path: '/models', headers: {}, body: undefined },
      never,
    );
    expect(models.status).toBe(200);
    await Array.fromAsync(models.body);
  });

  test('ends when nobody reads the answer to such a call', async ({ server, upstreamOf }) => {
    server.enqueue(replies.hangAfter([{ n: 1 }]));
    const call = { method: 'GET', path: '/live', headers: {}, body: undefined };
    const { body } = await upstreamOf().forward(call, never);
    await body[Symbol.asyncIterator]().return?.();
    const request = await server.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });
});
