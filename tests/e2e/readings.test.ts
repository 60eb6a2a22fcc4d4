import { FakeEmbeddingService } from '@strata/adapters/embedder/fake-embedding-service';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

/** The rules know neither of the two for a conflict. */
const STORED = 'What is the capital of France?';
const REWORDED = "Which city serves as France's capital?";

async function readingsOf(strata: Strata): Promise<number> {
  const metrics = await (await fetch(`${strata.url}/metrics`)).text();
  const [, calls = '0'] = /dep="cross-encoder",operation="compare",result="ok"} (\d+)/.exec(metrics) ?? [];
  return Number(calls);
}

describe('a hit in other words', () => {
  test('is read by the cross-encoder, a retyped one is not', async () => {
    await using strata = await Strata.start();
    expect((await strata.ask(STORED)).cache).toBe('miss');
    expect((await strata.ask(STORED.toLowerCase())).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(0);
    expect((await strata.ask(REWORDED)).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(1);
  });

  test('is not read where readings are switched off', async () => {
    await using strata = await Strata.start({ SEMANTIC_READING: 'false' });
    expect((await strata.ask(STORED)).cache).toBe('miss');
    expect((await strata.ask(REWORDED)).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(0);
  });
});

test('health tells when pairs cannot be read, though their texts are embedded as ever, and when they can again', async () => {
  await using service = await FakeEmbeddingService.start();
  service.embedder = new FakeEmbedder({ vectors: { [STORED]: [1, 0], [REWORDED]: [1, 0.1] }, dimensions: 2 });
  service.reply = (right) => ('logOdds' in right ? { status: 500, body: { error: 'No network.' } } : {});
  await using strata = await Strata.start({ EMBEDDING_URL: service.url });
  const health = async (): Promise<unknown> => (await strata.fetch('/health')).json();
  const services = { embeddings: { status: 'up' }, cross_encoder: { status: 'up' } };
  expect(await health()).toMatchObject({ status: 'healthy', services });
  await strata.ask(STORED);
  await strata.ask(REWORDED);
  const down = { ...services, cross_encoder: { status: 'down' } };
  expect(await health()).toMatchObject({ status: 'degraded', services: down });
  service.reply = undefined;
  expect(await health()).toMatchObject({ status: 'healthy', services });
  const readings = () => service.seen.filter(({ pairs }) => pairs.length > 0).length;
  const before = readings();
  await health();
  // While all is well, to be asked how one is costs no reading.
  expect(readings()).toBe(before);
});
