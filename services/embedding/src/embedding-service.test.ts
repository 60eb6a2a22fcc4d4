import { FAKE_DESCRIPTION } from '@strata/adapters/embedder/fake-inference-threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startServiceWithFakeThreads,
  type FakeThreadService,
  type TestAnswer,
} from './start-test-service.ts';

let service: FakeThreadService;

beforeEach(async () => {
  service = await startServiceWithFakeThreads({ EMBEDDING_MAX_WAITING: '2', EMBEDDING_MAX_TEXTS: '64' });
});

afterEach(() => service[Symbol.asyncDispose]());

/** Waits for the answer while the fake thread computes whatever arrives. */
async function computing(answer: Promise<TestAnswer>): Promise<TestAnswer> {
  let settled = false;
  void answer.finally(() => {
    settled = true;
  });
  await expect
    .poll(() => {
      service.threads.latest.answerAll();
      return settled;
    })
    .toBe(true);
  return answer;
}

function many(count: number, pair: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: count }, () => pair);
}

describe('POST /embed', () => {
  beforeEach(() => service.threads.latest.load());

  test('a text gives an embedding, and what it is', async () => {
    const { status, json } = await computing(service.post('/embed', { text: 'hi' }));
    expect(status).toBe(200);
    expect(json).toEqual({
      embedding: [2, 1],
      tokens: 2,
      truncated: false,
      unknownShare: 0,
      ...FAKE_DESCRIPTION,
    });
  });

  test('texts give embeddings in their order', async () => {
    const { json } = await computing(service.post('/embed', { texts: ['a', 'bbb', 'cc'] }));
    expect(json).toMatchObject({
      embeddings: [
        [1, 1],
        [3, 1],
        [2, 1],
      ],
      tokens: [1, 3, 2],
    });
  });

  test('no texts give no embeddings', async () => {
    const { status, json } = await service.post('/embed', { texts: [] });
    expect([status, json]).toMatchObject([200, { embeddings: [], tokens: [] }]);
  });

  test('vectors come as base64 to who asks for it', async () => {
    const { json } = await computing(service.post('/embed', { text: 'hi', encoding: 'base64' }));
    expect(json).toMatchObject({ embedding: Buffer.from(Float32Array.of(2, 1).buffer).toString('base64') });
  });

  test.for([
    ['nothing that is known', { message: 'hi' }, 'text'],
    ['both', { text: 'a', texts: ['b'] }, 'text'],
    ['a number', { text: 42 }, 'text'],
    ['null', { text: null }, 'text'],
    ['a text where a list is due', { texts: 'a' }, 'texts'],
    ['a list with something else in it', { texts: ['a', {}] }, 'texts[1]'],
    ['more texts than are taken', { texts: Array(65).fill('a') }, 'texts'],
    ['an encoding nobody knows', { text: 'a', encoding: 'int8' }, 'encoding'],
    ['a list for a body', ['a'], null],
  ] as const)('a body with %s is 422, and says where', async ([, body, param]) => {
    const { status, json } = await service.post('/embed', body);
    expect(status).toBe(422);
    expect(json).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param, code: null },
    });
  });

  test('a text that is far too long is 413', async () => {
    const { status, json } = await service.post('/embed', { texts: ['a', 'b'.repeat(1_000_001)] });
    expect([status, json]).toMatchObject([413, { error: { param: 'texts[1]' } }]);
  });
});

describe('POST /compare', () => {
  beforeEach(() => service.threads.latest.load());

  test('pairs give readings in their order, null of one that cannot be read', async () => {
    const pairs = [
      ['a question', 'another'],
      ['unread', ''],
      ['short', 'much longer'],
    ];
    const { status, json } = await computing(service.post('/compare', { pairs }));
    expect([status, json]).toEqual([200, { logOdds: [3, null, -6] }]);
  });

  test('a list longer than the queue is read all the same, and nobody waits for the whole of it', async () => {
    const { latest } = service.threads;
    const list = service.post('/compare', { pairs: many(10, ['a list', 'of pairs']) });
    await expect.poll(() => latest.received).toEqual(['a list | of pairs']);
    const question = service.post('/embed', { text: 'question' });
    await expect.poll(() => latest.received).toEqual(['a list | of pairs', 'question']);
    expect(await computing(list)).toMatchObject({ status: 200, json: { logOdds: Array(10).fill(-2) } });
    expect(await question).toMatchObject({ status: 200 });
  });

  test('the pairs of a client that left are not read', async () => {
    const controller = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ pairs: many(10, ['gone', 'pair']) });
    const left = fetch(`${service.url}/compare`, {
      method: 'POST',
      body,
      headers,
      signal: controller.signal,
    });
    await expect.poll(() => service.embedder.stats.running).toBe(1);
    controller.abort();
    await expect(left).rejects.toThrow();
    const counted = 'strata_embedding_requests_total{route="compare",status="499"} 1';
    await expect.poll(async () => (await service.get('/metrics')).text).toContain(counted);
    service.threads.latest.answerAll();
    await computing(service.post('/embed', { text: 'after' }));
    expect(service.threads.latest.received).toEqual(['gone | pair', 'after']);
  });

  test('no pairs give no readings', async () => {
    const { status, json } = await service.post('/compare', { pairs: [] });
    expect([status, json]).toEqual([200, { logOdds: [] }]);
  });

  test.for([
    ['nothing that is known', { text: 'hi' }, 'pairs'],
    ['a text where a list is due', { pairs: 'a' }, 'pairs'],
    ['a pair where a list of them is due', { pairs: ['a', 'b'] }, 'pairs[0]'],
    ['a pair of one', { pairs: [['a', 'b'], ['c']] }, 'pairs[1]'],
    ['a pair of three', { pairs: [['a', 'b', 'c']] }, 'pairs[0]'],
    ['a number in a pair', { pairs: [['a', 42]] }, 'pairs[0][1]'],
    ['null in a pair', { pairs: [[null, 'b']] }, 'pairs[0][0]'],
    ['more pairs than are taken', { pairs: many(65, ['a', 'b']) }, 'pairs'],
    ['a list for a body', [['a', 'b']], null],
  ] as const)('a body with %s is 422, and says where', async ([, body, param]) => {
    const { status, json } = await service.post('/compare', body);
    expect(status).toBe(422);
    expect(json).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param, code: null },
    });
    expect(service.threads.latest.received).toEqual([]);
  });

  test('a text that is far too long is 413', async () => {
    const pairs = [
      ['a', 'b'],
      ['c', 'd'.repeat(1_000_001)],
    ];
    const { status, json } = await service.post('/compare', { pairs });
    expect([status, json]).toMatchObject([413, { error: { param: 'pairs[1][1]' } }]);
  });
});

describe('POST /v1/embeddings', () => {
  beforeEach(() => service.threads.latest.load());

  test('an input gives OpenAI’s answer: list, usage, and the model that was asked for', async () => {
    const { status, json } = await computing(
      service.post('/v1/embeddings', { input: ['a', 'bbb'], model: 'text-embedding-3-small' }),
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 1] },
        { object: 'embedding', index: 1, embedding: [3, 1] },
      ],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
  });

  test('without a model it names its own', async () => {
    const { json } = await computing(service.post('/v1/embeddings', { input: 'a', dimensions: 2 }));
    expect(json).toMatchObject({ model: FAKE_DESCRIPTION.model });
  });

  test.for([
    ['no input', {}, 'input', /missing/],
    ['an empty text', { input: '' }, 'input', /empty/],
    ['an empty list', { input: [] }, 'input', /empty/],
    ['token ids', { input: [15_339, 1_917] }, 'input', /token ids/],
    ['lists of token ids', { input: [[15_339], [1_917]] }, 'input', /token ids/],
    ['an object', { input: { text: 'a' } }, 'input', /list of strings/],
    ['other dimensions', { input: 'a', dimensions: 256 }, 'dimensions', /must be 2/],
    ['an unknown format', { input: 'a', encoding_format: 'int8' }, 'encoding_format', /base64/],
    ['a model that is no name', { input: 'a', model: 1 }, 'model', /string/],
  ] as const)('%s: 400, and why', async ([, body, param, message]) => {
    const { status, json } = await service.post('/v1/embeddings', body);
    expect(status).toBe(400);
    expect(json).toEqual({
      error: { message: expect.stringMatching(message), type: 'invalid_request_error', param, code: null },
    });
  });
});

describe('requests that fit no route', () => {
  test.for([
    ['broken JSON', () => service.post('/embed', '{"text":'), 400, null],
    [
      'another content type',
      () => service.post('/embed', 'text=a', { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    ],
    ['a body that is too large', () => service.post('/embed', `"${'a'.repeat(9_000_000)}"`), 413, null],
    ['another method', () => service.get('/embed'), 405, 'method_not_allowed'],
    ['another method on the route of pairs', () => service.get('/compare'), 405, 'method_not_allowed'],
    ['another method on a route to read', () => service.post('/health', {}), 405, 'method_not_allowed'],
    ['another path', () => service.get('/nothing'), 404, 'unknown_url'],
  ] as const)('%s: a clear error in OpenAI’s shape', async ([, send, expected, code]) => {
    const { status, json, text } = await send();
    expect(status).toBe(expected);
    expect(json).toMatchObject({ error: { type: 'invalid_request_error', code } });
    expect(text).not.toMatch(/node_modules|at .*:\d+/);
  });
});

describe('health', () => {
  test('until the model is loaded it says loading, and is alive but not ready', async () => {
    expect(await service.get('/health')).toMatchObject({ status: 503, json: { status: 'loading' } });
    expect(await service.get('/health/ready')).toMatchObject({ status: 503 });
    expect(await service.get('/health/live')).toMatchObject({ status: 200 });
    service.threads.latest.load();
    const json = { status: 'ok', ...FAKE_DESCRIPTION };
    expect(await service.get('/health')).toMatchObject({ status: 200, json });
    expect(await service.get('/health/ready')).toMatchObject({ status: 200 });
  });

  test('a model that cannot be loaded is told', async () => {
    service.threads.latest.crash('no such file');
    const { status, json } = await service.get('/health');
    expect([status, json]).toMatchObject([503, { status: 'unavailable' }]);
  });
});

describe('load', () => {
  test('texts sent before the model is there wait for it', async () => {
    const early = service.post('/embed', { text: 'early' });
    await expect.poll(() => service.embedder.stats.waiting).toBe(1);
    service.threads.latest.load();
    expect(await computing(early)).toMatchObject({ status: 200 });
  });

  test('when too many wait, the answer is 503 with retry-after', async () => {
    const early = ['a', 'b'].map((text) => service.post('/embed', { text }));
    await expect.poll(() => service.embedder.stats.waiting).toBe(2);
    const { status, headers, json } = await service.post('/embed', { text: 'c' });
    expect(status).toBe(503);
    expect(json).toMatchObject({ error: { type: 'server_error', code: 'overloaded' } });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    service.threads.latest.load();
    for (const answer of early) expect(await computing(answer)).toMatchObject({ status: 200 });
  });

  test('a crashed thread is 503, and the next text is served by another', async () => {
    service.threads.latest.load();
    const lost = service.post('/embed', { text: 'a' });
    await expect.poll(() => service.embedder.stats.running).toBe(1);
    service.threads.latest.crash('out of memory');
    expect(await lost).toMatchObject({ status: 503, json: { error: { code: 'crashed' } } });
    service.threads.latest.load();
    expect(await computing(service.post('/embed', { text: 'b' }))).toMatchObject({ status: 200 });
  });

  test('the text of a client that left is not computed, and counts as 499', async () => {
    const controller = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = '{"text":"gone"}';
    const left = fetch(`${service.url}/embed`, { method: 'POST', body, headers, signal: controller.signal });
    await expect.poll(() => service.embedder.stats.waiting).toBe(1);
    controller.abort();
    await expect(left).rejects.toThrow();
    await expect.poll(() => service.embedder.stats.waiting).toBe(0);
    const { text } = await service.get('/metrics');
    expect(text).toContain('strata_embedding_requests_total{route="embed",status="499"} 1');
  });
});

test('metrics tell requests, texts by source, queue and threads', async () => {
  service.threads.latest.load();
  await computing(service.post('/embed', { texts: ['a', 'b'] }));
  await computing(service.post('/v1/embeddings', { input: 'a' }));
  await computing(service.post('/compare', { pairs: [['a', 'b']] }));
  await service.post('/COMPARE/', { pairs: 'a' });
  const { text } = await service.get('/metrics');
  for (const line of [
    'strata_embedding_requests_total{route="embed",status="200"} 1',
    'strata_embedding_requests_total{route="openai",status="200"} 1',
    'strata_embedding_requests_total{route="compare",status="200"} 1',
    'strata_embedding_requests_total{route="compare",status="422"} 1',
    'strata_embedding_request_duration_seconds_count{route="compare"} 2',
    'strata_embedding_texts_total{source="computed"} 2',
    'strata_embedding_texts_total{source="recalled"} 1',
    'strata_embedding_queue_texts{state="waiting"} 0',
    'strata_embedding_threads_ready 1',
    'strata_embedding_tokens_total 3',
  ]) {
    expect(text).toContain(line);
  }
});
