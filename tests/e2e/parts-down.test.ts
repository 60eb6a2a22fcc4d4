import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { startTestService, type TestService } from '@strata/embedding-service/start-test-service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

/** One request of each cached endpoint, in each form that an answer has. */
const ENDPOINTS: Readonly<Record<string, (text: string) => readonly [path: string, body: object]>> = {
  chat: (text) => ['/v1/chat/completions', { messages: [{ role: 'user', content: text }] }],
  'chat, streamed': (text) => [
    '/v1/chat/completions',
    { messages: [{ role: 'user', content: text }], stream: true },
  ],
  completions: (text) => ['/v1/completions', { prompt: text }],
  responses: (text) => ['/v1/responses', { input: text }],
  'responses, streamed': (text) => ['/v1/responses', { input: text, stream: true }],
  messages: (text) => ['/v1/messages', { messages: [{ role: 'user', content: text }], max_tokens: 99 }],
  'messages, streamed': (text) => [
    '/v1/messages',
    { messages: [{ role: 'user', content: text }], max_tokens: 99, stream: true },
  ],
  embeddings: (text) => ['/v1/embeddings', { input: text }],
};

type Parts = { readonly redis: RedisServer; readonly qdrant: FakeQdrant; readonly embedding: TestService };

const FAULTS: Readonly<Record<string, (parts: Parts) => PromiseLike<void> | void>> = {
  'Redis is killed': ({ redis }) => redis.kill(),
  'Redis hangs': ({ redis }) => redis.pause(),
  'Qdrant is gone': ({ qdrant }) => qdrant.stop(),
  'Qdrant hangs': ({ qdrant }) => qdrant.hang(),
  'Qdrant refuses all': ({ qdrant }) => qdrant.failWith(500),
  'the embedding service is gone': ({ embedding }) => embedding[Symbol.asyncDispose](),
  'all of them are gone': async ({ redis, qdrant, embedding }) => {
    await Promise.all([redis.kill(), qdrant.stop(), embedding[Symbol.asyncDispose]()]);
  },
};

/** A stream that breaks off has status 200, too. */
function saysSomething(text: string): boolean {
  return text.trim() !== '' && !/"error":\s*\{/u.test(text);
}

let upstream: FakeOpenAiServer;
let parts: Parts;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
afterAll(() => upstream.stop());

describe.runIf(redisAvailable('parts that are down'))('no request fails', () => {
  beforeEach(async () => {
    const [redis, qdrant, embedding] = await Promise.all([
      RedisServer.start(),
      FakeQdrant.start(),
      startTestService(),
    ]);
    parts = { redis, qdrant, embedding };
    strata = await Strata.before(upstream, {
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      QDRANT_URL: qdrant.url,
      EMBEDDING_URL: embedding.url,
      EXACT_TIMEOUT: '300ms',
      VECTOR_TIMEOUT: '300ms',
      EMBEDDING_TIMEOUT: '1s',
    });
  });
  afterEach(async () => {
    await strata[Symbol.asyncDispose]();
    await Promise.all([
      parts.redis[Symbol.asyncDispose](),
      parts.qdrant[Symbol.asyncDispose](),
      parts.embedding[Symbol.asyncDispose](),
    ]);
  });

  /** Of Redis, Qdrant and the embedding service together. */
  const failedCalls = async (): Promise<number> => {
    const calls = await strata.samples('strata_dependency_calls_total');
    return calls
      .filter(({ labels }) => !labels.includes('result="ok"'))
      .reduce((sum, { value }) => sum + value, 0);
  };

  test.each(Object.entries(FAULTS))('while %s', async (_name, breakPart) => {
    const ask = async (text: string): Promise<Record<string, unknown>> => {
      const answers = Object.entries(ENDPOINTS).map(async ([endpoint, requestOf]) => {
        const [path, body] = requestOf(`${text} (${endpoint})`);
        const response = await strata.fetch(path, { body: { model: 'gpt-4o-mini', ...body } });
        const answered = saysSomething(await response.text());
        return [endpoint, { status: response.status, answered }] as const;
      });
      return Object.fromEntries(await Promise.all(answers));
    };
    const served = Object.fromEntries(
      Object.keys(ENDPOINTS).map((endpoint) => [endpoint, { status: 200, answered: true }]),
    );
    expect(await ask('Who was asked before?')).toEqual(served);
    await strata.settled();
    expect(await failedCalls()).toBe(0);
    await breakPart(parts);
    expect(await ask('Who was asked before?')).toEqual(served);
    expect(await ask('Who is asked for the first time?')).toEqual(served);
    await strata.settled();
    expect(await ask('Who is asked for the first time?')).toEqual(served);
    expect(await failedCalls()).toBeGreaterThan(0);
  });
});
