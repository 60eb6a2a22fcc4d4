import { answer, cut, hang, json, openAiError, raw, status } from '@strata/contracts/fake-openai-replies';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false', MAX_BODY_BYTES: '64kb' });

let questions = 0;
const newQuestion = (): string => `Question number ${(questions += 1)}`;
const CHAT = '/v1/chat/completions';
const message = { role: 'user', content: 'Hi' };

describe('what an answer says about itself', () => {
  test('a miss, then a hit: outcome, tier, age, entry, times, request id', async () => {
    const question = newQuestion();
    const miss = await strata.ask(question, { headers: { 'x-request-id': 'mine-1' } });
    const hit = await strata.ask(question);
    expect(miss.headers.get('cache-status')).toMatch(
      /^strata-semantic; fwd=bypass.*|strata-exact; fwd=uri-miss; fwd-status=200; stored; key="[0-9a-f]{64}"$/,
    );
    expect(miss.headers.get('x-request-id')).toBe('mine-1');
    expect(miss.headers.get('age')).toBeNull();
    expect(miss.headers.get('server-timing')).toMatch(/^exact;dur=[\d.]+, upstream;dur=[\d.]+$/);
    expect(hit.headers.get('cache-status')).toMatch(/^strata-exact; hit; ttl=86400; key="[0-9a-f]{64}"$/);
    expect(hit.headers.get('x-cache-entry')).toMatch(/^[0-9a-f]{64}$/);
    expect(hit.headers.get('age')).toBe('0');
    for (const { headers } of [miss, hit]) {
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('content-type')).toBe('application/json');
      expect(headers.get('x-request-id')).toBeTruthy();
    }
    expect(hit.text).toBe(miss.text);
  });

  test('the hot lane’s answer has the same headers as any exact hit, whole and streamed', async () => {
    const body = { stream: true };
    const question = newQuestion();
    for (const extra of [{}, { body }]) {
      // oxlint-disable no-await-in-loop -- each ask depends on the one before
      await strata.ask(question, extra);
      const first = await strata.ask(question, extra);
      const ready = await strata.ask(question, extra);
      // oxlint-enable no-await-in-loop
      expect([...ready.headers.keys()].toSorted()).toEqual([...first.headers.keys()].toSorted());
      expect(ready.text).toBe(first.text);
      expect(ready.cache).toBe('exact-hit');
    }
  });

  test('a stream and an error say it too', async () => {
    const streamed = await strata.ask(newQuestion(), { body: { stream: true } });
    expect(streamed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(streamed.headers.get('cache-status')).toContain('fwd=uri-miss');
    upstream.enqueue(openAiError(500));
    const failed = await strata.ask(newQuestion());
    expect(failed.headers.get('cache-status')).toContain('fwd=uri-miss; fwd-status=500');
    expect(failed.headers.get('x-cache')).toBe('miss');
    // A refresh looks for nothing, so that it cannot say that nothing was there.
    upstream.enqueue(openAiError(500));
    const refresh = await strata.ask(newQuestion(), { headers: { 'cache-control': 'no-cache' } });
    expect(refresh.headers.get('cache-status')).toContain('fwd=request; fwd-status=500');
  });

  test('an upstream that did not answer, and one that was not asked, have no status', async () => {
    upstream.enqueue(cut());
    const failed = await strata.ask(newQuestion());
    expect(failed.headers.get('cache-status')).toBe('strata-exact; fwd=uri-miss');
    const unasked = await strata.ask(newQuestion(), { headers: { 'cache-control': 'only-if-cached' } });
    expect(unasked.headers.get('cache-status')).toBe('strata-exact; detail=only-if-cached');
  });

  test.each(['/v1/models', '/v1/files', CHAT, '/nonexistent', '/admin/stats', '/metrics.json', '/health'])(
    'GET %s too has an id, and is for nobody to keep',
    async (path) => {
      const { headers } = await strata.fetch(path, { headers: { 'x-request-id': 'mine-2' } });
      expect([headers.get('x-request-id'), headers.get('cache-control')]).toEqual([
        'mine-2',
        'private, no-store',
      ]);
      const unnamed = await strata.fetch(path, { headers: { 'x-request-id': 'not fit' } });
      expect(unnamed.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('traceparent passes on; the client’s own credential does not', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await strata.ask(newQuestion(), {
      headers: { traceparent, authorization: 'Bearer of-the-client', cookie: 'a=b' },
    });
    const headers = upstream.requests[0]?.headers ?? {};
    expect(headers['traceparent']).toBe(traceparent);
    expect(headers['authorization']).toBe('Bearer sk-upstream');
    expect(headers['cookie']).toBeUndefined();
  });
});

describe('the same request', () => {
  test('shares its entry with and without /v1, with slashes too many, with members in another order and other white space', async () => {
    const question = newQuestion();
    await strata.ask(question);
    expect((await strata.ask(question, { path: '/chat/completions' })).cache).toBe('exact-hit');
    for (const path of ['//v1/chat/completions', '/v1//chat/completions', '/v1/chat/completions/']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await strata.ask(question, { path })).cache).toBe('exact-hit');
    }
    const reordered = `{ "messages" : [ {"content":"${question}","role":"user"} ],\n "model":"gpt-4o-mini"}`;
    const response = await strata.fetch(CHAT, { body: reordered });
    expect(response.headers.get('x-cache')).toBe('exact-hit');
  });

  test('is not the same with other white space inside, another case or another first turn', async () => {
    await strata.ask('What is Rust exactly?');
    expect((await strata.ask('what is Rust exactly?')).cache).toBe('miss');
    expect((await strata.ask('What  is Rust exactly?')).cache).toBe('miss');
    const history = [
      message,
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'What is Rust exactly?' },
    ];
    expect((await strata.ask('', { body: { messages: history } })).cache).toBe('miss');
  });

  test('as the last, byte for byte, obeys a control header that comes with it', async () => {
    const question = newQuestion();
    await strata.ask(question);
    await strata.ask(question);
    expect((await strata.ask(question)).cache).toBe('exact-hit');
    expect((await strata.ask(question, { headers: { 'x-bypass-cache': 'true' } })).cache).toBe('bypass');
    expect((await strata.ask(question, { headers: { 'x-bypass-cache': '1' } })).cache).toBe('exact-hit');
    expect((await strata.ask(question, { headers: { 'cache-control': 'no-cache' } })).cache).toBe('refresh');
    expect((await strata.ask(question, { headers: { 'x-cache-namespace': 'other' } })).cache).toBe('miss');
    expect((await strata.ask(question, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });

  test('after a refresh gets the new answer, also from the hot lane', async () => {
    const question = newQuestion();
    await strata.ask(question);
    await strata.ask(question);
    expect((await strata.ask(question)).cache).toBe('exact-hit');
    upstream.enqueue(answer({ choices: [{ content: 'A newer answer' }] }));
    await strata.ask(question, { headers: { 'cache-control': 'no-cache' } });
    expect((await strata.ask(question)).text).toContain('A newer answer');
    expect((await strata.ask(question)).text).toContain('A newer answer');
  });

  test('after a clear is a miss, also for the hot lane', async () => {
    const question = newQuestion();
    await strata.ask(question);
    await strata.ask(question);
    expect((await strata.ask(question)).cache).toBe('exact-hit');
    const cleared = await strata.fetch('/admin/cache/clear', { method: 'POST' });
    expect(await cleared.json()).toMatchObject({ status: 'success' });
    expect((await strata.ask(question)).cache).toBe('miss');
  });
});

describe('the chat path', () => {
  test.each(['/v1/chat/completions/', '/V1/Chat/Completions'])('is served as %s too', async (path) => {
    const question = newQuestion();
    await strata.ask(question);
    expect((await strata.ask(question, { path })).cache).toBe('exact-hit');
  });

  test('takes a query, which is part of the key', async () => {
    const question = newQuestion();
    const path = '/v1/chat/completions?api-version=1';
    const without = await strata.ask(question);
    const asked = [await strata.ask(question, { path }), await strata.ask(question, { path })];
    expect([without, ...asked].map(({ cache }) => cache)).toEqual(['miss', 'miss', 'exact-hit']);
  });
});

describe('a target in absolute form, as clients of an HTTP proxy send it', () => {
  const hosts = [
    'http://localhost:3000',
    'http://elsewhere.example',
    'HTTPS://user:word@elsewhere.example:8443',
  ];

  test.each(hosts)('is its path: %s', async (host) => {
    const question = newQuestion();
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: question }] };
    await strata.ask(question);
    for (const path of [CHAT, '/chat/completions', `/${CHAT}`]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await target(strata, `${host}${path}`, { body })).toMatchObject({
        status: 200,
        cache: 'exact-hit',
      });
    }
    expect((await target(strata, `${host}${CHAT}?api-version=1`, { body })).cache).toBe('miss');
    expect((await strata.ask(question, { path: `${CHAT}?api-version=1` })).cache).toBe('exact-hit');
    expect(upstream.requests.map(({ path }) => path)).toEqual([CHAT, `${CHAT}?api-version=1`]);
  });

  test('finds every other route, without a path the root', async () => {
    const codes = [];
    for (const path of ['/health/live', '/metrics', '/dashboard/', '/nonexistent', '?a=1']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      codes.push((await target(strata, `http://localhost${path}`)).status);
    }
    const root = (await target(strata, '/')).status;
    expect(codes).toEqual([200, 200, 200, 404, root]);
  });

  test('opens nothing that its path does not: keys and the admin’s guard see the path, and the host that it names', async () => {
    await using keyed = await Strata.before(upstream, {
      SEMANTIC_ENABLED: 'false',
      MASTER_KEYS: 'sk-of-a-client',
    });
    const named = [`http://localhost${CHAT}`, 'http://localhost/health/live', 'http://localhost/admin/stats'];
    const hidden = ['http://evil.example/admin/stats', 'http://health/v1/files', 'http:///admin/stats'];
    const codes = [];
    for (const each of [...named, ...hidden]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      codes.push((await target(keyed, each)).status);
    }
    expect(codes).toEqual([401, 200, 200, 403, 401, 401]);
  });
});

/** A request whose target is written just so. */
async function target(
  to: Strata,
  path: string,
  { body, headers, method = body === undefined ? 'GET' : 'POST' }: Target = {},
): Promise<
  Pick<IncomingMessage, 'headers'> & { readonly status: number | undefined; readonly cache: unknown }
> {
  const { hostname: host, port } = new URL(to.url);
  const sent = httpRequest({
    host,
    port,
    path,
    method,
    headers: { 'content-type': 'application/json', ...headers },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  await to.settled();
  return { status: response.statusCode, cache: response.headers['x-cache'], headers: response.headers };
}

type Target = {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly method?: string;
};

describe('a page of another origin', () => {
  const origin = 'https://app.example';

  test('may not use the API unless it is told so', async () => {
    const response = await strata.fetch(CHAT, { method: 'OPTIONS', headers: { origin } });
    expect(response.status).toBe(405);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may where its origin is configured, and read what the cache says; never the admin API', async () => {
    await using shared = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', CORS_ORIGINS: origin });
    const preflight = await shared.fetch(CHAT, { method: 'OPTIONS', headers: { origin } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    const question = newQuestion();
    for (const cache of ['miss', 'exact-hit', 'exact-hit']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answered = await shared.ask(question, { headers: { origin } });
      expect([answered.cache, answered.headers.get('access-control-allow-origin')]).toEqual([cache, origin]);
    }
    const stranger = await shared.ask(question, { headers: { origin: 'https://other.example' } });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may read what tells its SDK when to ask again, and whether at all', async () => {
    const settings = { SEMANTIC_ENABLED: 'false', CORS_ORIGINS: origin };
    await using shared = await Strata.before(upstream, settings);
    const told = { 'retry-after': '1', 'retry-after-ms': '900', 'x-should-retry': 'false' };
    upstream.enqueue(status(429, { error: { message: 'Spent.' } }, told));
    const { headers } = await shared.ask(newQuestion(), { headers: { origin } });
    const readable = headers.get('access-control-expose-headers')?.split(', ');
    for (const name of Object.keys(told)) {
      expect([name, headers.has(name), readable?.includes(name)]).toEqual([name, true, true]);
    }
  });

  test.each([
    '/admin/stats',
    '//admin/stats',
    '/Admin/stats',
    '/admin?x',
    '/v2/../admin/stats',
    '/health/detailed',
    '//health//Detailed/',
  ])('may not where the admin guard stands: %s', async (path) => {
    await using shared = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', CORS_ORIGINS: '*' });
    for (const method of ['OPTIONS', 'GET']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { headers } = await target(shared, path, { method, headers: { origin } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    const health = await target(shared, '/health', { headers: { origin } });
    expect(health.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('a page whose name was made to point at this machine', () => {
  const host = 'evil.example:3000';
  const page = { host, origin: `http://${host}` };

  test.each([CHAT, '/v1/messages', '/v1/responses', '/v1/files', '/nowhere'])(
    'gets nothing from %s, and nobody hears of it',
    async (path) => {
      const body = { model: 'm', messages: [message] };
      const refused = await target(strata, path, { body, headers: page });
      expect([refused.status, upstream.requests]).toEqual([403, []]);
    },
  );

  test('gets nothing that this machine was just told', async () => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: newQuestion() }] };
    const local = { headers: { origin: 'http://localhost:5173' }, body };
    for (const cache of ['miss', 'exact-hit', 'exact-hit']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await target(strata, CHAT, local)).cache).toBe(cache);
    }
    expect((await target(strata, CHAT, { body, headers: page })).status).toBe(403);
  });

  test.each<[string, Record<string, string>]>([
    ['an SDK in a container, which knows this machine by a name of its own', { host: 'host.internal:3000' }],
    ['a reverse proxy with TLS', { host: 'strata.example', origin: 'https://strata.example' }],
    ['a reverse proxy that says so', { ...page, via: '1.1 Caddy' }],
    ['a page of this machine', { host: 'localhost:3000', origin: 'http://localhost:5173' }],
  ])('is not %s', async (_who, headers) => {
    const body = { model: 'm', messages: [{ role: 'user', content: newQuestion() }] };
    expect((await target(strata, CHAT, { body, headers })).status).toBe(200);
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['where a key is asked for', { MASTER_KEYS: 'sk-app' }, { authorization: 'Bearer sk-app' }],
    ['where the proxy is for others too', { HOST: '0.0.0.0' }, {}],
    ['where its origin may use the API', { CORS_ORIGINS: page.origin }, {}],
  ])('is nothing to be afraid of %s', async (_where, settings, headers) => {
    await using other = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', ...settings });
    const body = { model: 'm', messages: [{ role: 'user', content: newQuestion() }] };
    const answered = await target(other, CHAT, { body, headers: { ...page, ...headers } });
    expect(answered.status).toBe(200);
  });
});

describe('bad input', () => {
  const cases: readonly [
    string,
    number,
    { path?: string; method?: string; headers?: Record<string, string>; body?: unknown },
  ][] = [
    ['broken JSON', 400, { body: '{"model":' }],
    ['no messages', 400, { body: { model: 'm' } }],
    ['empty messages', 400, { body: { model: 'm', messages: [] } }],
    ['messages of the wrong type', 400, { body: { model: 'm', messages: 'Hi' } }],
    ['no model', 400, { body: { messages: [message] } }],
    ['an empty body', 400, { body: '' }],
    [
      'x-cache-ttl abc',
      400,
      { body: { model: 'm', messages: [message] }, headers: { 'x-cache-ttl': 'abc' } },
    ],
    ['x-cache-ttl -5', 400, { body: { model: 'm', messages: [message] }, headers: { 'x-cache-ttl': '-5' } }],
    ['an unknown path', 404, { path: '/nonexistent' }],
    ['GET', 405, { method: 'GET' }],
    ['DELETE', 405, { method: 'DELETE' }],
    [
      'a body over the limit',
      413,
      { body: { model: 'm', messages: [{ role: 'user', content: 'x'.repeat(70_000) }] } },
    ],
    ['plain text', 415, { body: 'Hi', headers: { 'content-type': 'text/plain' } }],
    ['another charset', 415, { body: '{}', headers: { 'content-type': 'application/json; charset=latin1' } }],
    ['a compressed body', 415, { body: '{}', headers: { 'content-encoding': 'gzip' } }],
  ];

  test.each(cases)(
    'S2-33 %s gets %d and a clear error in OpenAI’s shape',
    async (_name, expected, { path = CHAT, ...init }) => {
      const response = await strata.fetch(path, init);
      expect(response.status).toBe(expected);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      const { error } = (await response.json()) as { error: Record<string, unknown> };
      expect(error['message']).toEqual(expect.any(String));
      expect(error['type']).toBe('invalid_request_error');
      expect([null, expect.any(String)]).toContainEqual(error['code']);
      expect(JSON.stringify(error)).not.toMatch(/\bat .*\.ts|node_modules/);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  test.each(['chat/completions', 'completions', 'embeddings', 'responses', 'messages'])(
    'that names a model of tens of thousands of characters gets 400 at /v1/%s, and is in no metric and no list',
    async (path) => {
      const model = 'long'.repeat(10_000);
      const body = { model, messages: [message], input: 'Hi', prompt: 'Hi', max_tokens: 5 };
      const response = await strata.fetch(`/v1/${path}`, { body });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('at most 256 characters');
      expect(upstream.requests).toHaveLength(0);
      for (const page of ['/metrics', '/admin/recent']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await (await strata.fetch(page)).text()).not.toContain('longlong');
      }
    },
  );

  test.each(['chat/completions', 'completions', 'embeddings', 'responses', 'messages'])(
    'of thousands of brackets in a member that no key looks at gets 400 at /v1/%s',
    async (path) => {
      const text = JSON.stringify({
        model: 'm',
        messages: [message],
        input: 'Hi',
        prompt: 'Hi',
        max_tokens: 5,
      });
      const deep = `${'['.repeat(8_000)}${']'.repeat(8_000)}`;
      const response = await strata.fetch(`/v1/${path}`, { body: text.replace('{', `{"metadata":${deep},`) });
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('nested deeper than 200 levels'),
      ]);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  test('S2-33 without a content type gets 400', async () => {
    const response = await fetch(`${strata.url}${CHAT}`, { method: 'POST', body: Buffer.from('{}') });
    expect(response.status).toBe(400);
  });

  test.each(['chat/completions', 'completions', 'embeddings', 'responses', 'messages'])(
    'that is not UTF-8 gets 400 at /v1/%s, and nobody else hears of it',
    async (path) => {
      const text = { model: 'm', messages: [message], input: 'caf\xe9', prompt: 'caf\xe9' };
      const body = Buffer.from(JSON.stringify(text), 'latin1');
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${strata.url}/v1/${path}`, { method: 'POST', body, headers });
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('not valid UTF-8'),
      ]);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  test.each([
    ['GET', CHAT, 'POST'],
    ['DELETE', '/metrics', 'GET, HEAD'],
    ['POST', '/admin/stats', 'GET, HEAD'],
    ['GET', '/admin/cache/clear', 'POST'],
    ['POST', `/admin/cache/entries/${'0'.repeat(64)}`, 'GET, HEAD, DELETE'],
  ])('with %s at %s gets 405, and hears what is allowed', async (method, path, allowed) => {
    const { status: code, headers } = await strata.fetch(path, { method });
    expect([code, headers.get('allow')]).toEqual([405, allowed]);
  });
});

describe('an upstream that fails', () => {
  test.each([500, 401, 503, 418])(
    'with %d is passed on with its body, an object or a string',
    async (code) => {
      upstream.enqueue(
        status(code, { error: { message: 'No', type: 't', param: null, code: null }, extra: 1 }),
      );
      const object = await strata.ask(newQuestion());
      expect([object.status, JSON.parse(object.text)]).toMatchObject([code, { extra: 1 }]);
      upstream.enqueue(status(code, { error: 'just words' }));
      const words = await strata.ask(newQuestion());
      expect([words.status, JSON.parse(words.text)]).toEqual([code, { error: 'just words' }]);
    },
  );

  test('by an invalid answer is a 502, and so is one that hangs up', async () => {
    upstream.enqueue(json('invalid json'), cut());
    expect((await strata.ask(newQuestion())).status).toBe(502);
    expect((await strata.ask(newQuestion())).status).toBe(502);
  });

  test('to answer in time is a 504', async () => {
    await using hasty = await Strata.before(upstream, {
      SEMANTIC_ENABLED: 'false',
      UPSTREAM_FIRST_BYTE_TIMEOUT: '50ms',
    });
    upstream.enqueue(hang());
    const answered = await hasty.ask(newQuestion());
    expect(answered.status).toBe(504);
    expect(JSON.parse(answered.text)).toMatchObject({ error: { type: 'server_error' } });
  });

  test('with an error inside a 200 is passed on and not stored', async () => {
    upstream.enqueue(json({ error: { message: 'quota' } }));
    const question = newQuestion();
    expect((await strata.ask(question)).status).toBe(200);
    expect((await strata.ask(question)).cache).toBe('miss');
  });

  test.each([
    [CHAT, { choices: [{ index: 0, message: { content: 'caf\xe9' }, finish_reason: 'stop' }] }],
    ['/v1/completions', { choices: [{ index: 0, text: 'caf\xe9', finish_reason: 'stop' }] }],
    ['/v1/embeddings', { data: [{ index: 0, embedding: [1], note: 'caf\xe9' }] }],
    ['/v1/responses', { status: 'completed', output: [{ type: 'message', content: 'caf\xe9' }] }],
    ['/v1/messages', { content: [{ type: 'text', text: 'caf\xe9' }], stop_reason: 'end_turn' }],
  ])('to write UTF-8 at %s is passed on byte for byte and not stored, and counted', async (path, whole) => {
    // Renamed on its way, as behind a provider that calls the model otherwise.
    await using renaming = await Strata.before(upstream, {
      SEMANTIC_ENABLED: 'false',
      PROVIDER_SUFFIX: 'Mine',
    });
    const bytes = (model: string): Buffer => Buffer.from(JSON.stringify({ model, ...whole }), 'latin1');
    for (const [asked, count] of [
      ['m', 2],
      ['Mine/m', 4],
    ] as const) {
      const body = { model: asked, messages: [message], input: 'Hi', prompt: 'Hi' };
      for (const _time of ['first', 'second']) {
        upstream.enqueue(status(200, bytes('m')));
        // oxlint-disable no-await-in-loop -- one after the other
        const response = await renaming.fetch(path, { body });
        expect(response.headers.get('x-cache')).toBe('miss');
        expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toBe(
          bytes(asked).toString('latin1'),
        );
        await renaming.settled();
        // oxlint-enable no-await-in-loop
      }
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const metrics = await (await renaming.fetch('/metrics')).text();
      expect(metrics).toMatch(
        new RegExp(`strata_admission_rejected_total\\{.*reason="not-utf8".*\\} ${count}`),
      );
    }
  });

  test('to stream UTF-8 is passed on and not stored, and counted', async () => {
    // Renamed on its way, as behind a provider that calls the model otherwise.
    await using renaming = await Strata.before(upstream, {
      SEMANTIC_ENABLED: 'false',
      PROVIDER_SUFFIX: 'Mine',
    });
    const chunk = {
      model: 'm',
      choices: [{ index: 0, delta: { content: 'caf\xe9' }, finish_reason: 'stop' }],
    };
    const wire = Buffer.from(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`, 'latin1');
    const body = { model: 'Mine/m', messages: [message], stream: true };
    for (const _time of ['first', 'second']) {
      upstream.enqueue(raw([wire]));
      // oxlint-disable no-await-in-loop -- one after the other
      const response = await renaming.fetch(CHAT, { body });
      expect(response.headers.get('x-cache')).toBe('miss');
      expect(await response.text()).toContain('caf\ufffd');
      await renaming.settled();
      // oxlint-enable no-await-in-loop
    }
    const metrics = await (await renaming.fetch('/metrics')).text();
    expect(metrics).toMatch(/strata_admission_rejected_total\{.*reason="not-utf8".*\} 2/);
  });
});

describe('a cached-only request', () => {
  test('gets 504, and is told not to ask again', async () => {
    const answered = await strata.ask(newQuestion(), { headers: { 'cache-control': 'only-if-cached' } });
    expect(answered.status).toBe(504);
    expect(answered.headers.get('x-should-retry')).toBe('false');
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('the metrics', () => {
  test('count what happened, as Prometheus text, as JSON, in /admin/stats and in the request log', async () => {
    const LOG_PATH = join(strata.dataDir, 'logs', 'requests.log');
    await using counted = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', LOG_PATH });
    upstream.respond(
      answer({
        model: 'gpt-4o-mini',
        usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
      }),
    );
    await counted.ask('One');
    await counted.ask('One');
    await counted.ask('One');
    await counted.ask('Two', { headers: { 'x-bypass-cache': 'true' } });
    await counted.ask('Two');

    const seen = (await (await counted.fetch('/metrics.json')).json()) as Record<string, object>;
    expect(seen['cache_performance']).toMatchObject({
      exact_hits: 2,
      semantic_hits: 0,
      total_hits: 2,
      misses: 2,
      total_requests: 4,
      hit_rate_percent: '50.00%',
      bypassed: 1,
    });
    expect(seen['token_usage']).toEqual({
      tokens_saved: 300,
      tokens_used: 450,
      total_tokens_without_cache: 750,
    });
    const accepted = await counted.fetch('/metrics', { headers: { accept: 'application/json' } });
    expect(await accepted.json()).toEqual(seen);

    const text = await (await counted.fetch('/metrics')).text();
    expect(text).toContain('strata_requests_total{tier="exact",outcome="exact-hit"} 2');
    expect(text).toContain('strata_requests_total{tier="upstream",outcome="miss"} 2');
    expect(text).toContain('strata_bypass_total{reason="requested"} 1');
    expect(text).toContain('strata_tokens_saved_total{type="prompt"} 200');

    const stats = await (await counted.fetch('/admin/stats')).json();
    expect(stats).toMatchObject({
      cache_stats: { exact_hits: 2, misses: 2, hit_rate: 50 },
      services: { sqlite: 'up' },
    });

    const lines = (await readFile(LOG_PATH, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| MISS {10}\| gpt-4o-mini {20}\| {6}150 tokens \| \$0\.00005$/,
    );
    expect(lines[1]).toMatch(/\| EXACT_HIT {5}\|.*\| \$0\.00000$/);
  });
});

describe('health', () => {
  test('has one view for people and one each for liveness and readiness', async () => {
    const health = await strata.fetch('/health');
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { status: 'healthy', services: { sqlite: { status: 'up' } } },
    ]);
    expect(await (await strata.fetch('/health/live')).json()).toEqual({ status: 'ok' });
    expect((await strata.fetch('/health/ready')).status).toBe(200);
  });
});

describe('the admin API', () => {
  test('needs the admin key where one is set', async () => {
    await using guarded = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', ADMIN_KEY: 'secret' });
    const ask = async (headers: Record<string, string>) =>
      (await guarded.fetch('/admin/stats', { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await ask({ authorization: 'Bearer secret' })).toBe(200);
  });

  test('without a key refuses what another site makes a browser send', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await strata.fetch('/admin/stats', { headers })).status;
    expect(await ask({ origin: 'https://evil.example' })).toBe(403);
    expect(await ask({ origin: strata.url })).toBe(200);
  });

  test.each(['recent', 'near-misses'])(
    'shows from 1 to 500 of the latest in %s, and refuses any other number of them',
    async (list) => {
      const answered = async (query: string): Promise<unknown> => {
        const response = await strata.fetch(`/admin/${list}?${query}`);
        const { error } = (await response.json()) as { error?: { param: string } };
        return error === undefined ? response.status : [response.status, error.param];
      };
      for (const query of ['limit=1', 'limit=500', 'after=0']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await answered(query)).toBe(200);
      }
      for (const limit of ['0', '501', '-1', 'ten', '1&limit=2', '']) {
        // oxlint-disable-next-line no-await-in-loop
        expect(await answered(`limit=${limit}`)).toEqual([400, 'limit']);
      }
      expect(await answered('after=-1')).toEqual([400, 'after']);
    },
  );

  test('tells the history since an age, as since an instant, and refuses what is neither', async () => {
    const since = async (value: string): Promise<unknown> => {
      const response = await strata.fetch(`/admin/history?since=${value}`);
      const body = (await response.json()) as { since: number; until: number; error?: { param: string } };
      if (body.error !== undefined) return [response.status, body.error.param];
      // Whole minutes, for it begins with a step of ten seconds.
      return Math.floor((body.until - body.since) / 60_000);
    };
    for (const value of ['15m', String(Date.now() - 15 * 60_000)])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await since(value)).toBe(15);
    for (const value of ['1h', new Date(Date.now() - 3_600_000).toISOString()])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await since(value)).toBe(60);
    for (const value of ['', 'soon', '15 parsecs', '-15m'])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await since(value)).toEqual([400, 'since']);
  });
});

test('without a key of its own, the caller’s credential goes upstream and is its tenant', async () => {
  await using open = await Strata.start({ OPENAI_BASE_URL: upstream.baseUrl, SEMANTIC_ENABLED: 'false' });
  const question = newQuestion();
  const as = (name: string) => ({ headers: { authorization: `Bearer ${name}` } });
  expect((await open.ask(question, as('anna'))).cache).toBe('miss');
  expect(upstream.requests.at(-1)?.headers['authorization']).toBe('Bearer anna');
  expect((await open.ask(question, as('anna'))).cache).toBe('exact-hit');
  expect((await open.ask(question, as('anna'))).cache).toBe('exact-hit');
  expect((await open.ask(question, as('boris'))).cache).toBe('miss');
  expect((await open.ask(question)).cache).toBe('miss');
});
