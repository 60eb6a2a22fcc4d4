import { UpstreamError, type UpstreamAnswer, type UpstreamRequest } from '@strata/core';
import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import { upstreamContract } from '@strata/contracts/upstream-contract';
import { describe, expect, test } from 'vitest';
import { OpenAiUpstream } from './openai.ts';
import { RoutedUpstream, type ProviderOptions, type RoutedUpstreamOptions } from './routed.ts';
import { failureOf, never } from './test-upstream.ts';

type Provided = Omit<ProviderOptions, 'upstream' | 'baseUrl'>;

/** Scripted providers by name behind one router. */
function routerOf(
  providers: Readonly<Record<string, Provided>>,
  options: Partial<RoutedUpstreamOptions> = {},
) {
  const clock = new FakeClock();
  const scripted: Record<string, ScriptedUpstream> = {};
  const list = Object.entries(providers).map(([name, provided]) => {
    const upstream = new ScriptedUpstream({ name });
    scripted[name] = upstream;
    return { upstream, baseUrl: `http://${name}.test/v1`, ...provided };
  });
  const router = new RoutedUpstream({ providers: list, clock, random: () => 0, ...options });
  const of = (name: string): ScriptedUpstream => scripted[name] ?? new ScriptedUpstream();
  return { router, clock, of };
}

function requestOf(model = 'm', more: object = {}): UpstreamRequest {
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], ...more };
  return { body: JSON.stringify(body), model, stream: 'stream' in more, headers: {} };
}

function statusError(status: number, headers: Record<string, string> = {}): UpstreamError {
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  const body = Buffer.from(`{"error":{"message":"status ${status}"}}`);
  return new UpstreamError(`status ${status}`, {
    code: 'status',
    retryable,
    response: { status, headers, body },
  });
}

const unreachable = (): UpstreamError =>
  new UpstreamError('nobody there', { code: 'connect', retryable: true });

function providerOf({ headers }: UpstreamAnswer): string | undefined {
  return headers['x-strata-provider'];
}

function bodyOf(answer: UpstreamAnswer): { readonly [key: string]: unknown } {
  if (answer.kind !== 'whole') throw new Error('The answer is a stream.');
  return JSON.parse(Buffer.from(answer.body).toString()) as { readonly [key: string]: unknown };
}

async function eventsOf(answer: UpstreamAnswer): Promise<string[]> {
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  return await Array.fromAsync(answer.events);
}

upstreamContract('routed, over HTTP', async () => {
  const server = await FakeOpenAiServer.start();
  const clock = new FakeClock();
  const upstream = new OpenAiUpstream({ name: 'one', baseUrl: server.baseUrl, clock });
  const provider = { upstream, baseUrl: server.baseUrl, firstTokenMs: 1_000, maxConcurrency: 8 };
  const router = new RoutedUpstream({ providers: [provider], clock, random: () => 0 });
  return {
    upstream: router,
    run: (work) => work,
    [Symbol.asyncDispose]: async () => {
      expect(router.providers()[0]?.inFlight).toBe(0);
      await router[Symbol.asyncDispose]();
      await server.stop();
    },
  };
});

upstreamContract('routed, with a mapped model', async () => {
  const upstream = new ScriptedUpstream({ name: 'one' });
  const modelMapping = { 'any-model': 'theirs', 'nobody/knows-it': 'theirs' };
  const providers = [{ upstream, baseUrl: 'http://one.test', modelMapping }];
  const router = new RoutedUpstream({ providers, clock: new FakeClock(), random: () => 0 });
  return {
    upstream: router,
    run: (work) => work,
    [Symbol.asyncDispose]: () => router[Symbol.asyncDispose](),
  };
});

describe('who serves a model', () => {
  const providers = {
    openai: { models: ['gpt-4o', 'text-*'] },
    groq: { models: ['llama-3.3-70b', 'openai/gpt-oss-120b'] },
    azure: { modelMapping: { 'gpt-4o-eu': 'deployment-7', 'o3*': 'deployment-8' } },
    others: { models: ['*'] },
  };

  test.each([
    ['gpt-4o', 'openai', 'gpt-4o'],
    ['text-davinci', 'openai', 'text-davinci'],
    ['llama-3.3-70b', 'groq', 'llama-3.3-70b'],
    ['groq/llama-3.3-70b', 'groq', 'llama-3.3-70b'],
    ['openai/gpt-oss-120b', 'groq', 'openai/gpt-oss-120b'],
    ['openai/gpt-4o', 'openai', 'gpt-4o'],
    ['gpt-4o-eu', 'azure', 'deployment-7'],
    ['azure/gpt-4o-eu', 'azure', 'deployment-7'],
    ['o3-mini', 'azure', 'deployment-8'],
    ['groq/unlisted', 'others', 'groq/unlisted'],
    ['others/anything', 'others', 'anything'],
    ['anything', 'others', 'anything'],
  ])('%s goes to %s as %s', async (model, name, sent) => {
    const { router, of } = routerOf(providers);
    const answer = await router.complete(requestOf(model), never);
    expect(providerOf(answer)).toBe(name);
    expect(of(name).calls[0]?.request.model).toBe(sent);
    expect(JSON.parse(of(name).calls[0]?.request.body ?? '')).toMatchObject({ model: sent });
    expect(bodyOf(answer)['model']).toBe(model);
  });

  test('a model that nobody serves is not found', async () => {
    const { router } = routerOf({ openai: { models: ['gpt-4o'] } });
    expect(await failureOf(router.complete(requestOf('gpt-5'), never))).toMatchObject({
      code: 'model_not_found',
      message: 'No configured provider serves the model "gpt-5".',
    });
  });

  test.each([
    ['Proxy', 'Proxy/gpt-4', 'gpt-4'],
    ['Proxy', 'Proxy/org/m', 'org/m'],
    ['Proxy', 'gpt-4', 'gpt-4'],
    ['Proxy', 'Other/gpt-4', 'Other/gpt-4'],
    ['Proxy', 'proxy/gpt-4', 'proxy/gpt-4'],
    ['', 'Proxy/gpt-4', 'Proxy/gpt-4'],
  ])('with the suffix %j, %s is sent as %s and answered as it was asked', async (suffix, model, sent) => {
    const { router, of } = routerOf({ one: {} }, { providerSuffix: suffix });
    const answer = await router.complete(requestOf(model), never);
    expect(of('one').calls[0]?.request.model).toBe(sent);
    expect(bodyOf(answer)['model']).toBe(model);
  });

  test('a caller’s authorization goes only where it is meant to go', async () => {
    const { router, of } = routerOf({
      ours: { models: ['a'] },
      theirs: { models: ['b'], forwardAuthorization: true },
    });
    const headers = { authorization: 'Bearer of-the-caller', traceparent: 't' };
    await router.complete({ ...requestOf('a'), headers }, never);
    await router.complete({ ...requestOf('b'), headers }, never);
    expect(of('ours').calls[0]?.request.headers).toEqual({ traceparent: 't' });
    expect(of('theirs').calls[0]?.request.headers).toEqual(headers);
  });
});

describe('what goes out and comes back', () => {
  test('but for the model’s name, bodies keep every byte', async () => {
    const { router, of } = routerOf({ one: { modelMapping: { mine: 'theirs' } } });
    const body =
      '{ "seed":12345678901234567890, "tools":[{"model":"inner"}],\n "mod\\u0065l" : "mine", "x":"\\"model\\":1", "messages":[]}';
    of('one').replyWhole(
      '{ "big":12345678901234567890, "model": "theirs", "price":1.10,"choices":[{"model":"inner"}]}',
    );
    const answer = await router.complete({ ...requestOf('mine'), body }, never);
    expect(of('one').calls[0]?.request.body).toBe(body.replace(' "mine"', '"theirs"'));
    expect(answer.kind === 'whole' && Buffer.from(answer.body).toString()).toBe(
      '{ "big":12345678901234567890, "model":"mine", "price":1.10,"choices":[{"model":"inner"}]}',
    );
  });

  test('without another name nothing is touched', async () => {
    const { router, of } = routerOf({ one: {} });
    const body = '{ "model" :  "m" , "messages":[] }';
    of('one').replyWhole('{"model" : "m-2026-01-01" }');
    const answer = await router.complete({ ...requestOf('m'), body }, never);
    expect(of('one').calls[0]?.request.body).toBe(body);
    expect(answer.kind === 'whole' && Buffer.from(answer.body).toString()).toBe(
      '{"model" : "m-2026-01-01" }',
    );
  });

  test('each event of a stream carries the client’s name of the model', async () => {
    const { router, of } = routerOf({ one: { modelMapping: { mine: 'theirs' } } });
    const stream = of('one').replyStream();
    stream.push(
      '{"model":"theirs","choices":[{"delta":{"content":"the model is \\"model\\": x"}}]}',
      '{"model":"theirs","n":2}',
    );
    stream.end();
    const answer = await router.complete(requestOf('mine', { stream: true }), never);
    expect(await eventsOf(answer)).toEqual([
      '{"model":"mine","choices":[{"delta":{"content":"the model is \\"model\\": x"}}]}',
      '{"model":"mine","n":2}',
    ]);
  });

  test('defaults are for requests that say nothing themselves', async () => {
    const { router, of } = routerOf({
      one: { systemPrompt: 'Be brief.', parameters: { temperature: 0.2, top_p: 1 } },
    });
    await router.complete(requestOf('m', { temperature: 0.9 }), never);
    const instructed = { messages: [{ role: 'developer', content: 'Be long.' }] };
    await router.complete(requestOf('m', instructed), never);
    const [first, second] = of('one').calls.map(({ request }) => JSON.parse(request.body) as object);
    expect(first).toEqual({
      model: 'm',
      temperature: 0.9,
      top_p: 1,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(second).toEqual({ model: 'm', temperature: 0.2, top_p: 1, ...instructed });
  });
});

describe('shares', () => {
  test('10,000 calls over the weights 2 to 1 land within 1 % of them', async () => {
    const { router, of } = routerOf({ two: { weight: 2 }, one: { weight: 1 } });
    for (let call = 0; call < 10_000; call += 100) {
      // oxlint-disable-next-line no-await-in-loop -- a hundred at once, again and again
      await Promise.all(Array.from({ length: 100 }, () => router.complete(requestOf(), never)));
    }
    expect(Math.abs(of('two').callCount / 10_000 - 2 / 3)).toBeLessThan(0.01);
    expect(of('two').callCount + of('one').callCount).toBe(10_000);
  });

  test('turns are spread: 5 to 1 to 1 is not five in a row', async () => {
    const { router } = routerOf({ a: { weight: 5 }, b: {}, c: {} });
    const turns: unknown[] = [];
    for (let call = 0; call < 7; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      turns.push(providerOf(await router.complete(requestOf(), never)));
    }
    expect(turns.join(' ')).toBe('a a b a c a a');
  });

  test('weight 0 is asked only when the others fail', async () => {
    const { router, of } = routerOf({ spare: { weight: 0 }, main: {} });
    await router.complete(requestOf(), never);
    await router.complete(requestOf(), never);
    expect(of('spare').callCount).toBe(0);
    of('main').replyError(unreachable());
    expect(providerOf(await router.complete(requestOf(), never))).toBe('spare');
  });

  test('when all weights are 0 the first is asked, and the next one while it fails', async () => {
    const { router, of } = routerOf({ a: { weight: 0 }, b: { weight: 0 } });
    for (let call = 0; call < 10; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await router.complete(requestOf(), never);
    }
    expect([of('a').callCount, of('b').callCount]).toEqual([10, 0]);
    of('a').replyError(unreachable());
    expect(providerOf(await router.complete(requestOf(), never))).toBe('b');
  });
});

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
    expect(answer.substitute).toBe(true);
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
