import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

let openAi: FakeOpenAiServer;
let anthropic: FakeOpenAiServer;
let strata: Strata;

/** Two providers, each with names of its own for models. */
beforeAll(async () => {
  [openAi, anthropic] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
  await using folder = await ConfigFolder.create();
  const providers = [
    {
      name: 'first',
      base_url: openAi.baseUrl,
      api_key: 'sk-first',
      model_mapping: { fast: 'gpt-4o-mini', vectors: 'text-embedding-3-small', text: 'davinci' },
    },
    {
      name: 'second',
      preset: 'anthropic',
      base_url: anthropic.baseUrl,
      api_key: 'sk-second',
      models: ['claude-*'],
      model_mapping: { sonnet: 'claude-sonnet-5' },
    },
  ];
  const path = await folder.write({ providers });
  strata = await Strata.start({ CONFIG_PATH: path, SEMANTIC_ENABLED: 'false' });
});
beforeEach(() => {
  openAi.reset();
  anthropic.reset();
});
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await Promise.all([openAi.stop(), anthropic.stop()]);
});

type Case = {
  readonly path: string;
  readonly server: () => FakeOpenAiServer;
  readonly body: { readonly model: string; readonly [member: string]: unknown };
  readonly upstreamModel: string;
};

const messages = [{ role: 'user', content: 'Where does it go?' }];
const CASES: readonly Case[] = [
  {
    path: '/v1/chat/completions',
    server: () => openAi,
    body: { model: 'fast', messages },
    upstreamModel: 'gpt-4o-mini',
  },
  {
    path: '/v1/completions',
    server: () => openAi,
    body: { model: 'text', prompt: 'Once' },
    upstreamModel: 'davinci',
  },
  {
    path: '/v1/responses',
    server: () => openAi,
    body: { model: 'fast', input: 'Where does it go?' },
    upstreamModel: 'gpt-4o-mini',
  },
  {
    path: '/v1/embeddings',
    server: () => openAi,
    body: { model: 'vectors', input: ['a', 'b'] },
    upstreamModel: 'text-embedding-3-small',
  },
  {
    path: '/v1/messages',
    server: () => anthropic,
    body: { model: 'sonnet', max_tokens: 9, messages },
    upstreamModel: 'claude-sonnet-5',
  },
];

describe.each(CASES)('with several providers, $path', ({ path, server, body, upstreamModel }) => {
  test('reaches the one that serves the model, under its name there; the answer has the client’s', async () => {
    for (const stream of path === '/v1/embeddings' ? [false] : [true, false]) {
      const sent = { ...body, stream, user: `stream: ${stream}`, metadata: { user_id: String(stream) } };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await strata.fetch(path, { body: { ...sent, temperature: stream ? 0.1 : 0.2 } });
      expect([response.status, response.headers.get('x-strata-provider')]).toEqual([
        200,
        server() === openAi ? 'first' : 'second',
      ]);
      // oxlint-disable-next-line no-await-in-loop -- to its end
      const text = await response.text();
      const named = [...text.matchAll(/"model":"([^"]*)"/g)].map((match) => match[1]);
      expect(new Set(named)).toEqual(new Set([body.model]));
      expect(server().requests.at(-1)?.json).toMatchObject({ model: upstreamModel, stream });
    }
  });

  test('comes from the cache under the client’s name', async () => {
    const ask = async () => {
      const response = await strata.fetch(path, { body });
      return { cache: response.headers.get('x-cache'), answer: (await response.json()) as object };
    };
    const first = await ask();
    const again = await ask();
    expect([again.cache, again.answer]).toEqual(['exact-hit', first.answer]);
    expect(again.answer).toMatchObject({ model: body.model });
  });
});

test('what passes through goes to the provider of its model, with that provider’s own key', async () => {
  const body = { model: 'sonnet', messages };
  await strata.fetch('/v1/messages/count_tokens', { body, headers: { 'x-api-key': 'sk-clients' } });
  await strata.fetch('/v1/files', {
    headers: { 'api-key': 'sk-clients', authorization: 'Bearer sk-clients' },
  });
  const [counted] = anthropic.requests;
  expect(counted?.json).toMatchObject({ model: 'claude-sonnet-5' });
  expect([counted?.headers['x-api-key'], counted?.headers['authorization']]).toEqual([
    'sk-second',
    undefined,
  ]);
  const [listed] = openAi.requests;
  expect([listed?.path, listed?.headers['authorization'], listed?.headers['api-key']]).toEqual([
    '/v1/files',
    'Bearer sk-first',
    undefined,
  ]);
});

test.each(CASES)('the query of $path goes along, and other words there are another request', async (one) => {
  const { path, server, body } = one;
  const send = async (query: string): Promise<string | null> => {
    const response = await strata.fetch(path + query, { body: { ...body, note: 'query' } });
    await response.arrayBuffer();
    await strata.settled();
    return response.headers.get('x-cache');
  };
  const outcomes = [];
  for (const query of ['?beta=true', '?beta=true', '?beta=true', '?beta=false', '', '?']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    outcomes.push(await send(query));
  }
  expect(outcomes).toEqual(['miss', 'exact-hit', 'exact-hit', 'miss', 'miss', 'exact-hit']);
  const asked = server().requests.map((request) => request.path.split('?')[1]);
  expect(asked).toEqual(['beta=true', 'beta=false', undefined]);
});
