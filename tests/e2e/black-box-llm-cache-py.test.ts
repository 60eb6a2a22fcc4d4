import { answer, cutAfter, events, openAiError } from '@strata/contracts/fake-openai-replies';
import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apart, inTurn, outcomes, type Ask } from './black-box.ts';
import { ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// What LLM_cache.py did (S1): streams from a file, the upstream by the model's name, the caller's own credential.

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const QWEN = 'qwen-turbo-latest';
const HELLO = '你好';
const PATH = '/chat/completions';
const MINE = { authorization: 'Bearer sk-mine' };

let dashscope: FakeOpenAiServer;
let deepseek: FakeOpenAiServer;
let strata: Strata;

beforeAll(async () => {
  [dashscope, deepseek] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
  await using folder = await ConfigFolder.create();
  const providers = [
    provider('dashscope', dashscope.baseUrl, QWEN),
    provider('deepseek', deepseek.baseUrl, 'deepseek-chat'),
  ];
  strata = await Strata.start({ CONFIG_PATH: await folder.write({ providers }) });
});
beforeEach(() => {
  dashscope.reset();
  deepseek.reset();
});
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await Promise.all([dashscope.stop(), deepseek.stop()]);
});

function provider(name: string, url: string, model: string): object {
  return { name, base_url: url, models: [model], forward_authorization: true };
}

const ask: Ask = (content, fields = {}, headers = MINE) =>
  strata.ask(content, { path: PATH, body: { model: QWEN, ...fields }, headers });

describe('a stream', () => {
  test('S1-01, S1-02, S1-04, S4-09, S4-10 is replayed as one and as a whole, to nobody but its own caller', async () => {
    const live = await ask(HELLO, { stream: true });
    expect(dashscope.requests[0]?.headers['authorization']).toBe(MINE.authorization);
    const replayed = await ask(HELLO, { stream: true });
    for (const { text, headers } of [live, replayed]) {
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(text).toMatch(/^(?:data: .+\n\n)+data: \[DONE\]\n\n$/);
    }
    expect(contentOf(replayed.text)).toBe(contentOf(live.text));
    const whole = await ask(HELLO, { stream: false });
    expect(whole.headers.get('content-type')).toMatch(/^application\/json/);
    expect([replayed.cache, whole.cache]).toEqual(['exact-hit', 'exact-hit']);
    expect(dashscope.requests).toHaveLength(1);
    expect((await ask(HELLO, {}, { authorization: 'Bearer sk-another' })).cache).toBe('miss');
    expect(await ask(HELLO, {}, { authorization: '' })).toMatchObject({ status: 200, cache: 'miss' });
  });

  test('S1-06 that breaks off ends with an error event and is kept by nobody', async () => {
    const begun = fakeChunks({ choices: [{ content: ['half', ' an answer'] }] }).slice(0, 2);
    dashscope.enqueue(cutAfter(begun));
    const broken = await ask('What breaks?', { stream: true });
    const last = broken.text.trimEnd().split('\n\n').at(-1) ?? '';
    expect(JSON.parse(last.replace(/^data: /, ''))).toMatchObject({
      error: { type: 'server_error', code: 'upstream_interrupted' },
    });
    expect(broken.text).not.toContain('[DONE]');
    expect((await ask('What breaks?')).cache).toBe('miss');
  });

  test('S1-06 that ends without a finish reason, or with an error of the upstream’s, is not kept either', async () => {
    const begun = fakeChunks({ choices: [{ content: 'half' }] }).slice(0, 2);
    dashscope.enqueue(events(begun), events([...begun, { error: { message: 'RequestTimeOut' } }]));
    const asks = [1, 2, 3].map(() => ['What ends?', { stream: true }] as const);
    expect(await outcomes(ask, asks)).toEqual(['miss', 'miss', 'miss']);
  });
});

describe('the key', () => {
  test('S1-03 is the same with members in another order and other white space', async () => {
    await ask('Is order important?', { temperature: 0.5 });
    const reordered = `{ "temperature" : 5e-1,\n\t"messages":[ {"content":"Is order important?", "role":"user"} ], "model":"${QWEN}" }`;
    const response = await strata.fetch(PATH, { body: reordered, headers: MINE });
    expect(response.headers.get('x-cache')).toBe('exact-hit');
  });

  test('S1-12 is not shared by texts whose vectors are equal, nor are they alike', async () => {
    const asks = [HELLO, '再见', '😀', '😡'].map((content) => [content, { seed: 12 }] as const);
    expect(await outcomes(ask, asks)).toEqual(['miss', 'miss', 'miss', 'miss']);
  });
});

describe('what is kept', () => {
  test('S1-05 not a 401, which is passed on; what comes next is', async () => {
    const message = 'Incorrect API key provided';
    dashscope.enqueue(openAiError(401, { message, code: 'invalid_api_key' }));
    const [refused, asked, again] = await inTurn(ask, [
      ['Am I allowed?'],
      ['Am I allowed?'],
      ['Am I allowed?'],
    ]);
    expect([refused?.status, refused?.text]).toEqual([401, expect.stringContaining(message)]);
    expect([asked?.status, asked?.cache, again?.cache]).toEqual([200, 'miss', 'exact-hit']);
  });

  test('S1-07 an answer about errors and timeouts, like any other', async () => {
    const content = 'An "error" or "timeout": Incorrect API key, RequestTimeOut, error_msg.';
    dashscope.enqueue(answer({ choices: [{ content }] }));
    const [miss, hit] = await inTurn(ask, [['What can go wrong?'], ['What can go wrong?']]);
    expect([miss?.cache, hit?.cache, hit?.text]).toEqual(['miss', 'exact-hit', miss?.text]);
  });
});

describe('the way', () => {
  test('S1-11 goes by the model’s name', async () => {
    await inTurn(apart(strata), [
      ['Who answers?', { model: QWEN }],
      ['Who answers?', { model: 'deepseek-chat' }],
    ]);
    expect([dashscope.requests.length, deepseek.requests.length]).toEqual([1, 1]);
  });

  test('S1-09 ends with 404 model_not_found for a model that nobody serves', async () => {
    const lost = await ask('Who answers?', { model: 'nobody-serves-this' });
    expect([lost.status, JSON.parse(lost.text)]).toMatchObject([404, { error: { code: 'model_not_found' } }]);
  });

  test('S1-08 ends with 404 on a path that is none of the API’s, and with 405 for another method', async () => {
    const statuses = ['/', '/chat', '/embed'].map((path) => strata.fetch(path, { method: 'POST' }));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 404, 404]);
    const put = await strata.fetch(PATH, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

function contentOf(stream: string): string {
  return [...stream.matchAll(/^data: (\{.*)$/gm)]
    .map(([, data = '{}']) => JSON.parse(data) as { choices: { delta: { content?: string } }[] })
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('');
}
