import { randomBytes } from 'node:crypto';
import { answer, hang, json } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apart, eventually, inTurn, jsonOf, MODEL, outcomes } from './black-box.ts';
import { ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// What Local_LLM_Cache did or claimed (S0).

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let upstream: FakeOpenAiServer;
let other: FakeOpenAiServer;
let strata: Strata;

beforeAll(async () => {
  [upstream, other] = await Promise.all([FakeOpenAiServer.start(), FakeOpenAiServer.start()]);
  strata = await Strata.before(upstream);
});
beforeEach(() => {
  upstream.reset();
  other.reset();
});
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await Promise.all([upstream.stop(), other.stop()]);
});

/** A Strata in front of these providers. */
async function strataWith(...providers: readonly object[]): Promise<Strata> {
  await using folder = await ConfigFolder.create();
  const path = await folder.write({ semantic: { enabled: false }, providers });
  return await Strata.start({ CONFIG_PATH: path });
}

const first = (more: object = {}): object => ({ name: 'first', base_url: upstream.baseUrl, ...more });
const second = (more: object = {}): object => ({ name: 'second', base_url: other.baseUrl, ...more });

describe('the same request', () => {
  const fields = { temperature: 0.1, max_tokens: -1, stream: false, unheard_of: { a: [1] } };

  test('S0-01, S0-02 goes up as it was sent, shares its entry over both paths, and gets the stored body to the letter', async () => {
    const stored = { id: 'chatcmpl-kept', created: 1_700_000_000, usage: USAGE };
    upstream.enqueue(answer(stored));
    const namespace = { 'x-cache-namespace': 'S0-01' };
    const body = { model: MODEL, ...fields };
    const asked = (path: string) => strata.ask('Hello, how are you?', { body, headers: namespace, path });
    const miss = await asked('/v1/chat/completions');
    expect(upstream.requests[0]?.json).toMatchObject(body);
    for (const path of ['/v1/chat/completions', '/chat/completions']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const hit = await asked(path);
      expect([hit.cache, hit.text]).toEqual(['exact-hit', miss.text]);
      expect(JSON.parse(hit.text)).toMatchObject({ ...stored, choices: [{ finish_reason: 'stop' }] });
      expect(hit.headers.get('cache-status')).toMatch(/^strata-exact; hit/);
    }
  });

  test('S0-04 as a stream, after a whole answer, is an event stream from the same entry', async () => {
    const ask = apart(strata);
    const [whole, streamed] = await inTurn(ask, [
      ['Say hello.', { stream: false }],
      ['Say hello.', { stream: true }],
    ]);
    expect([whole?.cache, streamed?.cache]).toEqual(['miss', 'exact-hit']);
    expect(streamed?.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(streamed?.text).toMatch(/^(?:data: \{.+\}\n\n)+data: \[DONE\]\n\n$/);
  });

  const turn = (asked: string): object => ({
    messages: [
      { role: 'user', content: 'Do you know Rust?' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: asked },
    ],
  });
  const told = (system: string): object => ({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: 'What is Rust?' },
    ],
  });

  test.each([
    ['S0-14 with another second turn', turn('Who made it, please?'), turn('What is it good for?')],
    ['S0-15 under another system prompt', told('Be brief.'), told('Be kind.')],
  ])('%s is another one, in both tiers', async (_name, one, another) => {
    const bodies = [one, another, one].map((body) => ['', body] as const);
    expect(await outcomes(apart(strata), bodies)).toEqual(['miss', 'miss', 'exact-hit']);
  });
});

describe('what is kept', () => {
  test('S0-03 without any user message: the upstream’s answer, by the exact tier alone', async () => {
    const body = { messages: [{ role: 'system', content: 'Say something about the weather.' }] };
    const [miss, hit] = await inTurn(apart(strata), [
      ['', body],
      ['', body],
    ]);
    expect(miss?.headers.get('cache-status')).toMatch(/strata-semantic; fwd=bypass; detail=not-user-last/);
    expect([miss?.cache, hit?.cache]).toEqual(['miss', 'exact-hit']);
  });

  test.each([{ messages: [] }, { messages: undefined }])(
    'S0-03 nothing for %j, which is 400',
    async (body) => {
      const refused = await apart(strata)('', body);
      expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
        400,
        { error: { param: 'messages' } },
      ]);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  const empty = [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }];
  test.each([
    ['empty content', { choices: empty }],
    ['no choices', { choices: [] }],
  ])('S0-05 not an answer with %s, which is passed on', async (_name, body) => {
    const ask = apart(strata);
    upstream.enqueue(json({ id: 'x', object: 'chat.completion', created: 1, model: MODEL, ...body }));
    expect(JSON.parse((await ask('What is empty?')).text)).toMatchObject(body);
    expect((await ask('What is empty?')).cache).toBe('miss');
  });

  test('S0-06 not an answer over the limit, which is passed on', async () => {
    const ask = apart(strata);
    const content = randomBytes(6_000_000).toString('base64');
    upstream.enqueue(answer({ choices: [{ content }] }));
    expect((await ask('What is long?')).text).toContain(content.slice(-100));
    expect((await ask('What is long?')).cache).toBe('miss');
  });

  test('S0-16 not an entry past its time, however often it answered: it is removed from the store', async () => {
    await using alone = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false' });
    const brief = { 'x-cache-ttl': '1' };
    await inTurn(apart(alone), [['For a day'], ['For a second', {}, brief], ['For a second', {}, brief]]);
    const isGone = async (): Promise<boolean> =>
      (await (await alone.fetch('/metrics')).text()).includes('strata_entries{tier="exact"} 1\n');
    expect(await eventually(isGone)).toBe(true);
  });
});

describe('several upstreams', () => {
  test.each([
    [1, 2, 30, 60],
    [0, 1, 0, 90],
    [0, 0, 90, 0],
  ])('S0-07 of weights %d and %d get %d and %d of 90 calls', async (one, two, ones, twos) => {
    await using balanced = await strataWith(first({ weight: one }), second({ weight: two }));
    const ask = apart(balanced, { 'x-bypass-cache': 'true' });
    await Promise.all(Array.from({ length: 90 }, () => ask('Whose turn is it?')));
    expect([upstream.requests.length, other.requests.length]).toEqual([ones, twos]);
  });

  test.each([{ mine: 'theirs' }, { '*': 'theirs' }])(
    'S0-08 with %j the upstream sees its own name of the model, the client the one it asked for',
    async (mapping) => {
      await using mapped = await strataWith(first({ model_mapping: mapping }));
      const [miss, hit] = await inTurn(apart(mapped), [
        ['Who are you?', { model: 'mine' }],
        ['Who are you?', { model: 'mine' }],
      ]);
      expect(upstream.requests.map((request) => request.json)).toMatchObject([{ model: 'theirs' }]);
      expect([miss?.text, hit?.text].map((text = '') => JSON.parse(text) as object)).toMatchObject([
        { model: 'mine' },
        { model: 'mine' },
      ]);
    },
  );

  test('S0-12 none at all is 503, one that refuses connections 502, one that hangs 504', async () => {
    await using demo = await Strata.start({ SEMANTIC_ENABLED: 'false', EMBEDDINGS_LOCAL: 'false' });
    const none = await demo.fetch('/v1/embeddings', { body: { model: 'm', input: 'x' } });
    expect([none.status, await none.json()]).toMatchObject([503, { error: { code: 'no_upstream' } }]);
    await using refusing = await strataWith({ name: 'gone', base_url: 'http://127.0.0.1:9/v1' });
    expect((await refusing.ask('Is anybody there?')).status).toBe(502);
    await using hanging = await strataWith(first({ timeouts: { total: '100ms' } }));
    upstream.enqueue(hang());
    expect((await hanging.ask('Is anybody there?')).status).toBe(504);
  });

  test('S0-13 that have no place in time are 503', async () => {
    const queue = { size: 10, timeout: '100ms' };
    await using small = await strataWith(first({ max_concurrency: 1, queue }));
    upstream.enqueue(hang());
    const client = new AbortController();
    const asking = (content: string): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] }),
    });
    const url = `${small.url}/v1/chat/completions`;
    const held = fetch(url, { ...asking('First'), signal: client.signal });
    await upstream.nextRequest();
    const refused = await fetch(url, asking('Second'));
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: 'overloaded' } }]);
    client.abort();
    await expect(held).rejects.toThrow();
  });
});

describe('what passes through', () => {
  test('S0-10 models are listed, with and without /v1, as JSON', async () => {
    upstream.models(['one', 'two']);
    await using alone = await Strata.before(upstream, {
      EMBEDDINGS_LOCAL: 'false',
      SEMANTIC_ENABLED: 'false',
    });
    for (const path of ['/v1/models', '/models']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const listed = await alone.fetch(path);
      expect(listed.headers.get('content-type')).toMatch(/^application\/json/);
      // oxlint-disable-next-line no-await-in-loop -- the same
      expect(await listed.json()).toMatchObject({ object: 'list', data: [{ id: 'one' }, { id: 'two' }] });
    }
  });

  test.each(['/v1/embeddings', '/embeddings'])(
    'S0-11 embeddings come from the upstream, as JSON, at %s',
    async (path) => {
      const body = {
        model: 'text-embedding-ada-002',
        input: `This is a sample text for embedding at ${path}.`,
      };
      const response = await strata.fetch(path, { body });
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      const direct = fetch(`${upstream.baseUrl}/embeddings`, { method: 'POST', body: JSON.stringify(body) });
      expect(await response.json()).toEqual(await jsonOf<object>(direct));
      expect(upstream.requests[0]?.json).toMatchObject(body);
    },
  );
});

const USAGE = { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 };
