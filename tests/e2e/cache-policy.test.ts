import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import type { RequestExplanation } from '@strata/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

/** Each model is under a rule of its own, so that one Strata has them all. */
const RULES = [
  { keys: ['batch'], mode: 'off' },
  { paths: ['/v1/embeddings'], models: ['no-*'], mode: 'off' },
  { models: ['off-*'], mode: 'off' },
  { models: ['exact-*'], mode: 'exact' },
  { models: ['semantic-*'], mode: 'semantic' },
  { models: ['short'], ttl: '10m', max_ttl: '20m' },
  { models: ['never'], ttl: 0 },
  { models: ['eager'], judge: 'eager' },
  { models: ['seedless'], ignore_fields: ['seed', 'metadata.trace'] },
  { models: ['clocked'], drop_patterns: ['@timestamps', 'request id: \\w+'] },
  { models: ['private'], no_store: ['@emails', '@relative-dates', '(?i)salary'] },
  { models: ['revalidated'], ttl: '1ms', stale_while_revalidate: '1h' },
  { models: ['covered'], ttl: '1ms', stale_if_error: '1h' },
  { models: ['expired'], ttl: '1ms' },
];

const KEYS = [
  { name: 'app', key: 'sk-app', tenant: 'us' },
  { name: 'batch', key: 'sk-batch', tenant: 'us' },
];

let upstream: FakeOpenAiServer;
let folder: ConfigFolder;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({ cache_policies: RULES, master_keys: KEYS });
  strata = await Strata.before(upstream, { CONFIG_PATH });
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  await upstream.stop();
});

const CAPITAL = 'What is the capital of France?';
const PARAPHRASE = "Which city serves as France's capital?";

type More = { readonly body?: object; readonly headers?: Record<string, string>; readonly key?: string };

async function ask(model: string, question: string, { body, headers, key = 'sk-app' }: More = {}) {
  return await strata.ask(question, {
    body: { model, ...body },
    headers: { ...bearer(key), ...headers },
  });
}

/** What each of them came from, one after the other. */
async function outcomes(model: string, ...questions: readonly (string | More)[]) {
  const results: (string | null)[] = [];
  for (const question of questions) {
    const [text, more] = typeof question === 'string' ? [question, {}] : [CAPITAL, question];
    // oxlint-disable-next-line no-await-in-loop -- each sees what the ones before left
    results.push((await ask(model, text, more)).cache);
  }
  return results;
}

const system = (content: string): More => ({
  body: {
    messages: [
      { role: 'system', content },
      { role: 'user', content: CAPITAL },
    ],
  },
});

/** Seconds for which an answer was stored, as a hit says them. */
function ttlOf(headers: Headers): number {
  return Number(/strata-exact; hit; ttl=(\d+)/.exec(headers.get('cache-status') ?? '')?.[1]);
}

describe('the mode of a rule', () => {
  test('off neither reads nor stores, whatever the caller wants', async () => {
    const wanting = { headers: { 'x-cache-mode': 'both' } };
    expect(await outcomes('off-limits', CAPITAL, CAPITAL, wanting)).toEqual(['bypass', 'bypass', 'bypass']);
    expect(upstream.requests).toHaveLength(3);
  });

  test('exact answers equal requests only', async () => {
    expect(await outcomes('exact-only', CAPITAL, CAPITAL, PARAPHRASE)).toEqual(['miss', 'exact-hit', 'miss']);
  });

  test('semantic answers by meaning only', async () => {
    expect(await outcomes('semantic-only', CAPITAL, PARAPHRASE, CAPITAL)).toEqual([
      'miss',
      'semantic-hit',
      'semantic-hit',
    ]);
  });

  test('both is what no rule says', async () => {
    expect(await outcomes('plain', CAPITAL, PARAPHRASE, CAPITAL)).toEqual([
      'miss',
      'semantic-hit',
      'exact-hit',
    ]);
  });

  test('may hang on the key: another one of the same tenant has its answers cached', async () => {
    const batch = { key: 'sk-batch' };
    expect(await outcomes('by-key', CAPITAL, batch, CAPITAL, batch)).toEqual([
      'miss',
      'bypass',
      'exact-hit',
      'bypass',
    ]);
  });

  test('may hang on the path', async () => {
    const embed = async (model: string) => {
      const body = { model, input: 'Embed me' };
      const response = await strata.fetch('/v1/embeddings', { body, headers: bearer('sk-app') });
      await response.arrayBuffer();
      await strata.settled();
      return response.headers.get('x-cache');
    };
    expect([await embed('no-model'), await embed('no-model')]).toEqual(['bypass', 'bypass']);
    expect([await embed('a-model'), await embed('a-model')]).toEqual(['miss', 'exact-hit']);
    expect(await outcomes('no-model', CAPITAL, CAPITAL)).toEqual(['miss', 'exact-hit']);
  });
});

describe('the life of an answer', () => {
  test('is the rule’s, whatever the temperature; what a caller asks for is cut', async () => {
    for (const [question, more, seconds] of [
      ['One?', {}, 600],
      ['Two?', { body: { temperature: 1.5 } }, 600],
      ['Three?', { headers: { 'x-cache-ttl': '60' } }, 60],
      ['Four?', { headers: { 'x-cache-ttl': '86400' } }, 1200],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await ask('short', question, more)).cache).toBe('miss');
      const { headers: _asked, ...again } = { headers: {}, ...more };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const left = ttlOf((await ask('short', question, again)).headers);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(seconds);
      // Cut to its own bound, not to the one above.
      if (seconds === 1200) expect(left).toBeGreaterThan(600);
    }
  });

  test('of 0 stores nothing', async () => {
    expect(await outcomes('never', CAPITAL, CAPITAL)).toEqual(['miss', 'miss']);
  });
});

test('the judge of a rule decides for its requests alone', async () => {
  const pair = ['How do I choose a bicycle?', 'How do I pick a bike?'] as const;
  expect(await outcomes('eager', ...pair)).toEqual(['miss', 'semantic-hit']);
  expect(await outcomes('strict', ...pair)).toEqual(['miss', 'miss']);
});

describe('what tells two requests apart', () => {
  test('is everything but the members a rule leaves out; the upstream gets them all', async () => {
    const seed = (value: number, trace: string): More => ({
      body: { seed: value, metadata: { trace, topic: 'x' } },
    });
    expect(await outcomes('seedless', seed(1, 'a'), seed(2, 'b'))).toEqual(['miss', 'exact-hit']);
    expect(upstream.requests[0]?.json).toMatchObject({ seed: 1, metadata: { trace: 'a' } });
    expect(await outcomes('seedful', seed(1, 'a'), seed(2, 'b'))).toEqual(['miss', 'miss']);
  });

  test('is not the time or the request id in a system prompt, where a rule drops them', async () => {
    const prompts = [
      system('You help. It is 2026-08-01T12:00:00Z. request id: a1b2'),
      system('You help. It is 2026-08-02T13:30:10Z. request id: c3d4'),
    ];
    expect(await outcomes('clocked', ...prompts, system('You sell. It is 2026-08-01T12:00:00Z.'))).toEqual([
      'miss',
      'exact-hit',
      'miss',
    ]);
    const [sent] = upstream.requests;
    expect(JSON.stringify(sent?.json)).toContain('2026-08-01T12:00:00Z. request id: a1b2');
    expect(await outcomes('timeless', ...prompts)).toEqual(['miss', 'miss']);
  });

  test('within a partition, too: a paraphrase is found across two dates', async () => {
    await ask('clocked', 'What is the boiling point of water?', system('Be exact. 2026-08-01'));
    const { messages } = system('Be exact. 2026-09-09').body as { messages: object[] };
    const body = { messages: [messages[0], { role: 'user', content: PARAPHRASE }] };
    await ask('clocked', CAPITAL, system('Be exact. 2026-08-01'));
    expect((await ask('clocked', PARAPHRASE, { body })).cache).toBe('semantic-hit');
  });
});

test.each(['Write to jane.doe@example.com for me', 'What is the LATEST news?', 'What is her Salary?'])(
  'what must not be stored is not: %s',
  async (question) => {
    expect(await outcomes('private', question, question)).toEqual(['bypass', 'bypass']);
    expect(await outcomes('public', question, question)).toEqual(['miss', 'exact-hit']);
  },
);

test('what a user says in the gaps of a stored prompt is looked through, too', async () => {
  const greet = async (who: unknown) => {
    const body = { model: 'private', prompt: { id: 'pmpt_1', version: '1', variables: { who } } };
    const response = await strata.fetch('/v1/responses', { body, headers: bearer('sk-app') });
    await response.arrayBuffer();
    return response.headers.get('x-cache');
  };
  expect(await greet('Ada')).toBe('miss');
  expect(await greet('ada@example.com')).toBe('bypass');
  expect(await greet({ type: 'input_text', text: 'ada@example.com' })).toBe('bypass');
});

describe('an answer past its time', () => {
  test('is served within the window of stale-while-revalidate, and a new one fetched behind it', async () => {
    upstream.respond(replies.answer({ choices: [{ content: 'Old.' }] }));
    await ask('revalidated', CAPITAL);
    upstream.respond(replies.answer({ choices: [{ content: 'New.' }] }));
    // Its life of a millisecond may not be over yet.
    await expect
      .poll(async () => (await ask('revalidated', CAPITAL)).cache, { timeout: 30_000 })
      .toBe('stale');
    await expect
      .poll(async () => (await ask('revalidated', CAPITAL)).text, { timeout: 30_000 })
      .toContain('New.');
  });

  test('is explained as that', async () => {
    const question = 'What is the capital of Peru?';
    await ask('revalidated', question);
    const body = { model: 'revalidated', messages: [{ role: 'user', content: question }] };
    const explained = async () => {
      const headers = { 'x-cache-authorization': 'Bearer sk-app' };
      const response = await strata.fetch('/admin/cache/explain', { headers, body });
      return ((await response.json()) as RequestExplanation).decision;
    };
    // Its life of a millisecond may not be over yet.
    await expect.poll(explained, { timeout: 30_000 }).toBe('stale');
  });

  test('covers up an upstream that fails, within the window of stale-if-error', async () => {
    upstream.respond(replies.answer({ choices: [{ content: 'Old.' }] }));
    await ask('covered', CAPITAL);
    upstream.respond(replies.openAiError(503));
    const covered = async () => await ask('covered', CAPITAL);
    await expect.poll(async () => (await covered()).cache, { timeout: 30_000 }).toBe('stale');
    const answered = await covered();
    expect([answered.status, answered.text.includes('Old.')]).toEqual([200, true]);
    upstream.respond(replies.openAiError(400));
    expect((await covered()).status).toBe(400);
  });

  test('is not served where no rule says so', async () => {
    await ask('expired', CAPITAL);
    upstream.respond(replies.openAiError(503));
    await expect.poll(async () => (await ask('expired', CAPITAL)).status, { timeout: 30_000 }).toBe(503);
  });
});
