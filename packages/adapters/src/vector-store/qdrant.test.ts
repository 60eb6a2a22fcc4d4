import { DependencyError, type VectorPoint } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { vectorStoreContract, type VectorStoreBacking } from '@strata/contracts/vector-store-contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { QdrantVectorStore } from './qdrant.ts';

async function onFake(isOld: boolean): Promise<VectorStoreBacking> {
  const clock = new FakeClock();
  const fake = await FakeQdrant.start({ isOld });
  const somebodyElses = 'llm_cache_of_somebody_else';
  return {
    clock,
    // The server is in this process, but a turn of the event loop or two away.
    pass: async (ms) => clock.advance(ms),
    connect: () => new QdrantVectorStore({ url: fake.url, clock, sweepIntervalMs: 60_000 }),
    foreign: {
      put: async () => {
        const body = JSON.stringify({ vectors: { size: 2, distance: 'Dot' } });
        await fetch(`${fake.url}/collections/${somebodyElses}`, { method: 'PUT', body });
      },
      isThere: async () => fake.collections.has(somebodyElses),
    },
    outage: { begin: () => fake.stop(), end: () => fake.listen() },
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  };
}

vectorStoreContract({ name: 'Qdrant, a fake server', open: () => onFake(false) });
vectorStoreContract({
  name: 'Qdrant, a fake server of version 1.9',
  open: () => onFake(true),
  modelRuns: 10,
});

describe('QdrantVectorStore', () => {
  const clock = new FakeClock();
  let fake: FakeQdrant;
  let store: QdrantVectorStore;

  const point = (id: string): VectorPoint => ({
    id,
    space: 'minilm-384',
    partition: 'p',
    vector: Float32Array.of(0.6, 0.8),
    text: 'How are you?',
    createdAt: clock.now(),
    expiresAt: clock.now() + 1_000,
    minScore: 0,
    entry: Uint8Array.of(1, 2, 3),
  });
  const search = (signal?: AbortSignal) => {
    const query = {
      space: 'minilm-384',
      partition: 'p',
      vector: Float32Array.of(1, 0),
      limit: 8,
      now: clock.now(),
    };
    return store.search(query, signal);
  };
  const paths = (): string[] => fake.requests.map(({ method, path }) => `${method} ${path}`);

  beforeEach(async () => {
    fake = await FakeQdrant.start({ apiKey: 'secret' });
    store = new QdrantVectorStore({
      url: fake.url,
      apiKey: 'secret',
      clock,
      timeoutMs: 5_000,
      sweepIntervalMs: 60_000,
    });
  });
  afterEach(async () => {
    await store[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
  });

  it('contacts nobody before it is asked something', async () => {
    await settle();
    expect(paths()).toEqual([]);
  });

  it('names the collection after the space, and makes it for searches within one partition', async () => {
    await store.upsert(point('a'));
    const create = fake.requests.find(
      ({ method, path }) => method === 'PUT' && path === '/collections/llm_cache_minilm-384',
    );
    expect(create?.body).toEqual({
      vectors: { size: 2, distance: 'Cosine' },
      hnsw_config: { m: 0, payload_m: 16 },
      on_disk_payload: true,
    });
    expect(Object.fromEntries(fake.collections.get('llm_cache_minilm-384')?.indexes ?? [])).toEqual({
      partition: { type: 'keyword', is_tenant: true },
      expiresAt: 'float',
    });
  });

  it('asks a search for everything but the entry, filtered by partition and expiry', async () => {
    await store.upsert(point('a'));
    await search();
    expect(fake.requests.at(-1)).toMatchObject({
      path: '/collections/llm_cache_minilm-384/points/query',
      body: {
        filter: {
          must: [
            { key: 'partition', match: { value: 'p' } },
            { key: 'expiresAt', range: { gt: clock.now() } },
          ],
        },
        with_payload: { include: ['id', 'text', 'createdAt', 'expiresAt', 'minScore'] },
      },
    });
  });

  it('waits with every write until it can be searched', async () => {
    await store.upsert(point('a'));
    await store.setMinScore('minilm-384', 'a', 0.9);
    await store.delete('minilm-384', 'a');
    const writes = paths().filter((path) => /points\?|payload|delete/.test(path));
    expect(writes).toHaveLength(3);
    expect(writes.every((path) => path.endsWith('wait=true'))).toBe(true);
  });

  it('looks at its collection once, not before every write', async () => {
    await store.upsert(point('a'));
    const before = paths().length;
    await store.upsert(point('b'));
    expect(paths().slice(before)).toEqual(['PUT /collections/llm_cache_minilm-384/points?wait=true']);
  });

  it('makes the collection again when it was lost, and finds nothing meanwhile', async () => {
    await store.upsert(point('a'));
    fake.loseEverything();
    expect(await search()).toEqual([]);
    expect(await store.read('minilm-384', 'a')).toBeUndefined();
    await store.upsert(point('b'));
    expect((await search()).map((match) => match.id)).toEqual(['b']);
    expect(fake.collections.get('llm_cache_minilm-384')?.indexes.size).toBe(2);
  });

  it('completes a collection that an interrupted start left without its indexes', async () => {
    const body = JSON.stringify({ vectors: { size: 2, distance: 'Cosine' } });
    const headers = { 'api-key': 'secret' };
    await fetch(`${fake.url}/collections/llm_cache_minilm-384`, { method: 'PUT', body, headers });
    await store.upsert(point('a'));
    expect(fake.collections.get('llm_cache_minilm-384')?.indexes.size).toBe(2);
  });

  it.each([
    ['3 dimensions (Cosine)', { size: 3, distance: 'Cosine' }],
    ['2 dimensions (Euclid)', { size: 2, distance: 'Euclid' }],
  ])('refuses a collection of %s that somebody made, and says what helps', async (held, vectors) => {
    const path = `${fake.url}/collections/llm_cache_minilm-384`;
    const headers = { 'api-key': 'secret' };
    await fetch(path, { method: 'PUT', body: JSON.stringify({ vectors }), headers });
    const refused = store.upsert(point('a'));
    await expect(refused).rejects.toThrow(`llm_cache_minilm-384 holds vectors of ${held}, where 2`);
    await expect(refused).rejects.toMatchObject({ code: 'unfit_collection' });
    await expect(refused).rejects.toThrow(/remove it from Qdrant/);
    await store.clear();
    expect(fake.collections.get('llm_cache_minilm-384')?.indexes.size).toBe(0);
    await fetch(path, { method: 'DELETE', headers });
    await store.upsert(point('a'));
  });

  it('shares the making of a collection among all writes that wait for it', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => store.upsert(point(id))));
    expect(paths().filter((path) => path === 'PUT /collections/llm_cache_minilm-384')).toHaveLength(1);
  });

  it('sends the user and the password of its URL with every request, for a gateway that asks for them', async () => {
    const url = fake.url.replace('//', '//me:p%40ss@');
    await using guarded = new QdrantVectorStore({ url, apiKey: 'secret', clock });
    await guarded.upsert(point('a'));
    const authorization = `Basic ${btoa('me:p@ss')}`;
    expect(new Set(fake.requests.map((request) => request.authorization))).toEqual(new Set([authorization]));
  });

  it('sends the API key with every request, and is unavailable with a wrong one', async () => {
    await store.upsert(point('a'));
    await store.clear();
    expect(new Set(fake.requests.map((request) => request.apiKey))).toEqual(new Set(['secret']));
    await using stranger = new QdrantVectorStore({ url: fake.url, apiKey: 'guessed', clock });
    const refused = expect.objectContaining({
      code: 'unauthorized',
      message: expect.stringContaining('Invalid API key'),
    });
    await expect(stranger.ping()).rejects.toEqual(refused);
    await expect(stranger.upsert(point('a'))).rejects.toEqual(refused);
  });

  it.each([500, 502, 503])('is unavailable when Qdrant answers %d', async (status) => {
    fake.failWith(status);
    await expect(search()).rejects.toBeInstanceOf(DependencyError);
    fake.heal();
    await expect(search()).resolves.toEqual([]);
  });

  it('passes on how long an overloaded Qdrant asks to wait', async () => {
    fake.failWith(429, { headers: { 'retry-after': '12' } });
    await expect(search()).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 12_000 });
  });

  it('gives up on a Qdrant that hangs', async () => {
    fake.hang();
    const hung = search();
    await until(() => paths().length === 1);
    clock.advance(5_000);
    await expect(hung).rejects.toMatchObject({ code: 'timeout' });
  });

  it('leaves a Qdrant that hangs when the caller leaves, also while it makes a collection', async () => {
    fake.hang();
    const controller = new AbortController();
    const calls = [search(controller.signal), store.upsert(point('a'), controller.signal)];
    await until(() => paths().length === 2);
    const reason = new Error('the caller left');
    controller.abort(reason);
    for (const outcome of await Promise.allSettled(calls))
      expect(outcome).toEqual({ status: 'rejected', reason });
  });

  it('removes expired points by and by, in its own collections', async () => {
    await store.upsert(point('a'));
    clock.advance(60_000);
    await until(() => fake.collections.get('llm_cache_minilm-384')?.count === 0);
  });

  it('keeps two caches with prefixes of their own apart', async () => {
    await using other = new QdrantVectorStore({
      url: fake.url,
      apiKey: 'secret',
      clock,
      collectionPrefix: 'team_b_',
    });
    await store.upsert(point('a'));
    await other.clear();
    expect((await search()).map((match) => match.id)).toEqual(['a']);
  });

  it('takes a space that makes no name for a collection', async () => {
    await store.upsert({ ...point('a'), space: 'a model / with & signs' });
    expect([...fake.collections.keys()]).toEqual([expect.stringMatching(/^llm_cache_[0-9a-f]{64}$/)]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- waits for the server's turn, not for time
  while (!condition()) await settle();
}
