import { DependencyError, type VectorMatch, type VectorPoint } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { QdrantVectorStore } from './qdrant.ts';

const space = 'minilm-384';

describe('what Qdrant, or a gateway in front of it, refuses', () => {
  const clock = new FakeClock();
  let fake: FakeQdrant;
  let store: QdrantVectorStore;

  const point = (id: string): VectorPoint => ({
    id,
    space,
    partition: 'p',
    vector: Float32Array.of(0.6, 0.8),
    text: 'How are you?',
    createdAt: clock.now(),
    expiresAt: clock.now() + 1_000,
    minScore: 0,
    entry: Uint8Array.of(1, 2, 3),
  });
  const search = (): Promise<readonly VectorMatch[]> =>
    store.search({ space, partition: 'p', vector: Float32Array.of(1, 0), limit: 8, now: clock.now() });
  /** A gateway that has lost its way to Qdrant. */
  const lose = (): void => fake.failWith(404, { text: '<h1>404 Not Found</h1>' });

  beforeEach(async () => {
    fake = await FakeQdrant.start();
    store = new QdrantVectorStore({ url: fake.url, clock });
  });
  afterEach(async () => {
    await store[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
  });

  it('takes a gateway’s 404 for an outage: nothing is found to be missing, and nothing passes for deleted', async () => {
    await store.upsert(point('a'));
    lose();
    const message = 'Qdrant answered 404: no reason given';
    const refused = expect.objectContaining({ code: 'refused', message });
    await expect(search()).rejects.toEqual(refused);
    await expect(store.read(space, 'a')).rejects.toEqual(refused);
    await expect(store.upsert(point('b'))).rejects.toEqual(refused);
    await expect(store.setMinScore(space, 'a', 0.9)).rejects.toEqual(refused);
    await expect(store.delete(space, 'a')).rejects.toEqual(refused);
    await expect(store.scan({ space, limit: 8, now: clock.now() })).rejects.toEqual(refused);
    fake.heal();
    expect((await search()).map((match) => match.id)).toEqual(['a']);
  });

  it('does not take a server behind it for an old one, to be asked as that from then on', async () => {
    lose();
    await expect(search()).rejects.toBeInstanceOf(DependencyError);
    fake.heal();
    await search();
    expect(fake.requests.at(-1)?.path).toBe('/collections/llm_cache_minilm-384/points/query');
  });

  it('does not call a cache cleared whose collections may not be removed', async () => {
    await store.upsert(point('a'));
    fake.failWith(400, { method: 'DELETE' });
    await expect(store.clear()).rejects.toMatchObject({ code: 'refused' });
  });
});
