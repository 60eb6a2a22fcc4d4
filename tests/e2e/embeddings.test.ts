import { openAiError, json } from '@strata/contracts/fake-openai-replies';
import OpenAI from 'openai';
import { beforeAll, describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });
let client: OpenAI;
let direct: OpenAI;

beforeAll(async () => {
  client = new OpenAI({ baseURL: `${strata.url}/v1`, apiKey: 'any', maxRetries: 0 });
  direct = new OpenAI({ baseURL: upstream.baseUrl, apiKey: 'any', maxRetries: 0 });
});

const model = 'text-embedding-3-small';
let texts = 0;
const text = (): string => `Text to embed, number ${(texts += 1)}`;

async function embed(body: object, headers: Record<string, string> = {}) {
  const response = await strata.fetch('/v1/embeddings', { body: { model, ...body }, headers });
  const answer = (await response.json()) as OpenAI.CreateEmbeddingResponse;
  const { status } = response;
  const cacheStatus = response.headers.get('cache-status') ?? '';
  return { answer, status, cache: response.headers.get('x-cache'), cacheStatus };
}

const inputOf = (index: number): unknown =>
  (upstream.requests[index]?.json as { input: unknown } | undefined)?.input;

describe('embeddings', () => {
  test('are what the SDK gets directly, and come from the cache the second time', async () => {
    const input = text();
    const expected = await direct.embeddings.create({ model, input });
    const first = await client.embeddings.create({ model, input }).withResponse();
    const second = await client.embeddings.create({ model, input }).withResponse();
    expect(first.data).toEqual(expected);
    expect(second.data).toEqual(expected);
    expect(second.response.headers.get('x-cache')).toBe('exact-hit');
    expect(upstream.requests).toHaveLength(2);
  });

  test('of a batch are kept one by one: a reordered one is answered in its own order', async () => {
    const input = [text(), text(), text()];
    const expected = await direct.embeddings.create({ model, input });
    await client.embeddings.create({ model, input });
    const reversed = await client.embeddings.create({ model, input: input.toReversed() }).withResponse();
    expect(reversed.response.headers.get('x-cache')).toBe('exact-hit');
    expect(reversed.data.data.map(({ embedding }) => embedding)).toEqual(
      expected.data.map(({ embedding }) => embedding).toReversed(),
    );
    expect(reversed.data.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(reversed.data.usage).toEqual(expected.usage);
  });

  test('of a batch that is known in part cost one call for the rest, and the usage is the sum', async () => {
    const input = [text(), text(), text(), text()];
    const [first = '', second = '', third = '', fourth = ''] = input;
    await embed({ input: [second, fourth] });
    const { answer, cache, cacheStatus } = await embed({ input });
    expect(inputOf(1)).toEqual([first, third]);
    expect([cache, cacheStatus]).toEqual(['miss', expect.stringContaining('fwd=partial')]);
    const expected = await direct.embeddings.create({ model, input, encoding_format: 'float' });
    expect(answer.data).toEqual(expected.data);
    expect(answer.usage).toEqual(expected.usage);
    expect((await embed({ input: [first] })).cache).toBe('exact-hit');
  });

  test('given twice in a batch are asked for once and answered twice', async () => {
    const [a, b] = [text(), text()];
    const { answer } = await embed({ input: [a, b, a] });
    expect(inputOf(0)).toEqual([a, b]);
    expect(answer.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(answer.data[2]?.embedding).toEqual(answer.data[0]?.embedding);
  });

  test('are one entry in both formats, to the last bit of a 32-bit float', async () => {
    const [asFloat, asBase64] = [text(), text()];
    for (const [input, first, second] of [
      [asFloat, 'float', 'base64'],
      [asBase64, 'base64', 'float'],
    ] as const) {
      // oxlint-disable no-await-in-loop -- the second asks for what the first has stored
      await embed({ input, encoding_format: first });
      const { answer, cache } = await embed({ input, encoding_format: second });
      const plain = await fetch(`${upstream.baseUrl}/embeddings`, {
        method: 'POST',
        body: JSON.stringify({ model, input, encoding_format: second }),
      });
      // oxlint-enable no-await-in-loop
      const { data } = (await plain.json()) as OpenAI.CreateEmbeddingResponse;
      expect(cache).toBe('exact-hit');
      const bits = (embedding: unknown): unknown =>
        Array.isArray(embedding) ? [...Float32Array.from(embedding as number[])] : embedding;
      expect(bits(answer.data[0]?.embedding)).toEqual(bits(data[0]?.embedding));
    }
  });

  test('in a format that only the upstream can judge are asked for, whatever it is', async () => {
    const encoding_format = { toString: 5 };
    const { status } = await embed({ input: text(), encoding_format });
    expect(status).toBe(200);
    expect(upstream.requests[0]?.json).toMatchObject({ encoding_format });
  });

  test('of tokens and of text, of other dimensions and of other models are never confused', async () => {
    const asked = [
      { input: '1' },
      { input: [1] },
      { input: [[1], [2]] },
      { input: ['1', '2'], dimensions: 4 },
      { input: '1', model: 'another' },
    ];
    for (const body of asked) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await embed(body)).cache).toBe('miss');
    }
    expect((await embed({ input: [[2], [1]] })).cache).toBe('exact-hit');
    expect((await embed({ input: [1] })).cache).toBe('exact-hit');
  });

  test('that are read with each other (late_chunking) are one answer for their whole batch', async () => {
    const [first, second, third] = [text(), text(), text()];
    const late = (input: readonly unknown[]) => embed({ input, late_chunking: true });
    expect((await late([first, second])).cache).toBe('miss');
    expect((await late([first, third])).cache).toBe('miss');
    expect((await late([second, first])).cache).toBe('miss');
    expect((await late([first, second])).cache).toBe('exact-hit');
    expect([0, 1, 2].map(inputOf)).toEqual([
      [first, second],
      [first, third],
      [second, first],
    ]);
  });

  test('asked for a hundred times at once cost one call', async () => {
    const input = [text(), text()];
    const answers = await Promise.all(Array.from({ length: 100 }, () => embed({ input })));
    expect(upstream.requests).toHaveLength(1);
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer.data))).size).toBe(1);
  });

  test('heed the controls: bypass, no-cache, only-if-cached, a lifetime of zero', async () => {
    const input = text();
    expect((await embed({ input }, { 'cache-control': 'only-if-cached' })).status).toBe(504);
    expect((await embed({ input }, { 'x-cache-ttl': '0' })).cache).toBe('miss');
    expect((await embed({ input }, { 'x-bypass-cache': 'true' })).cache).toBe('bypass');
    expect((await embed({ input })).cache).toBe('miss');
    expect((await embed({ input }, { 'cache-control': 'no-cache' })).cache).toBe('refresh');
    expect((await embed({ input }, { 'cache-control': 'only-if-cached' })).cache).toBe('exact-hit');
    expect(upstream.requests).toHaveLength(4);
  });

  test('that the upstream refuses or leaves out are never stored', async () => {
    const input = [text(), text()];
    upstream.enqueue(openAiError(429, { message: 'Slow down.' }));
    await expect(client.embeddings.create({ model, input })).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    const one = { object: 'embedding', index: 0, embedding: [1] };
    upstream.enqueue(json({ object: 'list', data: [one], model, usage: { prompt_tokens: 1 } }));
    expect((await embed({ input })).answer.data).toEqual([one]);
    expect((await embed({ input })).cache).toBe('miss');
    expect((await embed({ input })).cache).toBe('exact-hit');
  });

  test.each([[null], [[]], ['oops'], [''], [[1, null]], [{}]])(
    'that are no vector are passed on as they came and asked for again, alone: %j',
    async (embedding) => {
      const [good, bad] = [text(), text()];
      const vector = { object: 'embedding', index: 0, embedding: [1] };
      const none = { object: 'embedding', index: 0, embedding };
      const list = (...data: readonly object[]) => json({ object: 'list', data, model, usage: {} });
      upstream.enqueue(list(vector, { ...none, index: 1 }));
      const first = await embed({ input: [good, bad] });
      expect(first.answer.data).toEqual([vector, { ...none, index: 1 }]);
      expect(first.cacheStatus).not.toContain('stored');
      upstream.enqueue(list(none));
      const encoding_format = 'base64';
      const { answer } = await embed({ input: [good, bad], encoding_format });
      expect(inputOf(1)).toEqual([bad]);
      expect(answer.data[1]).toEqual({ ...none, index: 1 });
      expect((await embed({ input: [good, bad] })).cache).toBe('miss');
      expect((await embed({ input: [good, bad] })).cache).toBe('exact-hit');
      const late = { input: [good, bad], late_chunking: true };
      upstream.enqueue(list(vector, { ...none, index: 1 }));
      expect((await embed(late)).answer.data).toHaveLength(2);
      expect((await embed(late)).cache).toBe('miss');
    },
  );

  test('of each token of an input are as good as one for all of it', async () => {
    const input = text();
    const embedding = [[0.5], [1]];
    upstream.enqueue(json({ object: 'list', data: [{ index: 0, embedding }], model, usage: {} }));
    await embed({ input });
    const { answer, cache } = await embed({ input });
    expect([cache, answer.data[0]?.embedding]).toEqual(['exact-hit', embedding]);
  });

  test.each([[{}], [{ input: [] }], [{ input: 5 }], [{ input: null }]])(
    'without a usable input are a 400 that names it: %j',
    async (body) => {
      const { status, answer } = await embed(body);
      expect([status, answer]).toMatchObject([400, { error: { param: 'input' } }]);
    },
  );
});
