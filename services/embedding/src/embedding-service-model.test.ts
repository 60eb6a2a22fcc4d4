import { HttpEmbedder } from '@strata/adapters/embedder/http';
import { crossEncoderContract } from '@strata/contracts/cross-encoder-contract';
import { embedderContract, type EmbedderFixture } from '@strata/contracts/embedder-contract';
import { systemClock } from '@strata/service-kit';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestService, type TestService } from './start-test-service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
  await service.embedder.describe();
});

afterAll(() => service[Symbol.asyncDispose]());

function clientOf(url: string, dispose: () => PromiseLike<void>): EmbedderFixture {
  const embedder = new HttpEmbedder({ url: `${url}/embed`, clock: systemClock, maxRemembered: 0 });
  const disposeBoth = async (): Promise<void> => {
    await embedder[Symbol.asyncDispose]();
    await dispose();
  };
  return { embedder, [Symbol.asyncDispose]: disposeBoth };
}

embedderContract('HTTP to the embedding service', {
  setUp: async () => clientOf(service.url, async () => {}),
  setUpCrowded: async () => {
    const crowded = await startTestService({ EMBEDDING_MAX_WAITING: '1' });
    await crowded.embedder.describe();
    return clientOf(crowded.url, () => crowded[Symbol.asyncDispose]());
  },
});

crossEncoderContract('HTTP to the embedding service', {
  setUp: async () => {
    const crossEncoder = new HttpEmbedder({ url: service.url, clock: systemClock });
    return { crossEncoder, [Symbol.asyncDispose]: () => crossEncoder[Symbol.asyncDispose]() };
  },
});

test('the ancestor’s call gives 384 numbers of unit length', async () => {
  const { status, json } = await service.post('/embed', { text: 'What is Rust?' });
  const { embedding } = json as { embedding: readonly number[] };
  expect(status).toBe(200);
  expect(embedding).toHaveLength(384);
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
});

test('the openai SDK works with another base URL, in both encodings', async () => {
  const client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'any', maxRetries: 0 });
  const ask = { model: 'text-embedding-3-small', input: ['What is Rust?', 'Tell me about Rust'] };
  const packed = await client.embeddings.create(ask);
  const plain = await client.embeddings.create({ ...ask, encoding_format: 'float' });
  expect(packed.model).toBe('text-embedding-3-small');
  expect(packed.usage).toEqual({ prompt_tokens: 12, total_tokens: 12 });
  expect(packed.data.map((each) => each.embedding.length)).toEqual([384, 384]);
  for (const [index, { embedding }] of packed.data.entries()) {
    expect(embedding[0]).toBeCloseTo(plain.data[index]?.embedding[0] ?? Number.NaN, 6);
  }
  await expect(client.embeddings.create({ ...ask, dimensions: 256 })).rejects.toMatchObject({
    status: 400,
    param: 'dimensions',
  });
});
