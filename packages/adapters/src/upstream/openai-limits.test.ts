import { settle } from '@strata/contracts/deferred';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { Agent } from 'undici';
import { describe, expect } from 'vitest';
import { failureOf, never, openStream, requestOf, test as upstreamTest } from './test-upstream.ts';

const timeouts = { connectMs: 1_000, firstByteMs: 2_000, idleMs: 3_000, totalMs: 20_000 };

const test = upstreamTest.extend('defaults', { timeouts });

/** Connections that are never made. */
function unreachable(): Agent {
  return new Agent({ connect: () => {} });
}

describe('an upstream that takes too long', () => {
  test('to connect', async ({ clock, upstreamOf }) => {
    const answer = failureOf(upstreamOf({ dispatcher: unreachable() }).complete(requestOf(), never));
    await settle();
    clock.advance(timeouts.connectMs);
    expect(await answer).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('connection') as string,
    });
  });

  test('to begin its answer', async ({ server, clock, upstreamOf }) => {
    server.enqueue(replies.hang());
    const answer = failureOf(upstreamOf().complete(requestOf(), never));
    const request = await server.nextRequest();
    clock.advance(timeouts.firstByteMs);
    expect(await answer).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('first byte') as string,
    });
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('between two pieces: what came before is still given out', async ({ server, clock, upstreamOf }) => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    const events = await openStream(upstreamOf());
    stream.push('one');
    await events.next();
    clock.advance(timeouts.idleMs - 1);
    stream.raw(': still thinking\n\n').push('two');
    expect((await events.next()).value).toBe('two');
    const late = failureOf(events.next());
    clock.advance(timeouts.idleMs);
    expect(await late).toMatchObject({ code: 'timeout' });
    const request = await server.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('in all', async ({ server, clock, upstreamOf }) => {
    const stream = new FakeStream();
    server.enqueue(stream.reply);
    const events = await openStream(upstreamOf());
    for (let passed = 0; passed < timeouts.totalMs - timeouts.idleMs; passed += timeouts.idleMs - 1) {
      stream.push('more');
      // oxlint-disable-next-line no-await-in-loop -- time passes between the events
      await events.next();
      clock.advance(timeouts.idleMs - 1);
    }
    stream.push('more');
    await events.next();
    const late = failureOf(events.next());
    clock.advance(timeouts.idleMs - 1);
    expect(await late).toMatchObject({ code: 'timeout', message: expect.stringContaining('end') as string });
  });

  test('a call that ended leaves no alarm behind', async ({ server, clock, upstreamOf }) => {
    const upstream = upstreamOf();
    await upstream.complete(requestOf(), never);
    server.enqueue(replies.openAiError(500));
    await failureOf(upstream.complete(requestOf(), never));
    const events = await openStream(upstream);
    await Array.fromAsync({ [Symbol.asyncIterator]: () => events });
    await settle();
    expect(clock.pending).toBe(0);
  });
});

describe('a caller that leaves', () => {
  test('while the connection is still being made', async ({ clock, upstreamOf }) => {
    const upstream = upstreamOf({ dispatcher: unreachable() });
    const controller = new AbortController();
    const answer = upstream.complete(requestOf(), controller.signal);
    await settle();
    controller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    expect(clock.pending).toBe(0);
  });

  test('before the first byte: the socket is closed', async ({ server, clock, upstreamOf }) => {
    server.enqueue(replies.hang());
    const controller = new AbortController();
    const answer = upstreamOf().complete(requestOf(), controller.signal);
    const request = await server.nextRequest();
    controller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    await request.closed;
    expect(request.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('within a body or a stream: the socket is closed', async ({ server, clock, upstreamOf }) => {
    const half = new FakeStream({ 'content-type': 'application/json' }).raw('{"id":');
    const stream = new FakeStream();
    server.enqueue(half.reply, stream.reply);
    const controller = new AbortController();
    const upstream = upstreamOf();
    const whole = upstream.complete(requestOf(), controller.signal);
    const first = await server.nextRequest();
    await half.opened;
    const events = await openStream(upstream, controller.signal);
    const read = events.next();
    const unread = await openStream(upstream, controller.signal);
    controller.abort(new Error('gone'));
    expect(clock.pending).toBe(0);
    await expect(unread.next()).rejects.toThrow('gone');
    await expect(whole).rejects.toThrow('gone');
    await expect(read).rejects.toThrow('gone');
    const second = await server.nextRequest();
    await Promise.all([first.closed, second.closed]);
    expect([first.aborted, second.aborted]).toEqual([true, true]);
  });

  test('between two attempts: no other is made', async ({ server, upstreamOf }) => {
    server.enqueue(replies.openAiError(429, {}, { 'retry-after': '30' }));
    const controller = new AbortController();
    const answer = upstreamOf({ maxRetries: 2 }).complete(requestOf(), controller.signal);
    const request = await server.nextRequest();
    await request.closed;
    await settle();
    controller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    expect(server.requests).toHaveLength(1);
  });
});

describe('the way out', () => {
  test('goes through a proxy where one is configured', async ({ server, upstreamOf }) => {
    const upstream = upstreamOf({ baseUrl: 'http://models.invalid/v1', proxy: server.url, apiKey: 'sk-x' });
    expect(await failureOf(upstream.complete(requestOf(), never))).toMatchObject({ code: 'status' });
    expect(server.requests[0]?.path).toBe('http://models.invalid/v1/chat/completions');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer sk-x',
      'content-type': 'application/json',
      host: 'models.invalid',
    });
  });

  test('is closed with the upstream: calls under way fail', async ({ server, upstreamOf }) => {
    server.enqueue(replies.hang());
    const upstream = upstreamOf();
    const answer = failureOf(upstream.complete(requestOf(), never));
    const request = await server.nextRequest();
    await upstream[Symbol.asyncDispose]();
    expect(await answer).toMatchObject({ code: 'connect' });
    await request.closed;
  });
});
