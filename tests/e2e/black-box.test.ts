import { answer, json, openAiError } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Strata, type Asked } from './strata.ts';

// What the systems before Strata did or claimed, as cases on the wire. Each is named by its id in the list of those
// systems (S0 to S4) and a sentence; cases that another file here already shows are not repeated.

let upstream: FakeOpenAiServer;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  strata = await Strata.before(upstream);
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await upstream.stop();
});

let namespaces = 0;
const model = 'llama-3.3-70b-versatile';

/** Asks in a namespace of its own, so that no case sees what another one stored. */
function apart(): (content: string, fields?: object, headers?: Record<string, string>) => Promise<Asked> {
  const own = { 'x-cache-namespace': `case-${(namespaces += 1)}` };
  return async (content, fields = {}, headers = {}) =>
    await strata.ask(content, { body: { model, ...fields }, headers: { ...own, ...headers } });
}

/** How each of these bodies was answered, one after the other. */
async function outcomes(bodies: readonly (readonly [string, object?])[]): Promise<(string | null)[]> {
  const ask = apart();
  const seen: (string | null)[] = [];
  for (const [content, fields] of bodies) {
    // oxlint-disable-next-line no-await-in-loop -- each sees what the ones before left
    seen.push((await ask(content, fields)).cache);
  }
  return seen;
}

describe('what makes two requests the same', () => {
  const rust = 'What is Rust?';
  const robot = 'Write a story about a robot learning Rust';
  const turn = (first: string): object => ({
    messages: [
      { role: 'user', content: first },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'Tell me more about that, please.' },
    ],
  });
  const told = (system: string): object => ({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: rust },
    ],
  });

  test.each<[string, readonly (readonly [string, object?])[], readonly string[]]>([
    [
      'S2-01 the same again',
      [
        [rust, { temperature: 0.7 }],
        [rust, { temperature: 0.7 }],
      ],
      ['miss', 'exact-hit'],
    ],
    [
      'S2-05 temperature 0.7, then 0.9',
      [
        [rust, { temperature: 0.7 }],
        [rust, { temperature: 0.9 }],
      ],
      ['miss', 'miss'],
    ],
    ['S2-06 no temperature, then 0', [[rust], [rust, { temperature: 0 }]], ['miss', 'miss']],
    [
      'S2-13 three questions about Rust',
      [
        ['How do I deploy a Rust application to AWS Lambda?'],
        ['What is the difference between async-std and tokio?'],
        ['How do I write unit tests with mocks in Rust?'],
      ],
      ['miss', 'miss', 'miss'],
    ],
    [
      'S2-14 temperatures 0, 0.7, 1 and 0 again',
      [0, 0.7, 1, 0].map((temperature) => [robot, { temperature }] as const),
      ['miss', 'miss', 'miss', 'exact-hit'],
    ],
    [
      'S2-15 max_tokens 50, 200 and none',
      [[rust, { max_tokens: 50 }], [rust, { max_tokens: 200 }], [rust]],
      ['miss', 'miss', 'miss'],
    ],
    [
      'S0-14 another first turn',
      [
        ['', turn('Do you know Rust?')],
        ['', turn('Do you know Go?')],
      ],
      ['miss', 'miss'],
    ],
    [
      'S0-15 another system prompt',
      [
        ['', told('Be brief.')],
        ['', told('Be kind.')],
      ],
      ['miss', 'miss'],
    ],
    ['S1-12 你好, then 再见, whose vectors are equal', [['你好'], ['再见']], ['miss', 'miss']],
    [
      'S4-02 another model; another user field is the same',
      [
        [rust, { user: 'a' }],
        [rust, { user: 'b' }],
        [rust, { model: 'another' }],
      ],
      ['miss', 'exact-hit', 'miss'],
    ],
  ])('%s', async (_name, bodies, wanted) => {
    expect(await outcomes(bodies)).toEqual(wanted);
  });

  test.each<[string, object, string]>([
    ['temperature 0.7', { temperature: 0.7 }, 'semantic-hit'],
    ['temperature 0.71', { temperature: 0.71 }, 'miss'],
    ['a stream', { stream: true }, 'semantic-hit'],
    ['an empty list of tools', { tools: [] }, 'miss'],
    ['a tool choice', { tool_choice: 'none' }, 'miss'],
  ])('S4-13 with %s, a question in other words is a %s', async (_name, fields, wanted) => {
    const said = await outcomes([
      ['What is the capital of France?', fields],
      ["Which city serves as France's capital?", fields],
    ]);
    expect(said).toEqual(['miss', wanted]);
  });
});

describe('the controls', () => {
  test('S2-16 a bypass, in any case, leaves the stored answer as it was', async () => {
    const ask = apart();
    upstream.enqueue(answer({ choices: [{ content: 'first' }] }));
    const stored = await ask('What is bypassed?');
    for (const value of ['true', 'TRUE']) {
      upstream.enqueue(answer({ choices: [{ content: 'second' }] }));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const past = await ask('What is bypassed?', {}, { 'x-bypass-cache': value });
      expect([past.cache, past.text.includes('second')]).toEqual(['bypass', true]);
    }
    expect((await ask('What is bypassed?')).text).toBe(stored.text);
    expect(upstream.requests).toHaveLength(3);
  });

  test('S2-17 any other value is no bypass', async () => {
    const ask = apart();
    await ask('What is not bypassed?');
    const seen = await Promise.all(
      ['false', '1'].map((value) => ask('What is not bypassed?', {}, { 'x-bypass-cache': value })),
    );
    expect(seen.map(({ cache }) => cache)).toEqual(['exact-hit', 'exact-hit']);
  });

  test('S2-20 a life of 0 seconds: answered, not stored, in neither tier', async () => {
    const ask = apart();
    const none = { 'x-cache-ttl': '0' };
    expect((await ask('What is the capital of Spain?', {}, none)).cache).toBe('miss');
    expect((await ask('What is the capital of Spain?')).cache).toBe('miss');
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('what goes upstream and what comes back', () => {
  test('S0-01, S0-02 fields go as sent, both paths share the entry, a hit is the stored body to the letter', async () => {
    const fields = { temperature: 0.1, max_tokens: -1, stream: false, unheard_of: { a: [1] } };
    const ask = apart();
    const first = await ask('Hello, how are you?', fields);
    expect(upstream.requests[0]?.json).toMatchObject({ model, ...fields });
    expect((await ask('Hello, how are you?', fields)).text).toBe(first.text);
    const bare = await strata.ask('Hello, how are you?', {
      body: { model, ...fields },
      headers: { 'x-cache-namespace': `case-${namespaces}` },
      path: '/chat/completions',
    });
    expect([bare.cache, bare.text]).toEqual(['exact-hit', first.text]);
  });

  test('S0-03 without any user message: the upstream’s answer, kept by the exact tier alone', async () => {
    const fields = { messages: [{ role: 'system', content: 'Say something about the weather.' }] };
    const ask = apart();
    const first = await ask('', fields);
    expect(first.headers.get('cache-status')).toMatch(/strata-semantic; fwd=bypass; detail=/);
    expect((await ask('', fields)).cache).toBe('exact-hit');
  });

  test.each([
    [
      'empty content',
      { choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }] },
    ],
    ['no choices', { choices: [] }],
  ])('S0-05 an answer with %s is passed on and not stored', async (_name, body) => {
    const ask = apart();
    upstream.enqueue(json({ id: 'x', object: 'chat.completion', created: 1, model, ...body }));
    expect(JSON.parse((await ask('What is empty?')).text)).toMatchObject(body);
    expect((await ask('What is empty?')).cache).toBe('miss');
  });

  test('S0-06 an answer over the limit is passed on and not stored', async () => {
    const ask = apart();
    const content = randomBytes(6_000_000).toString('base64');
    upstream.enqueue(answer({ choices: [{ content }] }));
    expect((await ask('What is long?')).text).toContain(content.slice(-100));
    expect((await ask('What is long?')).cache).toBe('miss');
  });

  test('S1-01, S1-02, S1-04 a stream, replayed as one and as a whole, with the caller’s own credential', async () => {
    await using forwarding = await Strata.start({
      OPENAI_BASE_URL: upstream.baseUrl,
      SEMANTIC_ENABLED: 'false',
    });
    const ask = async (fields: object, authorization = 'Bearer sk-mine'): Promise<Asked> =>
      await forwarding.ask('你好', {
        body: { model: 'qwen-turbo-latest', ...fields },
        headers: { authorization },
      });
    const live = await ask({ stream: true });
    expect(upstream.requests[0]?.headers['authorization']).toBe('Bearer sk-mine');
    const replayed = await ask({ stream: true });
    for (const { text, headers } of [live, replayed]) {
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
      expect(text).toMatch(/^(?:data: .+\n\n)+data: \[DONE\]\n\n$/);
    }
    expect(contentOf(replayed.text)).toBe(contentOf(live.text));
    const whole = await ask({ stream: false });
    expect(whole.headers.get('content-type')).toMatch(/^application\/json/);
    expect([replayed.cache, whole.cache]).toEqual(['exact-hit', 'exact-hit']);
    expect((await ask({}, 'Bearer sk-another')).cache, 'S4-10 another tenant').toBe('miss');
  });

  test('S1-05 a 401 is passed on and not stored; what comes next is', async () => {
    const ask = apart();
    upstream.enqueue(openAiError(401, { message: 'Incorrect API key', code: 'invalid_api_key' }));
    const refused = await ask('What is allowed?');
    expect([refused.status, refused.text.includes('Incorrect API key')]).toEqual([401, true]);
    expect(await ask('What is allowed?')).toMatchObject({ status: 200, cache: 'miss' });
    expect((await ask('What is allowed?')).cache).toBe('exact-hit');
  });

  test('S3-11 usage is passed and counted as saved', async () => {
    const ask = apart();
    const usage = { prompt_tokens: 50, completion_tokens: 25, total_tokens: 75 };
    upstream.enqueue(answer({ usage }));
    expect(JSON.parse((await ask('What is used?')).text)).toMatchObject({ usage });
    expect(JSON.parse((await ask('What is used?')).text)).toMatchObject({ usage });
  });
});

test('S0-12 an upstream that refuses connections is a 502; S2-21 a dead part makes health degraded, not ill', async () => {
  const nobody = 'http://127.0.0.1:9';
  await using alone = await Strata.start({ OPENAI_BASE_URL: `${nobody}/v1`, QDRANT_URL: nobody });
  expect((await alone.ask('Is anybody there?')).status).toBe(502);
  const health = await alone.fetch('/health');
  expect([health.status, await health.json()]).toMatchObject([
    200,
    { status: 'degraded', services: { qdrant: { status: 'down' }, sqlite: { status: 'up' } } },
  ]);
});

test('S3-22 ten calls at once list the models', async () => {
  const lists = await Promise.all(Array.from({ length: 10 }, () => strata.fetch('/v1/models')));
  expect(lists.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
});

test('S2-25 the dashboard is HTML and needs no other host', async () => {
  const page = await strata.fetch('/dashboard/');
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await page.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

test.runIf(redisAvailable('lives in Redis'))(
  'S2-18, S2-19, S4-01 lives in Redis follow the temperature and x-cache-ttl, under keys of our own',
  async () => {
    await using redis = await RedisServer.start();
    const url = `redis://127.0.0.1:${redis.port}`;
    await using onRedis = await Strata.before(upstream, { REDIS_URL: url, SEMANTIC_ENABLED: 'false' });
    const client = new Redis(url);
    const lives: number[] = [];
    const known = new Set<string>();
    for (const [temperature, headers] of [[0.2], [0.9], [0.7], [0.2, { 'x-cache-ttl': '10' }]] as const) {
      // oxlint-disable-next-line no-await-in-loop -- finds the one key that each request adds
      await onRedis.ask(`How long? ${lives.length}`, {
        body: { model, temperature },
        headers: headers ?? {},
      });
      // oxlint-disable-next-line no-await-in-loop -- as above
      const added = (await client.keys('*')).filter((key) => /[0-9a-f]{64}$/.test(key) && !known.has(key));
      expect(added).toHaveLength(1);
      for (const key of added) known.add(key);
      // oxlint-disable-next-line no-await-in-loop -- as above
      lives.push(await client.ttl(added[0] ?? ''));
    }
    client.disconnect();
    const wanted = [86_400, 3600, 86_400, 10];
    for (const [index, life] of lives.entries()) {
      expect(life).toBeLessThanOrEqual(wanted[index] ?? 0);
      expect(life).toBeGreaterThan((wanted[index] ?? 0) - 9);
    }
  },
);

function contentOf(stream: string): string {
  return [...stream.matchAll(/^data: (\{.*)$/gm)]
    .map(([, data = '{}']) => JSON.parse(data) as { choices: { delta: { content?: string } }[] })
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('');
}
