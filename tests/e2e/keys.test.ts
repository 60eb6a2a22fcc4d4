import { answer } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { digestForm } from '@strata/proxy-service/keys/new-key';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bearer, startWithKeys } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let upstream: FakeOpenAiServer;
let strata: Strata;

const HASHED = 'sk-only-its-hash-is-known';

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  strata = await startWithKeys(upstream, [
    { name: 'plain', key: 'sk-plain' },
    { name: 'hashed', key: digestForm(HASHED) },
    { name: 'team a', key: 'sk-a', tenant: 'team' },
    { name: 'team b', key: 'sk-b', tenant: 'team' },
    { name: 'some models', key: 'sk-some', tenant: 'team', models: ['gpt-4o-mini', 'llama-*-instant'] },
    { name: 'five', key: 'sk-five', rate_limit: { requests_per_second: 0.001, burst: 5 } },
    { name: 'blocked', key: 'sk-blocked', rate_limit: { requests_per_second: 0, burst: 0 } },
    { name: 'off', key: 'sk-off', enabled: false },
    { name: 'tokens', key: 'sk-tokens', tokens_per_minute: 100 },
    { name: 'poor', key: 'sk-poor', monthly_budget: 0.2 },
    { name: 'metered', key: 'sk-metered', tokens_per_minute: 100, monthly_budget: 0.2 },
    {
      name: 'trusting',
      key: 'sk-trusting',
      monthly_budget: 0.2,
      unpriced_models: 'allow',
      unread_paths: 'allow',
    },
  ]);
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await upstream.stop();
});

const sdk = (apiKey: string, options: object = {}): OpenAI =>
  new OpenAI({ baseURL: `${strata.url}/v1`, apiKey, maxRetries: 0, ...options });

const chat = (content: string, model = 'gpt-4o-mini') => ({
  model,
  messages: [{ role: 'user' as const, content }],
});

/** What the SDK threw. */
async function refusalOf(call: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OpenAI.APIError)) throw new Error('The SDK was not refused.');
  return error;
}

describe('without keys', () => {
  test('the API is as open as ever, and no limit is told', async () => {
    await using open = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false' });
    const asked = await open.ask('Who may ask?');
    expect(asked.status).toBe(200);
    expect([...asked.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });
});

describe('with keys', () => {
  test('the SDK gets a typed 401 without a valid one, and no upstream hears of it', async () => {
    const error = await refusalOf(sdk('sk-wrong').chat.completions.create(chat('Hello')));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect([error.status, error.code, error.type]).toEqual([401, 'invalid_api_key', 'invalid_request_error']);
    expect(error.message).toContain('Incorrect API key');
    expect(upstream.requests).toHaveLength(0);
  });

  test.each([
    ['no header', {}, 401],
    ['no scheme', { authorization: 'sk-plain' }, 401],
    ['another scheme', { authorization: 'Basic sk-plain' }, 401],
    ['the hash of a key', bearer(digestForm('sk-plain')), 401],
    ['a key that is off', bearer('sk-off'), 401],
    ['Bearer', bearer('sk-plain'), 200],
    ['bearer, in lower case', { authorization: 'bearer sk-plain' }, 200],
    ['x-api-key', { 'x-api-key': 'sk-plain' }, 200],
    [
      'x-api-key beside a Bearer that is for somebody else',
      { ...bearer('sk-x'), 'x-api-key': 'sk-plain' },
      200,
    ],
    ['a key of which only the hash is configured', bearer(HASHED), 200],
  ])('%s', async (_what, headers, status) => {
    expect((await strata.ask('Hello there', { headers })).status).toBe(status);
  });

  test.each([
    '/v1/models',
    '/models',
    '/v1/chat/completions/',
    '/V1/chat/completions',
    '//v1/models',
    '/admin/../v1/models',
    '/health/%2e%2e/v1/models',
    '/dashboard/..\\v1\\models',
    '/nowhere',
  ])('%s is behind them', async (path) => {
    const { hostname, port } = new URL(strata.url);
    // By hand: fetch would tidy the path up.
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(401);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a path that hides a step is not passed on', async () => {
    expect((await strata.fetch('/admin/..%5cv1/models')).status).toBe(404);
    expect((await strata.fetch('/admin/..%2fv1/models')).status).toBe(404);
    expect(upstream.requests).toHaveLength(0);
  });

  test.each(['/health/live', '/metrics', '/metrics.json'])('%s is not', async (path) => {
    expect((await strata.fetch(path)).status).toBe(200);
  });

  test('Anthropic’s path is refused in Anthropic’s shape', async () => {
    const response = await strata.fetch('/v1/messages', { body: chat('Hello') });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
  });

  test('a key is kept from the upstream, whichever way it came', async () => {
    await strata.ask('Does it leak?', { headers: bearer('sk-plain') });
    await strata.ask('And here?', { headers: { 'x-api-key': 'sk-plain' } });
    await strata.fetch('/v1/files', { headers: { 'x-api-key': 'sk-plain' } });
    await strata.fetch('/v1/files', { headers: bearer('sk-plain') });
    expect(upstream.requests).toHaveLength(4);
    for (const { headers } of upstream.requests) {
      expect(headers['authorization']).toBe('Bearer sk-upstream');
      expect(JSON.stringify(headers)).not.toContain('sk-plain');
    }
  });

  test('a key is kept out of the metrics, its name is not', async () => {
    await strata.ask('Hello', { headers: bearer('sk-blocked') });
    await strata.ask('Hello', { headers: bearer('sk-unheard-of') });
    const metrics = await (await strata.fetch('/metrics')).text();
    expect(metrics).toMatch(/strata_limited_total\{key="blocked",reason="requests"\} [1-9]/);
    expect(metrics).toMatch(/strata_unauthorized_total\{reason="unknown"\} [1-9]/);
    expect(metrics).not.toMatch(/sk-/);
  });
});

describe('a tenant', () => {
  test('shares its answers among its keys, and with no other key', async () => {
    expect((await strata.ask('Shared?', { headers: bearer('sk-a') })).cache).toBe('miss');
    expect((await strata.ask('Shared?', { headers: bearer('sk-b') })).cache).toBe('exact-hit');
    expect((await strata.ask('Shared?', { headers: bearer('sk-plain') })).cache).toBe('miss');
    expect((await strata.ask('Shared?', { headers: bearer(HASHED) })).cache).toBe('miss');
    // And again from the hot lane.
    expect((await strata.ask('Shared?', { headers: bearer('sk-b') })).cache).toBe('exact-hit');
    expect(upstream.requests).toHaveLength(3);
  });
});

describe('a key for some models', () => {
  test('asks for those, by name and by pattern', async () => {
    for (const model of ['gpt-4o-mini', 'llama-3.1-8b-instant']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const reply = await sdk('sk-some').chat.completions.create(chat(`With ${model}`, model));
      expect(reply.model).toBe(model);
    }
  });

  test('gets no other by naming two, past the cache too', async () => {
    const rest = '"messages":[{"role":"user","content":"Which of them?"}], "n": 2';
    const body = `{"model":"gpt-4o","model":"gpt-4o-mini",${rest}}`;
    const response = await strata.fetch('/v1/chat/completions', { body, headers: bearer('sk-some') });
    await response.text();
    expect(response.headers.get('x-cache')).toBe('bypass');
    expect(upstream.requests.map(({ text }) => text)).toEqual([
      `{"model":"gpt-4o-mini",${rest.replaceAll(' "', '"').replace(' 2', '2')}}`,
    ]);
  });

  test('gets a 403 for another one, also where its tenant has the answer ready in the hot lane', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the third comes from the hot lane
      await strata.ask('Ready?', { headers: bearer('sk-a'), body: { model: 'gpt-4o' } });
    }
    const error = await refusalOf(sdk('sk-some').chat.completions.create(chat('Ready?', 'gpt-4o')));
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect([error.status, error.code, error.param]).toEqual([403, 'model_not_allowed', 'model']);
    const raw = await strata.ask('Ready?', { headers: bearer('sk-some'), body: { model: 'gpt-4o' } });
    expect(raw.status).toBe(403);
  });

  test('may not send what goes on unread, where its model could be anything', async () => {
    const body = { model: 'dall-e-3', prompt: 'A cat' };
    const response = await strata.fetch('/v1/images/generations', { headers: bearer('sk-some'), body });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'path_not_allowed' } });
    expect(upstream.requests).toHaveLength(0);
    expect((await strata.fetch('/v1/files', { headers: bearer('sk-some') })).status).toBe(404);
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('what goes on unread under a key with limits', () => {
  const countTokens = async (key: string): Promise<Response> =>
    await strata.fetch('/v1/messages/count_tokens?beta=true', {
      headers: bearer(key),
      body: chat('How long?'),
    });

  test('is let through to count tokens, which takes none of what is limited', async () => {
    const response = await countTokens('sk-metered');
    expect([response.status, await response.json()]).toEqual([200, { input_tokens: 42 }]);
    const other = await strata.fetch('/v1/images/generations', { headers: bearer('sk-metered'), body: {} });
    expect(other.status).toBe(403);
    expect(upstream.requests).toHaveLength(1);
  });

  test('is refused where the key is for some models, and the refusal says why and what lets it through', async () => {
    const response = await countTokens('sk-some');
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        type: 'error',
        error: {
          type: 'permission_error',
          message:
            'This path goes on unread, so that the key’s limits (models) cannot be kept on it. unread_paths: allow in the settings of the key lets it through.',
        },
      },
    ]);
    expect(upstream.requests).toHaveLength(0);
  });

  test('is told which limits stand in its way', async () => {
    const response = await strata.fetch('/v1/images/generations', {
      headers: bearer('sk-metered'),
      body: {},
    });
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain('limits (tokens_per_minute, monthly_budget)');
  });
});

describe('a limit on requests', () => {
  test('lets five of six through, hits of the hot lane among them, and no other key feels it', async () => {
    const statuses: number[] = [];
    let last: Awaited<ReturnType<Strata['ask']>> | undefined;
    for (let turn = 0; turn < 6; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      last = await strata.ask('Five times', { headers: bearer('sk-five') });
      statuses.push(last.status);
      expect(last.headers.get('x-ratelimit-limit-requests')).toBe('5');
      expect(last.headers.get('x-ratelimit-remaining-requests')).toBe(String(Math.max(0, 4 - turn)));
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect(upstream.requests).toHaveLength(1);
    expect(JSON.parse(last?.text ?? '')).toMatchObject({
      error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    });
    // A thousand seconds for one request: no SDK should wait for that.
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(last?.headers.get('x-should-retry')).toBe('false');
    expect((await strata.ask('Five times', { headers: bearer('sk-plain') })).status).toBe(200);
  });

  test('of nothing blocks, and says that no wait will help', async () => {
    const asked = await strata.ask('Hello', { headers: bearer('sk-blocked') });
    expect([asked.status, asked.headers.get('x-should-retry'), asked.headers.get('retry-after')]).toEqual([
      429,
      'false',
      null,
    ]);
  });

  test('is waited out by the SDK, as long as the header says', async () => {
    const rate = { requests_per_second: 4, burst: 1 };
    await using slow = await startWithKeys(upstream, [{ name: 'slow', key: 'sk-slow', rate_limit: rate }]);
    const told: string[] = [];
    const client = new OpenAI({
      baseURL: `${slow.url}/v1`,
      apiKey: 'sk-slow',
      maxRetries: 10,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (response.status === 429) told.push(response.headers.get('retry-after-ms') ?? 'nothing');
        return response;
      },
    });
    // All at once: whatever the machine's speed, most of them come before their turn.
    const all = await Promise.all(
      [1, 2, 3, 4].map(async (n) => await client.chat.completions.create(chat(`Wait ${n}`))),
    );
    expect(all).toHaveLength(4);
    for (const wait of told) expect(Number(wait)).toBeLessThanOrEqual(250);
  });

  test('is told in place of what an upstream says of its own', async () => {
    await using limited = await startWithKeys(upstream, [
      { name: 'k', key: 'sk-k', rate_limit: { requests_per_second: 100, burst: 50 } },
    ]);
    upstream.respond(
      answer({}, { 'x-ratelimit-remaining-requests': '9999', 'x-ratelimit-limit-tokens': '1' }),
    );
    const asked = await limited.ask('Whose limit?', { headers: bearer('sk-k') });
    expect(asked.headers.get('x-ratelimit-limit-requests')).toBe('50');
    expect(Number(asked.headers.get('x-ratelimit-remaining-requests'))).toBeLessThan(50);
    expect(asked.headers.get('x-ratelimit-limit-tokens')).toBeNull();
  });
});

const used = (prompt: number, completion: number) =>
  answer({
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  });

describe('a limit on tokens', () => {
  test('counts what upstreams were paid for, and no hits', async () => {
    const headers = bearer('sk-tokens');
    upstream.respond(used(40, 10));
    const first = await strata.ask('Tokens', { headers });
    expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('100');
    // Hits cost nothing: in the end all that a single call took is gone, and it is not yet 100.
    for (let turn = 0; turn < 4; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await strata.ask('Tokens', { headers })).cache).toBe('exact-hit');
    }
    upstream.respond(used(1_000_000, 0));
    expect((await strata.ask('More tokens', { headers })).status).toBe(200);
    const refused = await strata.ask('Tokens', { headers });
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    // The debt of a million is paid off at a hundred a minute.
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500_000);
  });
});

describe('a budget', () => {
  test('is spent by the price of what was used, and then no retry helps', async () => {
    const headers = bearer('sk-poor');
    // 0.15 dollars of 0.20.
    upstream.respond(used(1_000_000, 0));
    expect((await strata.ask('Dear question', { headers })).status).toBe(200);
    expect((await strata.ask('Dear question', { headers })).cache).toBe('exact-hit');
    expect((await strata.ask('Another dear question', { headers })).status).toBe(200);
    const error = await refusalOf(
      sdk('sk-poor', { maxRetries: 5 }).chat.completions.create(chat('One more dear question')),
    );
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect([error.status, error.code]).toEqual([429, 'insufficient_quota']);
    expect(upstream.requests).toHaveLength(2);
  });

  test('refuses models it cannot count, unless it is told to trust them', async () => {
    const error = await refusalOf(sdk('sk-poor').chat.completions.create(chat('Hello', 'nobody-knows')));
    // Spent or not, the gate comes first.
    expect([403, 429]).toContain(error.status);
    const reply = await sdk('sk-trusting').chat.completions.create(chat('Hello', 'nobody-knows'));
    expect(reply.model).toBe('nobody-knows');
  });
});

test('MASTER_KEYS alone closes the API', async () => {
  await using simple = await Strata.before(upstream, {
    SEMANTIC_ENABLED: 'false',
    MASTER_KEYS: `sk-one, ${digestForm('sk-two')}`,
  });
  const statuses = await Promise.all(
    ['sk-one', 'sk-two', 'sk-three'].map(
      async (key) => (await simple.ask('Hi', { headers: bearer(key) })).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 401]);
});
