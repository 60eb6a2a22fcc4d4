import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

let first: FakeOpenAiServer;
let second: FakeOpenAiServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-models-'));
  [first, second] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
  first.models(['zeta', 'alpha', 'shared']);
  second.models(['shared', 'beta', 'meta-llama/Llama-3', 'secret-1']);
});
beforeEach(() => {
  first.reset();
  second.reset();
});
afterAll(async () => {
  await Promise.all([first.stop(), second.stop(), rm(folder, { recursive: true, force: true })]);
});

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

let files = 0;
/** A Strata in front of these providers; keys where given. */
async function strataWith(settings: object): Promise<Strata> {
  const path = join(folder, `strata-${(files += 1)}.yaml`);
  await writeFile(path, JSON.stringify(settings));
  return await Strata.start({ CONFIG_PATH: path, SEMANTIC_ENABLED: 'false' });
}

const provider = (name: string, url: string, extra: object = {}): object => ({
  name,
  base_url: url,
  api_key: 'sk-x',
  ...extra,
});

const sdk = ({ url }: Strata, apiKey = 'any'): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });

describe('the list of models', () => {
  test('is every provider’s, sorted, each name once, with and without /v1, and asked for once', async () => {
    const providers = [provider('one', first.baseUrl), provider('two', second.baseUrl)];
    await using strata = await strataWith({ providers });
    const expected = ['alpha', 'beta', 'meta-llama/Llama-3', 'secret-1', 'shared', 'zeta'];
    expect(idsOf((await sdk(strata).models.list()).data)).toEqual(expected);
    const bare = (await (await strata.fetch('/models')).json()) as { data: { id: string }[] };
    expect(idsOf(bare.data)).toEqual(expected);
    expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  });

  test('holds what a provider is configured to serve, under the names of ours', async () => {
    const providers = [
      provider('one', first.baseUrl, { models: ['z*'], model_mapping: { mine: 'alpha' } }),
      provider('two', second.baseUrl, { models: ['only-this'] }),
    ];
    await using strata = await strataWith({ providers });
    const models = await sdk(strata).models.list();
    expect(idsOf(models.data)).toEqual(['mine', 'only-this', 'zeta']);
    expect(models.data[0]).toMatchObject({ object: 'model', owned_by: 'one' });
  });

  test('lacks the models of a provider that is down, and nothing else', async () => {
    const providers = [provider('dead', 'http://127.0.0.1:1/v1'), provider('one', first.baseUrl)];
    await using strata = await strataWith({ providers });
    expect(idsOf((await sdk(strata).models.list()).data)).toEqual(['alpha', 'shared', 'zeta']);
  });

  test('is filtered by what a key may ask for', async () => {
    const keys = [{ name: 'some', key: 'sk-some-key-of-ours-000', models: ['secret-*', 'beta'] }];
    await using strata = await strataWith({
      providers: [provider('two', second.baseUrl)],
      master_keys: keys,
    });
    const client = sdk(strata, 'sk-some-key-of-ours-000');
    expect(idsOf((await client.models.list()).data)).toEqual(['beta', 'secret-1']);
    await expect(client.models.retrieve('shared')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('tells of one model, whatever is in its name', async () => {
    await using strata = await strataWith({ providers: [provider('two', second.baseUrl)] });
    const client = sdk(strata);
    expect(await client.models.retrieve('beta')).toMatchObject({ id: 'beta', object: 'model' });
    expect((await strata.fetch('/v1/models/meta-llama/Llama-3')).status).toBe(200);
    await expect(client.models.retrieve('none')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    const undecodable = await strata.fetch('/v1/models/%ff');
    expect([undecodable.status, await undecodable.json()]).toMatchObject([
      400,
      { error: { type: 'invalid_request_error', code: null } },
    ]);
  });

  test('is kept for each project by itself', async () => {
    await using strata = await strataWith({ providers: [provider('one', first.baseUrl)] });
    const list = async (project: string): Promise<void> => {
      await (await strata.fetch('/v1/models', { headers: { 'openai-project': project } })).text();
    };
    await list('a');
    await list('b');
    await list('a');
    expect(first.requests.map(({ headers }) => headers['openai-project'])).toEqual(['a', 'b']);
  });

  test('has Anthropic’s shape for Anthropic’s clients', async () => {
    await using strata = await strataWith({ providers: [provider('one', first.baseUrl)] });
    const client = new Anthropic({ baseURL: strata.url, apiKey: 'any', maxRetries: 0 });
    const list = await client.models.list();
    expect(idsOf(list.data)).toEqual(['alpha', 'shared', 'zeta']);
    expect(list.data[0]).toMatchObject({ type: 'model', display_name: 'alpha' });
    expect(await client.models.retrieve('zeta')).toMatchObject({ type: 'model', id: 'zeta' });
  });
});

describe('Strata’s own embedder', () => {
  test('answers for its model without any upstream, with 384 dimensions, and is listed', async () => {
    await using strata = await Strata.start({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      OPENAI_API_KEY: 'x',
    });
    const client = sdk(strata);
    const input = ['How do I reset my password?', 'What is the capital of France?'];
    const { data, usage, model } = await client.embeddings.create({ model: 'all-MiniLM-L6-v2', input });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([384, 384]);
    expect(data.map(({ embedding }) => Math.hypot(...embedding))).toEqual([
      expect.closeTo(1, 3),
      expect.closeTo(1, 3),
    ]);
    expect(usage.total_tokens).toBeGreaterThan(10);
    expect(model).toBe('all-MiniLM-L6-v2');
    const again = await client.embeddings
      .create({ model: 'all-MiniLM-L6-v2', input: input.toReversed(), encoding_format: 'float' })
      .withResponse();
    expect(again.response.headers.get('x-cache')).toBe('exact-hit');
    expect(again.data.data[0]?.embedding[7]).toBeCloseTo(data[1]?.embedding[7] ?? Number.NaN, 6);
    await expect(client.embeddings.create({ model: 'all-MiniLM-L6-v2', input: [[1, 2]] })).rejects.toThrow(
      /takes texts/,
    );
    const { data: sized } = await client.embeddings.create({
      model: 'all-MiniLM-L6-v2',
      input: input[0] ?? '',
      dimensions: 384,
      encoding_format: 'base64',
    });
    const bytes = Buffer.from(String(sized[0]?.embedding), 'base64');
    expect([bytes.length, bytes.readFloatLE(28)]).toEqual([
      384 * 4,
      expect.closeTo(data[0]?.embedding[7] ?? 9, 6),
    ]);
    const wrongSize = { model: 'all-MiniLM-L6-v2', input: 'x', dimensions: 10 };
    await expect(client.embeddings.create(wrongSize)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    for (const [encoding_format, status] of [
      ['foo', 400],
      [7, 400],
      [null, 200],
    ] as const) {
      const body = JSON.stringify({ model: 'all-MiniLM-L6-v2', input: input[0], encoding_format });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await strata.fetch('/v1/embeddings', { method: 'POST', body })).status).toBe(status);
    }
    const listed = await (await strata.fetch('/v1/models')).json();
    // The one provider is down: there is no list to add to.
    expect(listed).toMatchObject({ error: { code: 'upstream_unreachable' } });
  });

  test('is left alone where it is switched off', async () => {
    first.reset();
    await using strata = await Strata.before(first, { EMBEDDINGS_LOCAL: 'false' });
    const { data } = await sdk(strata).embeddings.create({ model: 'all-MiniLM-L6-v2', input: 'x' });
    expect(data[0]?.embedding).toHaveLength(8);
    expect(first.requests).toHaveLength(1);
  });
});
