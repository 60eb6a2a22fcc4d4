import { deferred, settle } from '@strata/contracts/deferred';
import { describe, expect, test } from 'vitest';
import { providerOf, requestOf, routerOf, statusError, unreachable } from './test-routed.ts';
import { failureOf, never } from './test-upstream.ts';

describe('a provider that asked for a pause', () => {
  test('is left alone until it is over, for that model', async () => {
    const { router, of, clock } = routerOf({ first: {}, second: {} });
    of('first').replyError(statusError(429, { 'retry-after': '30' }));
    for (let call = 0; call < 4; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(providerOf(await router.complete(requestOf(), never))).toBe('second');
    }
    expect(of('first').callCount).toBe(1);
    const others = [
      await router.complete(requestOf('other'), never),
      await router.complete(requestOf('other'), never),
    ];
    expect(others.map(providerOf)).toContain('first');
    clock.advance(30_000);
    await router.complete(requestOf(), never);
    await router.complete(requestOf(), never);
    expect(of('first').callCount).toBe(3);
  });

  test('when all of them did, the client is told how long', async () => {
    const { router, of, clock } = routerOf({ only: {} });
    of('only').replyError(statusError(429, { 'retry-after': '30' }));
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({ response: { status: 429 } });
    clock.advance(10_000);
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 20_000,
    });
    expect(of('only').callCount).toBe(1);
  });

  test('a request with retries waits for the pause that another was asked for', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 1 } });
    of('only').replyError(statusError(429, { 'retry-after': '5' }));
    const first = router.complete(requestOf(), never);
    await settle();
    const second = router.complete(requestOf(), never);
    await settle();
    clock.advance(5_000);
    expect((await Promise.all([first, second])).map(providerOf)).toEqual(['only', 'only']);
  });
});

test.each([401, 402, 403, 429])(
  'a provider that refuses its caller’s own credential, or the quota of it, is as well as before (%s)',
  async (status) => {
    const { router, of } = routerOf({ only: { forwardAuthorization: true } });
    for (let call = 0; call < 6; call += 1) {
      of('only').replyError(statusError(status, { 'retry-after': '30' }));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const failure = await failureOf(router.complete(requestOf(), never));
      expect(failure).toMatchObject({ response: { status } });
    }
    expect(router.providers()).toMatchObject([{ healthy: true, resting: [], lastError: undefined }]);
    expect(providerOf(await router.complete(requestOf(), never))).toBe('only');
  },
);

describe('a provider that keeps failing', () => {
  async function failFive({ router, of }: ReturnType<typeof routerOf>): Promise<void> {
    for (let call = 0; call < 5; call += 1) of('bad').replyError(unreachable());
    while (of('bad').callCount < 5) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await router.complete(requestOf(), never);
    }
  }

  test('is left alone, then tried with one request at a time, ever more rarely', async () => {
    const setting = routerOf({ bad: {}, good: {} });
    const { router, of, clock } = setting;
    await failFive(setting);
    await Promise.all([router.complete(requestOf(), never), router.complete(requestOf(), never)]);
    expect(of('bad').callCount).toBe(5);
    expect(router.providers()[0]).toMatchObject({ healthy: false, lastError: { code: 'connect' } });

    clock.advance(5_000);
    expect(router.providers()[0]).toMatchObject({ healthy: false, resting: [] });
    const held = deferred<never>();
    of('bad').replyWith(() => held.promise);
    const trials = [1, 2, 3, 4].map(() => router.complete(requestOf(), never));
    await settle();
    expect(of('bad').callCount).toBe(6);
    held.reject(unreachable());
    await Promise.all(trials);
    clock.advance(5_000);
    await router.complete(requestOf(), never);
    expect(of('bad').callCount).toBe(6);

    clock.advance(5_000);
    await router.complete(requestOf(), never);
    await router.complete(requestOf(), never);
    expect(of('bad').callCount).toBeGreaterThan(6);
    expect(router.providers()[0]).toMatchObject({ healthy: true, resting: [] });
  });

  test('is asked all the same when there is nobody else', async () => {
    const setting = routerOf({ bad: {} });
    const { router, of } = setting;
    for (let call = 0; call < 6; call += 1) {
      of('bad').replyError(unreachable());
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await failureOf(router.complete(requestOf(), never));
    }
    expect(of('bad').callCount).toBe(6);
    expect(providerOf(await router.complete(requestOf(), never))).toBe('bad');
  });

  test('is not asked where a fallback model answers', async () => {
    const { router, of } = routerOf(
      { bad: { models: ['m'] }, good: { models: ['other'] } },
      { fallbacks: { m: ['other'] } },
    );
    for (let call = 0; call < 5; call += 1) {
      of('bad').replyError(unreachable());
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await router.complete(requestOf(), never);
    }
    expect(providerOf(await router.complete(requestOf(), never))).toBe('good');
    expect(of('bad').callCount).toBe(5);
  });

  test('a caller that leaves says nothing about it', async () => {
    const { router, of } = routerOf({ bad: {}, good: {} });
    for (let call = 0; call < 12; call += 1) {
      const controller = new AbortController();
      const held = deferred<never>();
      of('bad').replyWith(() => held.promise);
      of('good').replyWith(() => held.promise);
      const answer = router.complete(requestOf(), controller.signal);
      controller.abort(new Error('gone'));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(answer).rejects.toThrow('gone');
    }
    expect(router.providers()).toMatchObject([
      { healthy: true, inFlight: 0, lastError: undefined },
      { healthy: true, inFlight: 0, lastError: undefined },
    ]);
  });
});
