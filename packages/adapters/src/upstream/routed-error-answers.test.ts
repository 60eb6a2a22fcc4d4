import { settle } from '@strata/contracts/deferred';
import { describe, expect, test } from 'vitest';
import { bodyOf, providerOf, requestOf, routerOf, statusError, unreachable } from './test-routed.ts';
import { failureOf, never } from './test-upstream.ts';

const ERROR = { error: { message: 'Provider returned error', code: 502 } };

describe('a whole answer that is an error and nothing else', () => {
  test.each([
    ['as OpenRouter says it', ERROR],
    ['as text', { error: 'out of order' }],
    ['with empty choices', { ...ERROR, choices: [] }],
    ['as Anthropic says it', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
  ])('is a reason to ask another provider: %s', async (_how, body) => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyWhole(body);
    expect(providerOf(await router.complete(requestOf(), never))).toBe('second');
  });

  test('counts against its provider, which is left alone after five of them', async () => {
    const { router, of } = routerOf({ bad: {}, good: {} });
    for (let call = 0; call < 5; call += 1) of('bad').replyWhole(ERROR);
    for (let call = 0; call < 12; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(providerOf(await router.complete(requestOf(), never))).toBe('good');
    }
    expect(of('bad').callCount).toBe(5);
    expect(router.providers()[0]).toMatchObject({
      healthy: false,
      inFlight: 0,
      lastError: { code: 'invalid_response' },
    });
  });

  test('is asked for again where the provider has retries', async () => {
    const { router, of, clock } = routerOf({ only: { retries: 1 } });
    of('only').replyWhole(ERROR);
    const answer = router.complete(requestOf(), never);
    await settle();
    clock.advance(500);
    expect(bodyOf(await answer)).toHaveProperty('choices');
  });

  test('is passed on as it came where nobody is left', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyError(unreachable());
    of('second').replyWhole(ERROR);
    const answer = await router.complete(requestOf(), never);
    expect([answer.status, providerOf(answer), bodyOf(answer)]).toEqual([200, 'second', ERROR]);
  });

  test('gives way to a later failure, which the client hears of', async () => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyWhole(ERROR);
    of('second').replyError(statusError(503));
    expect(await failureOf(router.complete(requestOf(), never))).toMatchObject({ response: { status: 503 } });
  });

  test('is a reason to ask a fallback model, and comes from the model asked for when that fails too', async () => {
    const { router, of } = routerOf(
      { one: { models: ['m'] }, other: { models: ['spare'] } },
      { fallbacks: { m: ['spare'] } },
    );
    of('one').replyWhole(ERROR);
    expect(await router.complete(requestOf(), never)).toMatchObject({ substitute: 'spare' });
    of('one').replyWhole(ERROR);
    of('other').replyError(unreachable());
    const answer = await router.complete(requestOf(), never);
    expect([providerOf(answer), answer.substitute, bodyOf(answer)]).toEqual(['one', undefined, ERROR]);
  });

  test('names the fallback model that gave it where nobody serves the one asked for', async () => {
    const { router, of } = routerOf({ other: { models: ['spare'] } }, { fallbacks: { m: ['spare'] } });
    of('other').replyWhole(ERROR);
    expect(await router.complete(requestOf(), never)).toMatchObject({ substitute: 'spare' });
  });

  test.each([
    ['beside choices', { ...ERROR, choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] }],
    ['beside vectors', { ...ERROR, data: [{ index: 0, embedding: [1] }] }],
    ['that is null', { error: null, choices: [] }],
    ['of a response that failed', { object: 'response', status: 'failed', ...ERROR, output: [] }],
    ['deeper in the answer', { choices: [{ index: 0, finish_reason: 'error', ...ERROR }] }],
  ])('but not an error %s', async (_where, body) => {
    const { router, of } = routerOf({ first: {}, second: {} });
    of('first').replyWhole(body);
    expect(providerOf(await router.complete(requestOf(), never))).toBe('first');
    expect(router.providers()[0]).toMatchObject({ lastError: undefined });
  });
});
