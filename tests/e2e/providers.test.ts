import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import * as replies from '@strata/contracts/fake-openai-replies';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let openai: FakeOpenAiServer;
let groq: FakeOpenAiServer;
let strata: Strata;
let client: OpenAI;
let directory: string;

/** Two providers, as the configuration file says them. */
function file(): object {
  return {
    semantic: { enabled: false },
    providers: [
      {
        name: 'openai',
        base_url: openai.baseUrl,
        api_key: 'sk-openai',
        models: ['gpt-4o', 'shared'],
        headers: { 'x-team': 'search' },
      },
      {
        name: 'groq',
        base_url: groq.baseUrl,
        api_key: 'gsk-groq',
        models: ['llama-3.3-70b', 'shared'],
        model_mapping: { fast: 'llama-3.1-8b-instant' },
      },
    ],
    fallbacks: { 'gpt-4o': ['fast'] },
    provider_suffix: 'Proxy',
  };
}

beforeAll(async () => {
  [openai, groq] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
  directory = await mkdtemp(join(tmpdir(), 'strata-providers-'));
  // JSON is YAML.
  await writeFile(join(directory, 'strata.yaml'), JSON.stringify(file()));
  strata = await Strata.start({ CONFIG_PATH: join(directory, 'strata.yaml') });
  client = new OpenAI({ baseURL: `${strata.url}/v1`, apiKey: 'of-the-client', maxRetries: 0 });
});
beforeEach(() => {
  openai.reset();
  groq.reset();
});
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await Promise.all([openai.stop(), groq.stop()]);
  await rm(directory, { recursive: true, force: true });
});

let questions = 0;
function ask(model: string) {
  questions += 1;
  return { model, messages: [{ role: 'user' as const, content: `Question ${questions}` }] };
}

describe('several providers', () => {
  test('each gets its own models with its own key and headers', async () => {
    const { data, response } = await client.chat.completions.create(ask('gpt-4o')).withResponse();
    expect(data.model).toBe('gpt-4o');
    expect(response.headers.get('x-strata-provider')).toBe('openai');
    expect(openai.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer sk-openai',
      'x-team': 'search',
    });
    await client.chat.completions.create(ask('llama-3.3-70b'));
    expect(groq.requests[0]?.headers['authorization']).toBe('Bearer gsk-groq');
    expect(groq.requests[0]?.headers).not.toHaveProperty('x-team');
  });

  test('a mapped name goes out as the provider’s and comes back as the client’s, whole and in each event', async () => {
    const whole = await client.chat.completions.create(ask('fast'));
    expect(whole.model).toBe('fast');
    const stream = await client.chat.completions.create({ ...ask('groq/fast'), stream: true });
    const models = new Set<string>();
    for await (const chunk of stream) models.add(chunk.model);
    expect([...models]).toEqual(['groq/fast']);
    expect(groq.requests.map(({ json }) => (json as { model: string }).model)).toEqual([
      'llama-3.1-8b-instant',
      'llama-3.1-8b-instant',
    ]);
  });

  test('the cache knows a question by the client’s name of the model', async () => {
    const question = { messages: [{ role: 'user', content: 'Once' }] };
    const path = '/v1/chat/completions';
    const first = await strata.ask('Once', { path, body: { ...question, model: 'fast' } });
    const second = await strata.ask('Once', { path, body: { ...question, model: 'fast' } });
    expect([first.cache, second.cache]).toEqual(['miss', 'exact-hit']);
    expect(JSON.parse(second.text)).toMatchObject({ model: 'fast' });
    expect(second.headers.get('x-strata-provider')).toBeNull();
  });

  test('the suffix is taken off', async () => {
    expect((await client.chat.completions.create(ask('Proxy/gpt-4o'))).model).toBe('Proxy/gpt-4o');
    expect(openai.requests[0]?.json).toMatchObject({ model: 'gpt-4o' });
  });

  test('an unknown model is 404 model_not_found', async () => {
    await expect(client.chat.completions.create(ask('gpt-9'))).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
    });
  });

  test('a fallback model answers under its own name, and its answer is not stored', async () => {
    openai.respond(replies.openAiError(503));
    const body = ask('gpt-4o');
    const { content } = body.messages[0] ?? { content: '' };
    const first = await strata.ask(content, { body: { model: 'gpt-4o' } });
    expect(JSON.parse(first.text)).toMatchObject({ model: 'fast' });
    const again = await strata.ask(content, { body: { model: 'gpt-4o' } });
    expect([first.cache, again.cache]).toEqual(['miss', 'miss']);
  });

  test('an error under status 200 goes to the client where nobody is left, and is not stored', async () => {
    const said = { error: { message: 'Provider returned error', code: 502 } };
    groq.respond(replies.json(said));
    for (const _time of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await strata.ask('Out of order?', { body: { model: 'llama-3.3-70b' } });
      expect([answer.status, answer.cache, JSON.parse(answer.text)]).toEqual([200, 'miss', said]);
    }
    expect(groq.requests).toHaveLength(2);
  });

  test('a refusal comes with the provider’s status and name', async () => {
    groq.respond(replies.openAiError(422, { message: 'too odd' }));
    const refused = await strata.ask('Odd', { body: { model: 'llama-3.3-70b' } });
    expect(refused.status).toBe(422);
    expect(refused.headers.get('x-strata-provider')).toBe('groq');
  });

  test('other calls go to the provider of the model in their body, else to the first', async () => {
    await client.embeddings.create({ model: 'groq/fast', input: 'x' });
    expect(groq.requests[0]).toMatchObject({ path: '/v1/embeddings' });
    expect(groq.requests[0]?.json).toMatchObject({ model: 'llama-3.1-8b-instant', input: 'x' });
    expect(groq.requests[0]?.headers['authorization']).toBe('Bearer gsk-groq');
    const files = await strata.fetch('/v1/files?limit=2');
    expect([files.status, files.headers.get('x-strata-provider')]).toEqual([404, 'openai']);
    expect(await files.json()).toMatchObject({ error: { message: 'Unknown path: GET /files' } });
    expect(openai.requests[0]).toMatchObject({ path: '/v1/files?limit=2' });
  });

  test('a provider that is killed under load costs no request that had not begun to stream', async () => {
    const doomed = await FakeOpenAiServer.start();
    const path = join(directory, 'doomed.yaml');
    const providers = [
      { name: 'doomed', base_url: doomed.baseUrl, api_key: 'a' },
      { name: 'steady', base_url: groq.baseUrl, api_key: 'b' },
    ];
    await writeFile(path, JSON.stringify({ semantic: { enabled: false }, providers }));
    await using under = await Strata.start({ CONFIG_PATH: path });
    const load = async (call: number): Promise<number> => {
      const stream = call % 2 === 0;
      const messages = [{ role: 'user', content: `Load ${call}` }];
      const response = await under.fetch('/v1/chat/completions', { body: { model: 'm', stream, messages } });
      // A stream that had begun may break off.
      const text = await response.text();
      return stream || text.includes(`Load ${call}`) ? response.status : 0;
    };
    // The first it answers; the others it has in hand, unanswered, when it is killed.
    const [answerIt, holdIt] = [replies.echo(), replies.hang()];
    let taken = 0;
    doomed.respond((request, response) => ((taken += 1) <= 10 ? answerIt : holdIt)(request, response));
    const calls = Array.from({ length: 120 }, (_, call) => load(call));
    for (let request = 0; request < 40; request += 1) {
      // oxlint-disable-next-line no-await-in-loop -- until it has so many
      await doomed.nextRequest();
    }
    await doomed.stop();
    expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
    const later = await Promise.all(Array.from({ length: 40 }, (_, call) => load(1_000 + call)));
    expect(new Set(later)).toEqual(new Set([200]));
  });
});

describe('PROVIDER_SUFFIX before the one upstream of the variables', () => {
  test.each([
    ['Proxy/gpt-4', 'gpt-4'],
    ['Proxy/org/m', 'org/m'],
    ['gpt-4', 'gpt-4'],
    ['Other/gpt-4', 'Other/gpt-4'],
    ['proxy/gpt-4', 'proxy/gpt-4'],
  ])('%s is asked for as %s; answers carry the client’s name', async (asked, plain) => {
    const variables = { PROVIDER_SUFFIX: 'Proxy', SEMANTIC_ENABLED: 'false' };
    await using single = await Strata.before(openai, variables);
    const whole = await single.ask('Whole', { body: { model: asked } });
    expect(JSON.parse(whole.text)).toMatchObject({ model: asked });
    const stream = await single.ask('Streamed', { body: { model: asked, stream: true } });
    const names = [...stream.text.matchAll(/"model":"([^"]*)"/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set([asked]));
    const images = await single.fetch('/v1/images/generations', { body: { model: asked, prompt: 'x' } });
    await images.arrayBuffer();
    expect(openai.requests.map(({ json }) => (json as { model: string }).model)).toEqual([
      plain,
      plain,
      plain,
    ]);
  });

  test('a key for a model may ask for it with the suffix', async () => {
    const settings = {
      provider_suffix: 'Proxy',
      master_keys: [{ name: 'app', key: 'sk-app', models: ['gpt-4'] }],
    };
    const path = join(directory, 'suffixed.yaml');
    await writeFile(path, JSON.stringify({ semantic: { enabled: false }, ...settings }));
    await using single = await Strata.before(openai, { CONFIG_PATH: path });
    const status = async (model: string) =>
      (await single.ask('Hello', { headers: { authorization: 'Bearer sk-app' }, body: { model } })).status;
    expect([await status('Proxy/gpt-4'), await status('Proxy/gpt-5')]).toEqual([200, 403]);
  });
});

test('a provider of the variables is not taken for ill because callers’ own keys are refused', async () => {
  const variables = { OPENAI_BASE_URL: openai.baseUrl, SEMANTIC_ENABLED: 'false' };
  await using single = await Strata.start(variables);
  const health = async (): Promise<unknown> => {
    const { providers } = (await (await single.fetch('/health/detailed')).json()) as { providers: object };
    return providers;
  };
  const askBadly = async (status: number): Promise<void> => {
    for (let call = 0; call < 6; call += 1) {
      openai.enqueue(replies.openAiError(status));
      // oxlint-disable-next-line no-await-in-loop -- failures in a row
      const asked = await single.ask(`Whose key, ${call}?`, { headers: { authorization: 'Bearer bad' } });
      expect(asked.status).toBe(status);
    }
  };
  await askBadly(401);
  expect(await health()).toMatchObject({ openai: { routed_to: true, last_error: null } });
  await askBadly(503);
  expect(await health()).toMatchObject({ openai: { routed_to: false, last_error: { code: 'status-503' } } });
});
