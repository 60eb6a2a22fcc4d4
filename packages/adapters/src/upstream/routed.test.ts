import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import { upstreamContract } from '@strata/contracts/upstream-contract';
import { describe, expect, test } from 'vitest';
import { OpenAiUpstream } from './openai.ts';
import { RoutedUpstream } from './routed.ts';
import { bodyOf, eventsOf, providerOf, requestOf, routerOf, unreachable } from './test-routed.ts';
import { failureOf, never } from './test-upstream.ts';

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
