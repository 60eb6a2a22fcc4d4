import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answer } from '@strata/contracts/fake-openai-replies';
import { describe, expect, test, vi } from 'vitest';
import { apart, eventually, inTurn, jsonOf, outcomes, type Body } from './black-box.ts';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

// What llm_cache_proxy did or claimed (S2), on the embedded parts. Cases that depend on likeness name the threshold
// they were scored with, as a header where it is above the 0.87 configured here.

// Some start a Strata of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { upstream, strata } = strataForFile({ SEMANTIC_THRESHOLD: '0.87' });

const RUST = 'What is Rust?';
const at = (temperature: number): object => ({ temperature });
const keyOf = (headers: Headers): string | undefined =>
  /key="(\w+)"/.exec(headers.get('cache-status') ?? '')?.[1];

describe('equal requests', () => {
  test('S2-01 the second one is an exact hit with the same body and its age', async () => {
    const ask = apart(strata);
    const [miss, hit] = await inTurn(ask, [
      [RUST, at(0.7)],
      [RUST, at(0.7)],
    ]);
    expect([miss?.cache, hit?.cache, upstream.requests.length]).toEqual(['miss', 'exact-hit', 1]);
    expect(hit?.text).toBe(miss?.text);
    expect(Number(hit?.headers.get('age'))).toBeGreaterThanOrEqual(0);
  });

  test('S2-02 other case and white space around it: by meaning first, exactly afterwards', async () => {
    const odd = '   what is Rust?     ';
    expect(await outcomes(apart(strata), [[RUST], [odd], [odd], ['what is Rust?']])).toEqual([
      'miss',
      'semantic-hit',
      'exact-hit',
      'exact-hit',
    ]);
    expect(upstream.requests).toHaveLength(1);
  });

  test.each([
    ['S2-03 without its question mark', 'What is Rust'],
    ['S2-04 with more white space inside', 'What  is  Rust'],
  ])('%s a question has another key, and the answer says how it was found', async (_name, other) => {
    const [first, second] = await inTurn(apart(strata), [[RUST], [other]]);
    expect(second?.cache).toBe('semantic-hit');
    expect(Number(second?.headers.get('x-cache-similarity'))).toBeGreaterThan(0.87);
    expect(keyOf(second?.headers ?? new Headers())).not.toBe(keyOf(first?.headers ?? new Headers()));
  });

  const story = 'Write a story about a robot learning Rust';
  test.each<[string, readonly Body[], readonly string[]]>([
    [
      'S2-05 temperature 0.7, then 0.9',
      [
        [RUST, at(0.7)],
        [RUST, at(0.9)],
      ],
      ['miss', 'miss'],
    ],
    ['S2-06 no temperature, then 0', [[RUST], [RUST, at(0)]], ['miss', 'miss']],
    [
      'S2-13 three questions about Rust that only share their subject',
      [
        ['How do I deploy a Rust application to AWS Lambda?'],
        ['What is the difference between async-std and tokio?'],
        ['How do I write unit tests with mocks in Rust?'],
      ],
      ['miss', 'miss', 'miss'],
    ],
    [
      'S2-14 temperatures 0, 0.7, 1 and 0 again',
      [
        [story, at(0)],
        [story, at(0.7)],
        [story, at(1)],
        [story, at(0)],
      ],
      ['miss', 'miss', 'miss', 'exact-hit'],
    ],
    [
      'S2-15 max_tokens 50, 200 and none',
      [[RUST, { max_tokens: 50 }], [RUST, { max_tokens: 200 }], [RUST]],
      ['miss', 'miss', 'miss'],
    ],
  ])('%s', async (_name, bodies, wanted) => {
    expect(await outcomes(apart(strata), bodies)).toEqual(wanted);
  });

  test('S2-15 an answer that was cut by its length is nobody else’s', async () => {
    const ask = apart(strata);
    upstream.enqueue(answer({ choices: [{ content: 'Ownership is', finishReason: 'length' }] }));
    const bodies: Body[] = [
      ['Explain Rust ownership'],
      ['Explain Rust ownership'],
      ['Please explain Rust ownership'],
    ];
    const [cut, again, meant] = await inTurn(ask, bodies);
    expect([cut?.cache, again?.cache, meant?.cache]).toEqual(['miss', 'miss', 'semantic-hit']);
    expect(meant?.text).toContain('You said');
  });
});

describe('questions in other words', () => {
  const france = 'What is the capital of France?';
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'S2-07',
      '0.87',
      [RUST, 'Tell me about Rust', 'Tell me about Rust'],
      ['miss', 'semantic-hit', 'exact-hit'],
    ],
    [
      'S2-10',
      '0.90',
      [
        'How do I implement OAuth2 authentication in Rust with Actix-web?',
        "What's the best way to add OAuth2 to an Actix-web application in Rust?",
        'How to handle OAuth2 authentication in Rust using Actix-web framework?',
      ],
      ['miss', 'semantic-hit', 'semantic-hit'],
    ],
    [
      'S2-11',
      '0.90',
      [
        'How do I properly handle errors in Rust without using unwrap everywhere?',
        "What's the right way to handle errors in Rust without using unwrap everywhere?",
        'Which crates help with reporting failures of Rust programs to users?',
        'How should I properly handle errors in Rust without unwrap everywhere?',
      ],
      ['miss', 'semantic-hit', 'miss', 'semantic-hit'],
    ],
    [
      'S2-12',
      '0.90',
      [
        "I'm getting 'cannot borrow as mutable' error when trying to modify a vector inside a loop in Rust. How do I fix this?",
        "Getting 'cannot borrow as mutable' in Rust loop with vector modification",
      ],
      ['miss', 'semantic-hit'],
    ],
  ])('%s at %s', async (_id, threshold, questions, wanted) => {
    const ask = apart(strata, { 'x-cache-threshold': threshold });
    expect(
      await outcomes(
        ask,
        questions.map((question) => [question]),
      ),
    ).toEqual(wanted);
  });

  test('S2-09 a morning of its test script', async () => {
    const bypass = { 'X-Bypass-Cache': 'true' };
    const bodies: Body[] = [
      [RUST],
      [RUST],
      ['Tell me about Rust'],
      ['What is Python?'],
      ['What is Python?'],
      ['Explain Rust programming language'],
      ['How does async work?'],
      [RUST, {}, bypass],
      ['Quick cache test', {}, { 'X-Cache-TTL': '10' }],
      ['How does async work?'],
    ];
    const wanted = 'miss exact-hit semantic-hit miss exact-hit miss miss bypass miss exact-hit';
    expect((await outcomes(apart(strata), bodies)).join(' ')).toBe(wanted);
  });

  test('S2-08, S2-22, S2-24, S2-32 five questions, and what JSON, statistics and the request log say of them', async () => {
    const LOG_PATH = join(strata.dataDir, 'requests.log');
    await using counted = await Strata.before(upstream, { SEMANTIC_THRESHOLD: '0.90', LOG_PATH });
    const usage = { prompt_tokens: 30, completion_tokens: 70, total_tokens: 100 };
    upstream.respond(answer({ usage }));
    const questions = [
      france,
      france,
      "Which city serves as France's capital?",
      'Tell me the capital city of France.',
      'What is the boiling point of water?',
    ];
    const seen = await outcomes(
      apart(counted),
      questions.map((question) => [question, at(0)]),
    );
    expect(seen).toEqual(['miss', 'exact-hit', 'semantic-hit', 'semantic-hit', 'miss']);

    const json = await jsonOf<Record<string, object>>(counted.fetch('/metrics.json'));
    expect(json).toMatchObject({
      cache_performance: {
        exact_hits: 1,
        semantic_hits: 2,
        total_hits: 3,
        misses: 2,
        total_requests: 5,
        hit_rate_percent: '60.00%',
      },
      token_usage: { tokens_saved: 300, tokens_used: 200, total_tokens_without_cache: 500 },
      cost_analysis: { cost_saved_usd: '$0.0002', cost_spent_usd: '$0.0001', savings_percent: '60.00%' },
      pricing: {
        model_assumed: 'llama-3.3-70b-versatile',
        input_per_1m_tokens: '$0.59',
        output_per_1m_tokens: '$0.79',
      },
    });
    expect(json['cost_analysis']).toMatchObject({
      total_cost_without_cache_usd: expect.stringMatching(/^\$0\.\d{4}$/),
      note: expect.any(String),
    });
    const accepted = counted.fetch('/metrics', { headers: { accept: 'application/json' } });
    expect(await jsonOf(accepted)).toEqual(json);
    const text = await counted.fetch('/metrics');
    expect(text.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await text.text()).toMatch(/^strata_requests_total\{tier="semantic",outcome="semantic-hit"\} 2$/m);

    expect(await jsonOf(counted.fetch('/admin/stats'))).toMatchObject({
      cache_stats: { exact_hits: 1, semantic_hits: 2, misses: 2, total_requests: 5, hit_rate: 60 },
      services: { sqlite: 'up', embedded_index: 'up', embeddings: 'up' },
    });

    const lines = async (): Promise<string[]> => (await readFile(LOG_PATH, 'utf8')).trim().split('\n');
    expect(await eventually(async () => (await lines()).length === 5)).toBe(true);
    const wanted = ['MISS         ', 'EXACT_HIT    ', 'SEMANTIC_HIT ', 'SEMANTIC_HIT ', 'MISS         '];
    for (const [index, line] of (await lines()).entries()) {
      expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| .{13} \| .{30} \| +\d+ tokens \| \$0\.\d{5}$/);
      expect(line.slice(22, 35)).toBe(wanted[index]);
      expect(line.endsWith('$0.00000')).toBe(index > 0 && index < 4);
    }
  });
});

describe('the controls', () => {
  test('S2-16 a bypass, in any case, leaves the stored answer as it was', async () => {
    const ask = apart(strata);
    const question = 'What is bypassed?';
    upstream.enqueue(...['first', 'second', 'second'].map((content) => answer({ choices: [{ content }] })));
    const bypasses = ['true', 'TRUE'].map((value): Body => [question, {}, { 'x-bypass-cache': value }]);
    const [stored, ...past] = await inTurn(ask, [[question], ...bypasses]);
    for (const { cache, text } of past) expect([cache, text.includes('second')]).toEqual(['bypass', true]);
    expect((await ask(question)).text).toBe(stored?.text);
    expect(upstream.requests).toHaveLength(3);
  });

  test('S2-17 any other value is no bypass', async () => {
    const asks = ['false', '1'].map((value): Body => ['Why not?', {}, { 'x-bypass-cache': value }]);
    expect(await outcomes(apart(strata), [['Why not?'], ...asks])).toEqual([
      'miss',
      'exact-hit',
      'exact-hit',
    ]);
  });

  test('S2-18 a life of some seconds ends in both tiers', async () => {
    const ask = apart(strata);
    await ask('What is the capital of Spain?', {}, { 'x-cache-ttl': '2' });
    const only = { 'cache-control': 'only-if-cached' };
    for (const question of ['What is the capital of Spain?', "Which city serves as Spain's capital?"]) {
      const isGone = async (): Promise<boolean> => (await ask(question, {}, only)).status === 504;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await eventually(isGone)).toBe(true);
    }
    expect((await ask('What is the capital of Spain?')).cache).toBe('miss');
  });

  test.each(['abc', '-5'])(
    'S2-20 a life of %s seconds is refused with 400 in OpenAI’s shape',
    async (ttl) => {
      const refused = await apart(strata)('How long?', {}, { 'x-cache-ttl': ttl });
      expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
        400,
        { error: { type: 'invalid_request_error', param: 'x-cache-ttl', code: 'invalid_cache_control' } },
      ]);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  test('S2-20 a life of 0 seconds: answered, not stored, in neither tier; and read all the same', async () => {
    const ask = apart(strata);
    const none = { 'x-cache-ttl': '0' };
    const question = 'What is the capital of Spain?';
    const said = await outcomes(ask, [[question, {}, none], [question], [question, {}, none]]);
    expect(said).toEqual(['miss', 'miss', 'exact-hit']);
  });
});

test('S2-25 the dashboard is HTML and needs no other host', async () => {
  const page = await strata.fetch('/dashboard');
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/html/),
  ]);
  expect(await page.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:/);
});
