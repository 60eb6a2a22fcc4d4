import { describe, expect, test } from 'vitest';
import { embedderContract, type EmbedderFixture } from './embedder-contract.ts';
import { FakeEmbedder, vectorNear } from './fake-embedder.ts';

async function setUp(): Promise<EmbedderFixture> {
  const embedder = new FakeEmbedder();
  return { embedder, [Symbol.asyncDispose]: () => embedder[Symbol.asyncDispose]() };
}

embedderContract('the fake one', { setUp });

describe('the fake embedder', () => {
  test('texts of the same words are alike, others are not', async () => {
    const texts = ['the capital of France', 'France, the capital of', 'boiling water at sea level'];
    const vectors = await vectorsOf(new FakeEmbedder({ dimensions: 256 }), texts);
    expect(cosine(vectors[0]!, vectors[1]!)).toBeGreaterThan(0.85);
    expect(Math.abs(cosine(vectors[0]!, vectors[2]!))).toBeLessThan(0.3);
  });

  test('a table of vectors makes other words mean the same', async () => {
    const base = [3, 0, 4];
    const vectors = { first: base, second: vectorNear(base, 0.93) };
    const [first, second] = await vectorsOf(new FakeEmbedder({ dimensions: 3, vectors }), [
      'first',
      'second',
    ]);
    expect(cosine(first!, second!)).toBeCloseTo(0.93, 5);
    expect(cosine(second!, second!)).toBeCloseTo(1, 5);
  });

  test('it remembers what it was asked', async () => {
    const embedder = new FakeEmbedder();
    await embedder.embed(['a', 'b']);
    await embedder.embed(['c']);
    expect(embedder.asked).toEqual(['a', 'b', 'c']);
  });
});

async function vectorsOf(embedder: FakeEmbedder, texts: readonly string[]): Promise<readonly Float32Array[]> {
  return (await embedder.embed(texts)).map((embedding) => embedding.vector);
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
