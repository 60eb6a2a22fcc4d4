import type { UpstreamAnswer } from '@strata/core';
import { deferred, settle } from '@strata/contracts/deferred';
import type { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import { describe, expect, test } from 'vitest';
import { providerOf, requestOf, routerOf } from './test-routed.ts';
import { failureOf, never } from './test-upstream.ts';

describe('a limit of requests at once', () => {
  const limited = { maxConcurrency: 1, queue: { size: 1, timeoutMs: 4_000 } };

  function held(upstream: ScriptedUpstream) {
    const gate = deferred<UpstreamAnswer>();
    upstream.replyWith(() => gate.promise);
    return () => gate.resolve({ kind: 'whole', status: 200, headers: {}, body: Buffer.from('{}') });
  }

  test('one waits for the place, in order; one more is refused with 503 and a time', async () => {
    const { router, of } = routerOf({ only: limited });
    const release = held(of('only'));
    const first = router.complete(requestOf(), never);
    const second = router.complete(requestOf(), never);
    await settle();
    expect(router.providers()[0]).toMatchObject({ inFlight: 1, waiting: 1 });
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({
      code: 'overloaded',
      retryAfterMs: 1_000,
    });
    expect(of('only').callCount).toBe(1);
    release();
    await Promise.all([first, second]);
    expect(router.providers()[0]).toMatchObject({ inFlight: 0, waiting: 0, healthy: true });
  });

  test('who waits too long is refused too', async () => {
    const { router, of, clock } = routerOf({ only: limited });
    const release = held(of('only'));
    const first = router.complete(requestOf(), never);
    const second = failureOf(router.complete(requestOf(), never));
    await settle();
    clock.advance(4_000);
    expect(await second).toMatchObject({ code: 'overloaded' });
    release();
    await first;
  });

  test('another provider with a free place is preferred to waiting', async () => {
    const { router, of } = routerOf({ only: { ...limited, weight: 100 }, other: {} });
    const release = held(of('only'));
    const first = router.complete(requestOf(), never);
    await settle();
    expect(providerOf(await router.complete(requestOf(), never))).toBe('other');
    release();
    await first;
  });

  test('who leaves the queue makes room in it', async () => {
    const { router, of } = routerOf({ only: limited });
    const release = held(of('only'));
    const first = router.complete(requestOf(), never);
    const controller = new AbortController();
    const leaver = router.complete(requestOf(), controller.signal);
    await settle();
    controller.abort(new Error('gone'));
    await expect(leaver).rejects.toThrow('gone');
    const third = router.complete(requestOf(), never);
    release();
    await Promise.all([first, third]);
    expect(of('only').callCount).toBe(2);
  });

  test('a stream keeps its place until its end, its break, or its reader’s leaving', async () => {
    const { router, of } = routerOf({ only: limited });
    const inFlight = () => router.providers()[0]?.inFlight;
    const open = async (signal = never) => {
      const stream = of('only').replyStream();
      stream.push('{"n":1}');
      const answer = await router.complete(requestOf('m', { stream: true }), signal);
      if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
      return { stream, events: answer.events[Symbol.asyncIterator]() };
    };
    const whole = await open();
    expect(inFlight()).toBe(1);
    whole.stream.end();
    await whole.events.next();
    await whole.events.next();
    expect(inFlight()).toBe(0);

    const left = await open();
    await left.events.return?.();
    expect(inFlight()).toBe(0);

    const controller = new AbortController();
    await open(controller.signal);
    expect(inFlight()).toBe(1);
    controller.abort(new Error('gone'));
    expect(inFlight()).toBe(0);
  });
});
