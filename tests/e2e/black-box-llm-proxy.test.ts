import { answer, hang, hangAfter, json, raw, sse, status } from '@strata/contracts/fake-openai-replies';
import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apart, inTurn, jsonOf } from './black-box.ts';
import { bearer, ConfigFolder, startWithKeys } from './keys-setup.ts';
import { Strata, type Asked } from './strata.ts';

// What LLM Proxy did or claimed (S3): one door in front of several providers.

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let upstream: FakeOpenAiServer;
let strata: Strata;

const mapped = (): object => ({
  name: 'azure',
  base_url: upstream.baseUrl,
  api_key: 'sk-of-the-provider',
  models: ['*'],
  model_mapping: { 'gpt-4': 'test-gpt-4' },
});

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  strata = await strataWith([mapped()], { provider_suffix: 'Proxy' });
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await upstream.stop();
});

async function strataWith(
  providers: readonly object[],
  { variables = {}, ...sections }: { variables?: Record<string, string> } & Record<string, unknown> = {},
): Promise<Strata> {
  await using folder = await ConfigFolder.create();
  const path = await folder.write({ semantic: { enabled: false }, providers, ...sections });
  return await Strata.start({ CONFIG_PATH: path, ...variables });
}

const errorOf = ({ status: code, text }: Asked): unknown => [code, JSON.parse(text)];

describe('the open door', () => {
  test('S3-01 says that it is healthy', async () => {
    const health = await strata.fetch('/health');
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'healthy' }]);
    expect(await jsonOf(strata.fetch('/health/live'))).toEqual({ status: 'ok' });
  });

  test('S3-02, S3-22 lists models, sorted, also to ten at once', async () => {
    upstream.models(['zeta', 'alpha', 'midway']);
    await using fresh = await strataWith([mapped()]);
    const lists = await Promise.all(Array.from({ length: 10 }, () => fresh.fetch('/v1/models')));
    for (const list of lists) {
      expect(list.status).toBe(200);
      // oxlint-disable-next-line no-await-in-loop -- all are there
      const { object, data } = (await list.json()) as { object: string; data: { id: string }[] };
      const ids = data.map(({ id }) => id);
      expect(object).toBe('list');
      expect(ids).toEqual(ids.toSorted());
      expect(ids).toEqual(expect.arrayContaining(['alpha', 'gpt-4', 'midway', 'zeta']));
    }
  });

  test('S3-04 lets pages of the origins it is told of in, with CORS headers', async () => {
    const origin = 'https://app.example';
    await using shared = await strataWith([mapped()], { variables: { CORS_ORIGINS: '*' } });
    const answered = await shared.fetch('/v1/models', { headers: { origin } });
    expect(answered.headers.get('access-control-allow-origin')).toMatch(/^(?:\*|https:\/\/app\.example)$/);
    const admin = await shared.fetch('/admin/stats', { headers: { origin } });
    expect(admin.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('S3-05 knows no other path: 404', async () => {
    const lost = await strata.fetch('/nonexistent');
    expect([lost.status, await lost.json()]).toMatchObject([404, { error: { code: 'unknown_url' } }]);
  });

  test.each(['invalid json', '', '[]', '"text"', 'null', '{"model":"m"}', '{"messages":[]}'])(
    'S3-06 refuses %j with 400',
    async (body) => {
      const headers = { 'content-type': 'application/json' };
      const refused = await strata.fetch('/v1/chat/completions', { method: 'POST', headers, body });
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { error: { message: expect.any(String), type: 'invalid_request_error' } },
      ]);
      expect(upstream.requests).toHaveLength(0);
    },
  );
});

describe('what a provider says', () => {
  test('S3-07 of its own name for a model is said under the client’s, and it gets its own key', async () => {
    const { text } = await apart(strata)('Who are you?', { model: 'gpt-4' }, bearer('of-the-client'));
    expect(upstream.requests[0]).toMatchObject({
      json: { model: 'test-gpt-4' },
      headers: { authorization: 'Bearer sk-of-the-provider' },
    });
    expect(JSON.parse(text)).toMatchObject({ model: 'gpt-4' });
  });

  test.each([
    [500, { error: { message: 'broken', type: 'server_error', param: null, code: null } }],
    [401, { error: 'just a string' }],
    [503, { error: { message: 'busy' }, extra: [1] }],
  ])('S3-08 with status %d and %j is passed on and not stored', async (code, body) => {
    await using own = await strataWith([mapped()]);
    upstream.enqueue(status(code, body));
    expect(errorOf(await own.ask('Does it work?'))).toEqual([code, body]);
    expect(await own.ask('Does it work?')).toMatchObject({ status: 200, cache: 'miss' });
  });

  test('S3-08 with status 500 and no JSON is passed on too', async () => {
    upstream.enqueue(status(500, '<h1>Oops</h1>', { 'content-type': 'text/html' }));
    const failed = await strata.ask('Does HTML work?');
    expect([failed.status, failed.text, failed.headers.get('content-type')]).toEqual([
      500,
      '<h1>Oops</h1>',
      'text/html',
    ]);
  });

  test('S3-09 with status 200 and invalid JSON is 502', async () => {
    upstream.enqueue(json('invalid json'));
    expect(errorOf(await strata.ask('Is it JSON?'))).toMatchObject([
      502,
      { error: { type: 'server_error', code: 'upstream_invalid_response' } },
    ]);
  });

  test('S3-10, S3-19 too late is 504: a whole answer and the first token of a stream', async () => {
    const timeouts = { total: '300ms', first_token: '100ms' };
    await using hasty = await strataWith([{ ...mapped(), timeouts }]);
    upstream.enqueue(hang(), hangAfter([]));
    for (const stream of [false, true]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(errorOf(await hasty.ask('How long?', { body: { stream } }))).toMatchObject([
        504,
        { error: { type: 'server_error', code: 'upstream_timeout' } },
      ]);
    }
  });

  test('S3-11 of its usage is passed on, and counted as used once and as saved once', async () => {
    await using counted = await strataWith([mapped()]);
    const usage = { prompt_tokens: 50, completion_tokens: 25, total_tokens: 75 };
    upstream.enqueue(answer({ usage }));
    for (const { text } of await inTurn(apart(counted), [['What is used?'], ['What is used?']])) {
      expect(JSON.parse(text)).toMatchObject({ usage });
    }
    expect(await jsonOf(counted.fetch('/metrics.json'))).toMatchObject({
      token_usage: { tokens_saved: 75, tokens_used: 75, total_tokens_without_cache: 150 },
    });
  });

  test('S3-19 in a stream is passed on event by event under the client’s name, however it is cut', async () => {
    const chunks = fakeChunks({ model: 'test-gpt-4', choices: [{ content: ['你好', ', ', '🦀'] }] });
    const bytes = Buffer.from([...chunks, '[DONE]'].map(sse).join(''));
    // One byte a write: inside of events, of names and of characters.
    upstream.enqueue(
      raw(Array.from({ length: bytes.length }, (_, index) => bytes.subarray(index, index + 1))),
    );
    const { text } = await strata.ask('Say it slowly.', { body: { model: 'gpt-4', stream: true } });
    const events = text.split('\n\n').slice(0, -1);
    expect(events.at(-1)).toBe('data: [DONE]');
    const said = events.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')) as Chunk);
    expect(new Set(said.map(({ model }) => model))).toEqual(new Set(['gpt-4']));
    expect(said.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('你好, 🦀');
  });
});

describe('names of models', () => {
  test.each([
    ['Proxy/gpt-4o', 'gpt-4o'],
    ['Proxy/org/m', 'org/m'],
    ['gpt-4o', 'gpt-4o'],
    ['Other/gpt-4o', 'Other/gpt-4o'],
    ['proxy/gpt-4o', 'proxy/gpt-4o'],
  ])('S3-12 with the suffix Proxy, %s goes out as %s and comes back as it was', async (model, sent) => {
    const { text } = await apart(strata)('Which one?', { model });
    expect(upstream.requests[0]?.json).toMatchObject({ model: sent });
    expect(JSON.parse(text)).toMatchObject({ model });
  });
});

describe('keys', () => {
  const keys = [
    { name: 'right', key: 'sk-right-key-000000' },
    { name: 'five', key: 'sk-five-key-0000000', rate_limit: { requests_per_second: 0.001, burst_size: 5 } },
    { name: 'blocked', key: 'sk-blocked-key-0000', rate_limit: { requests_per_second: 0, burst_size: 0 } },
    { name: 'some', key: 'sk-some-key-0000000', models: ['gpt-4o', 'llama-*'] },
  ];

  test('S3-03, S3-13, S3-21 open the door, within their limits and for their models', async () => {
    await using locked = await startWithKeys(upstream, keys);
    const ask = apart(locked);
    const hello = async (headers: Record<string, string>, fields: object = {}): Promise<Asked> =>
      await ask('Hello?', fields, headers);
    for (const headers of [{}, { authorization: 'InvalidFormat' }, bearer('wrong_key')]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(errorOf(await hello(headers))).toMatchObject([
        401,
        { error: { message: expect.any(String), type: expect.any(String), code: 'invalid_api_key' } },
      ]);
    }
    expect((await hello(bearer('sk-right-key-000000'))).status).toBe(200);

    const six = await inTurn(
      ask,
      Array.from({ length: 6 }, () => ['Hello?', {}, bearer('sk-five-key-0000000')]),
    );
    expect(six.map(({ status: code }) => code)).toEqual([200, 200, 200, 200, 200, 429]);
    const hundred = Array.from({ length: 100 }, () => hello(bearer('sk-right-key-000000')));
    expect(new Set((await Promise.all(hundred)).map(({ status: code }) => code))).toEqual(new Set([200]));
    for (let turn = 0; turn < 3; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await hello(bearer('sk-blocked-key-0000'))).status).toBe(429);
    }

    const some = bearer('sk-some-key-0000000');
    expect(errorOf(await hello(some, { model: 'gpt-4o-mini' }))).toMatchObject([
      403,
      { error: { type: 'permission_error', code: 'model_not_allowed' } },
    ]);
    expect((await hello(some, { model: 'llama-3.1-8b' })).status).toBe(200);
  });

  test('S3-15 of the admin API: 401 without it, 401 with another, 200 with it', async () => {
    await using guarded = await strataWith([mapped()], { variables: { ADMIN_KEY: 'the-admin-key' } });
    const codes = [{}, bearer('another'), bearer('the-admin-key')].map(
      async (headers) => (await guarded.fetch('/admin/stats', { headers })).status,
    );
    expect(await Promise.all(codes)).toEqual([401, 401, 200]);
  });
});

test('S3-14 after a call six families are there, the provider’s health and latency really set', async () => {
  await using measured = await strataWith([mapped()]);
  await measured.ask('What is measured?', { body: { model: 'gpt-4' } });
  const text = await (await measured.fetch('/metrics')).text();
  const lines = text.split('\n');
  const line = (start: string): string | undefined => lines.find((each) => each.startsWith(start));
  const requests = line('llm_proxy_requests_total{') ?? '';
  for (const label of [
    'method="POST"',
    'endpoint=',
    'model="gpt-4"',
    'provider="azure"',
    'status_code="200"',
  ])
    expect(requests).toContain(label);
  expect(requests).toContain('api_key_name=');
  for (const bound of ['0.1', '0.5', '1', '2', '5', '10', '30', '60', '120'])
    expect(text).toMatch(new RegExp(`llm_proxy_request_duration_seconds_bucket\\{[^}]*le="${bound}"`));
  expect(line('llm_proxy_active_requests{')).toMatch(/ 0$/);
  for (const type of ['prompt', 'completion', 'total'])
    expect(text).toMatch(new RegExp(`llm_proxy_tokens_total\\{[^}]*token_type="${type}"[^}]*\\} [1-9]`));
  expect(line('llm_proxy_provider_health{')).toBe('llm_proxy_provider_health{provider="azure"} 1');
  expect(line('llm_proxy_provider_latency_seconds_count{')).toMatch(/provider="azure"\} 1$/);
});

test('S3-18 weights of 2 to 1 are exactly two thirds and one over each cycle', async () => {
  const provider = (name: string, weight: number): object => ({ name, weight, base_url: upstream.baseUrl });
  await using balanced = await strataWith([provider('two', 2), provider('one', 1)]);
  const ask = apart(balanced, { 'x-bypass-cache': 'true' });
  const answers = await inTurn(
    ask,
    Array.from({ length: 30 }, () => ['Whose turn?']),
  );
  const turns = answers.map(({ headers }) => headers.get('x-strata-provider') ?? '');
  for (let cycle = 0; cycle < 10; cycle += 1)
    expect(turns.slice(cycle * 3, cycle * 3 + 3).toSorted()).toEqual(['one', 'two', 'two']);
});

test('S3-20 a variable in the file has its default, else its value; and the environment goes first', async () => {
  await using folder = await ConfigFolder.create();
  const provider = { name: 'named', base_url: '${UPSTREAM_OF_TEST:-http://127.0.0.1:9/v1}', models: ['*'] };
  const file = {
    semantic: { enabled: false },
    log: { level: '${LEVEL_OF_TEST:-warn}' },
    providers: [provider],
  };
  const CONFIG_PATH = await folder.write(file);
  await using unset = await Strata.start({ CONFIG_PATH });
  expect((await unset.ask('Where to?')).status).toBe(502);
  await using set = await Strata.start({ CONFIG_PATH, UPSTREAM_OF_TEST: upstream.baseUrl });
  expect((await set.ask('Where to?')).status).toBe(200);

  const path = await folder.write({ ...file, admin_key: 'of-the-file' });
  const both = { CONFIG_PATH: path, UPSTREAM_OF_TEST: upstream.baseUrl, ADMIN_KEY: 'of-the-environment' };
  await using overridden = await Strata.start(both);
  const codes = ['of-the-file', 'of-the-environment'].map(
    async (key) => (await overridden.fetch('/admin/stats', { headers: bearer(key) })).status,
  );
  expect(await Promise.all(codes)).toEqual([401, 200]);
});

type Chunk = {
  readonly model: string;
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
};
