import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { EarlyHits } from '@strata/proxy-service/http/early-hits';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder, startWithKeys } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

const OFF = { SEMANTIC_ENABLED: 'false' };
/** A miss, a hit, a hit that is kept ready: from the fourth on a repeat may be answered early. */
const UNTIL_EARLY = 3;

let upstream: FakeOpenAiServer;
let cleanups = new AsyncDisposableStack();
const looked = vi.spyOn(EarlyHits.prototype, 'answer');

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
beforeEach(() => {
  upstream.reset();
  looked.mockClear();
});
afterEach(async () => {
  await cleanups.disposeAsync();
  cleanups = new AsyncDisposableStack();
});
afterAll(() => upstream.stop());

/** How many requests were answered before `node:http` read them. */
const early = (): number => looked.mock.results.filter(({ value }) => typeof value === 'object').length;

type Sent = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: string;
  readonly stream?: boolean;
};

/** One client with one connection: a request whose body is still to be sent, and its answer. */
function connectionTo(strata: Strata) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanups.defer(() => agent.destroy());
  return ({ headers = {}, content = 'Hello', stream = false }: Sent = {}) => {
    const body = JSON.stringify({ model: 'gpt-4o-mini', stream, messages: [{ role: 'user', content }] });
    const sent = httpRequest(`${strata.url}/v1/chat/completions`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
    });
    const answered = once(sent, 'response').then(async ([response]: IncomingMessage[]) => {
      if (response === undefined) throw new Error('no response');
      const answer = { response, headers: response.headers, status: response.statusCode };
      return { ...answer, text: await text(response) };
    });
    return { begin: () => sent.flushHeaders(), end: () => sent.end(body), answered };
  };
}

/** One client that asks one thing after the other. */
function clientOf(strata: Strata) {
  const request = connectionTo(strata);
  return async (asked: Sent = {}) => {
    const { end, answered } = request(asked);
    end();
    const answer = await answered;
    await strata.settled();
    return answer;
  };
}

/** Names in the order they came, each with the value that is the same whenever it is asked. */
function lasting({ rawHeaders }: IncomingMessage): readonly string[] {
  const changing = ['x-request-id', 'age', 'server-timing', 'Date', 'cache-status'];
  return rawHeaders.map((one, at) =>
    at % 2 === 1 && changing.includes(rawHeaders[at - 1] ?? '') ? '…' : one,
  );
}

test.each([
  ['short', false, 'An answer.'],
  ['long', false, 'An answer. '.repeat(4_000)],
  ['streamed', true, 'An answer in a stream, with “quotes”.'],
])('an early hit is, byte for byte, the hit that the ordinary way gives: %s', async (_, stream, content) => {
  await using strata = await Strata.before(upstream, OFF);
  upstream.respond(replies.answer({ choices: [{ content }] }));
  const ask = clientOf(strata);
  for (let count = 1; count < UNTIL_EARLY; count += 1) await ask({ stream });
  const ordinary = await ask({ stream });
  expect(early()).toBe(0);
  const repeat = await ask({ stream });
  expect(early()).toBe(1);
  expect(lasting(repeat.response)).toEqual(lasting(ordinary.response));
  expect(repeat.text).toBe(ordinary.text);
  expect(repeat.headers).toMatchObject({ 'x-cache': 'exact-hit', age: expect.stringMatching(/^\d+$/) });
  expect(repeat.headers['x-request-id']).not.toBe(ordinary.headers['x-request-id']);
  expect(repeat.headers['cache-status']).toMatch(/^strata-exact; hit; ttl=\d+; key="[0-9a-f]{64}"$/);
  expect(repeat.headers['server-timing']).toMatch(/^exact;dur=\d+\.\d{3}$/);
  expect(Date.parse(repeat.headers.date ?? '')).not.toBeNaN();
});

test('an early hit counts like any other', async () => {
  await using strata = await Strata.before(upstream, OFF);
  const ask = clientOf(strata);
  for (let count = 0; count < 6; count += 1) await ask();
  expect(early()).toBe(3);
  const metrics = await (await strata.fetch('/metrics')).text();
  expect(metrics).toMatch(/^strata_requests_total\{[^}]*outcome="exact-hit"[^}]*\} 5$/m);
  const recent: unknown = await (await strata.fetch('/admin/recent')).json();
  expect(recent).toHaveProperty('requests.length', 6);
});

test('the request’s own id comes back', async () => {
  await using strata = await Strata.before(upstream, OFF);
  const ask = clientOf(strata);
  const headers = { 'x-request-id': 'mine' };
  for (let count = 0; count < 5; count += 1) {
    expect((await ask({ headers })).headers['x-request-id']).toBe('mine');
  }
  expect(early()).toBe(2);
});

test('a request that differs in a byte of its head or its body is another', async () => {
  await using strata = await Strata.before(upstream, OFF);
  const ask = clientOf(strata);
  for (let count = 0; count < 4; count += 1) await ask();
  expect((await ask({ content: 'Hallo' })).headers['x-cache']).toBe('miss');
  expect((await ask({ headers: { 'x-cache-namespace': 'n' } })).headers['x-cache']).toBe('miss');
  expect((await ask({ headers: { 'x-bypass-cache': 'true' } })).headers['x-cache']).toBe('bypass');
  expect(early()).toBe(1);
});

test('a clear makes it void at once', async () => {
  await using strata = await Strata.before(upstream, { ...OFF, ADMIN_KEY: 'admin' });
  const ask = clientOf(strata);
  for (let count = 0; count < 4; count += 1) await ask();
  await strata.fetch('/admin/cache/clear', { method: 'POST', headers: bearer('admin') });
  const outcomes = [];
  for (let count = 0; count < 4; count += 1) outcomes.push((await ask()).headers['x-cache']);
  expect(outcomes).toEqual(['miss', 'exact-hit', 'exact-hit', 'exact-hit']);
  expect(early()).toBe(3);
});

test('a key that is taken away lets nobody in, on a connection that has been answered early', async () => {
  await using folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({ master_keys: [{ name: 'goes', key: 'sk-goes' }] });
  await using strata = await Strata.before(upstream, { ...OFF, CONFIG_PATH });
  const ask = clientOf(strata);
  const headers = bearer('sk-goes');
  for (let count = 0; count < 4; count += 1) await ask({ headers });
  expect(early()).toBe(1);
  expect((await ask({ headers: bearer('sk-else') })).status).toBe(401);
  await folder.write({ master_keys: [{ name: 'stays', key: 'sk-stays' }] });
  expect(strata.reload()).toBe('applied');
  expect((await ask({ headers })).status).toBe(401);
});

test('a key that is taken away while its request is under way is not remembered from that request', async () => {
  await using folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({ master_keys: [{ name: 'goes', key: 'sk-goes' }] });
  await using strata = await Strata.before(upstream, { ...OFF, CONFIG_PATH });
  const ask = clientOf(strata);
  const headers = bearer('sk-goes');
  for (let count = 0; count < 3; count += 1) await ask({ headers });

  // A reload begins the hot lane anew: the first of them fills it, the second is answered from it.
  const underWay = [1, 2].map(() => connectionTo(strata)({ headers }));
  for (const { begin } of underWay) begin();
  await expect
    .poll(async () => await (await strata.fetch('/metrics')).text(), { timeout: 20_000 })
    .toMatch(/^llm_proxy_active_requests\{[^}]*chat[^}]*\} 2$/m);
  await folder.write({ master_keys: [{ name: 'stays', key: 'sk-stays' }] });
  expect(strata.reload()).toBe('applied');
  for (const { end, answered } of underWay) {
    end();
    // They were let in before.
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await answered).status).toBe(200);
  }
  for (let count = 0; count < 3; count += 1) expect((await ask({ headers })).status).toBe(401);
  expect(early()).toBe(0);
});

test('what has to be counted or told of each time goes the ordinary way', async () => {
  const rate = { requests_per_second: 0.0001, burst: 5 };
  await using limited = await startWithKeys(upstream, [{ name: 'five', key: 'sk-five', rate_limit: rate }]);
  const ask = clientOf(limited);
  const statuses = [];
  for (let count = 0; count < 6; count += 1)
    statuses.push((await ask({ headers: bearer('sk-five') })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);

  await using shared = await Strata.before(upstream, { ...OFF, CORS_ORIGINS: 'https://page.example' });
  const askShared = clientOf(shared);
  const headers = { origin: 'https://page.example' };
  for (let count = 0; count < 5; count += 1) {
    expect((await askShared({ headers })).headers['access-control-allow-origin']).toBe(headers.origin);
  }
  expect(early()).toBe(0);
});

test('a client that asks first whether to send its body is told to', async () => {
  await using strata = await Strata.before(upstream, OFF);
  const ask = clientOf(strata);
  for (let count = 0; count < 5; count += 1) {
    expect((await ask({ headers: { expect: '100-continue' } })).status).toBe(200);
  }
  expect(early()).toBe(0);
});
