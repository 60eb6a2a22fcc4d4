import { UpstreamError } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import { describe, expect, test } from 'vitest';
import {
  bodyOf,
  eventsOf,
  providerOf,
  requestOf,
  routerOf,
  statusError,
  unreachable,
} from './test-routed.ts';
import { failureOf, never } from './test-upstream.ts';

describe('another provider takes over', () => {
  test.each([
    ['is unreachable', unreachable()],
    ['takes too long', new UpstreamError('late', { code: 'timeout', retryable: true })],
    ['talks nonsense', new UpstreamError('?', { code: 'invalid_response' })],
    ['lacks the model', statusError(404)],
    ['refuses our key', statusError(401)],
    ['wants money', statusError(402)],
    ['is over its limit', statusError(429)],
    ['fails', statusError(500)],
    ['is overloaded', statusError(529)],
  ])('when one %s', async (_what, error) => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyError(error);
    expect(providerOf(await router.complete(requestOf(), never))).toBe('second');
  });

  test('when a stream breaks off before its first event', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    const broken = of('first').replyStream();
    broken.fail(new UpstreamError('broke off', { code: 'interrupted', retryable: true }));
    const answer = await router.complete(requestOf('m', { stream: true }), never);
    expect(providerOf(answer)).toBe('second');
    expect(await eventsOf(answer)).not.toEqual([]);
  });

  test('when a stream’s first event does not come in time, whatever else is sent', async () => {
    const { router, of, clock } = routerOf({ first: { firstTokenMs: 2_000 }, second: {} });
    of('first').replyStream();
    const answer = router.complete(requestOf('m', { stream: true }), never);
    await of('first').nextCall();
    await settle();
    clock.advance(2_000);
    expect(providerOf(await answer)).toBe('second');
  });

  test('but not after the first event: the reader hears of the break', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    const stream = of('first').replyStream();
    stream.push('{"n":1}');
    const answer = await router.complete(requestOf('m', { stream: true }), never);
    stream.fail(new UpstreamError('broke off', { code: 'interrupted', retryable: true }));
    expect(await failureOf(eventsOf(answer))).toMatchObject({ code: 'interrupted' });
    expect(of('second').callCount).toBe(0);
  });

  test.each([400, 413, 422])('and not for a request that is itself at fault: %d', async (status) => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyError(statusError(status));
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({
      response: { status, headers: { 'x-strata-provider': 'first' } },
    });
    expect(of('second').callCount).toBe(0);
  });

  test('and not for a credential of the caller’s own', async () => {
    const { router, of } = routerOf({ first: { forwardAuthorization: true }, second: {} });
    of('first').replyError(statusError(401));
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({ response: { status: 401 } });
    expect(of('second').callCount).toBe(0);
  });

  test('when nobody is left, the last failure is the answer', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyError(unreachable());
    of('second').replyError(statusError(503));
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({ response: { status: 503 } });
  });

  test('an abort between two providers ends the call', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    const controller = new AbortController();
    of('first').replyWith(() => {
      controller.abort(new Error('gone'));
      throw unreachable();
    });
    await expect(router.complete(requestOf(), controller.signal)).rejects.toThrow();
    expect(of('second').callCount).toBe(0);
  });
});

describe('fallback models', () => {
  const providers = {
    openai: { models: ['gpt-4o'] },
    groq: { models: ['llama'] },
    mistral: { models: ['large'] },
  };
  const fallbacks = { 'gpt-4o': ['unknown', 'llama', 'large'] };

  test('are asked in order when nobody answers for the model, under their own names', async () => {
    const { router, of } = routerOf(providers, { fallbacks });
    of('openai').replyError(unreachable());
    of('groq').replyError(statusError(429));
    const answer = await router.complete(requestOf('gpt-4o'), never);
    expect(providerOf(answer)).toBe('mistral');
    expect(answer.substitute).toBe('large');
    expect(bodyOf(answer)['model']).toBe('large');
    expect(JSON.parse(of('mistral').calls[0]?.request.body ?? '')).toMatchObject({ model: 'large' });
  });

  test('are not asked while the model itself is answered for, nor for a bad request', async () => {
    const { router, of } = routerOf(providers, { fallbacks });
    expect((await router.complete(requestOf('gpt-4o'), never)).substitute).toBeUndefined();
    of('openai').replyError(statusError(400));
    expect(await failureOf(router.complete(requestOf('gpt-4o'), never))).toMatchObject({
      response: { status: 400 },
    });
    expect(of('groq').callCount).toBe(0);
  });

  test('when they fail too, the client hears of the model it asked for', async () => {
    const { router, of } = routerOf(providers, { fallbacks });
    of('openai').replyError(statusError(503));
    of('groq').replyError(unreachable());
    of('mistral').replyError(unreachable());
    expect(await failureOf(router.complete(requestOf('gpt-4o'), never))).toMatchObject({
      response: { status: 503 },
    });
  });
});

describe('retries', () => {
  test('wait as long as retry-after says, by the clock', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 2 } });
    of('only')
      .replyError(statusError(429, { 'retry-after': '7' }))
      .replyError(statusError(503, { 'retry-after-ms': '250' }));
    const answer = router.complete(requestOf(), never);
    await settle();
    clock.advance(6_999);
    await settle();
    expect(of('only').callCount).toBe(1);
    clock.advance(1);
    await settle();
    expect(of('only').callCount).toBe(2);
    clock.advance(250);
    expect(providerOf(await answer)).toBe('only');
    expect(clock.pending).toBe(0);
  });

  test('retry-after may be a date', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 1 } });
    of('only').replyError(statusError(503, { 'retry-after': new Date(clock.now() + 3_000).toUTCString() }));
    const answer = router.complete(requestOf(), never);
    await settle();
    clock.advance(3_000);
    expect(providerOf(await answer)).toBe('only');
  });

  test('back off, longer each time and less by chance, where it does not', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 2 } }, { random: () => 1 });
    of('only').replyError(unreachable()).replyError(unreachable());
    const answer = router.complete(requestOf(), never);
    await settle();
    clock.advance(374);
    await settle();
    expect(of('only').callCount).toBe(1);
    clock.advance(1);
    await settle();
    expect(of('only').callCount).toBe(2);
    clock.advance(750);
    expect(providerOf(await answer)).toBe('only');
  });

  test('come after the other providers, and end', async () => {
    const { router, of, clock } = routerOf({ first: { retries: 1 }, second: {} });
    of('first').replyError(unreachable()).replyError(statusError(500));
    of('second').replyError(unreachable());
    const failure = failureOf(router.complete(requestOf(), never));
    await settle();
    expect([of('first').callCount, of('second').callCount]).toEqual([1, 1]);
    clock.advance(500);
    expect(await failure).toMatchObject({ response: { status: 500 } });
    expect([of('first').callCount, of('second').callCount]).toEqual([2, 1]);
  });

  test.each([
    ['what will not change', statusError(404)],
    ['what the provider says not to', statusError(500, { 'x-should-retry': 'false' })],
    ['a pause that is longer than anybody waits', statusError(429, { 'retry-after': '3600' })],
  ])('are not made for %s', async (_what, error) => {
    const { router, of, clock } = routerOf({ only: { retries: 5 } });
    of('only').replyError(error);
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({ code: 'status' });
    expect(clock.pending).toBe(0);
  });

  test('a client that leaves meanwhile ends them', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 5 } });
    of('only').replyError(unreachable());
    const controller = new AbortController();
    const answer = router.complete(requestOf(), controller.signal);
    await settle();
    controller.abort(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
    expect(clock.pending).toBe(0);
  });
});
