import { NEVER_EXPIRES, type VectorPoint } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { describe, expect, it } from 'vitest';

import { EmbeddedVectorStore } from './embedded.ts';

describe('EmbeddedVectorStore within its bounds', () => {
  const clock = new FakeClock();
  const point = (id: number, more: Partial<VectorPoint> = {}): VectorPoint => ({
    space: 's',
    partition: 'p',
    id: `${id}`,
    vector: Float32Array.of(Math.cos(id / 100), Math.sin(id / 100)),
    text: '',
    createdAt: clock.now(),
    expiresAt: clock.now() + 60_000 - id,
    minScore: 0,
    entry: new Uint8Array(100),
    ...more,
  });
  const ids = async (store: EmbeddedVectorStore, partition = 'p'): Promise<readonly string[]> => {
    const query = { space: 's', partition, vector: Float32Array.of(1, 0), limit: 100, now: clock.now() };
    return (await store.search(query)).map((match) => match.id);
  };

  it('keeps no more points than it may: those that expire first go first', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, maxPoints: 5 });
    for (let id = 0; id < 5; id += 1) void store.upsert(point(id));
    await store.upsert(point(9, { expiresAt: clock.now() + 90_000 }));
    expect(await ids(store)).toEqual(['0', '1', '2', '3', '9']);
    expect((await store.stats()).entries).toBe(5);
  });

  it('keeps no more bytes than it may', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, maxBytes: 10_000 });
    const sizes = [];
    for (let id = 0; id < 40; id += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the bound holds after each write
      await store.upsert(point(id, { expiresAt: clock.now() + 60_000 + id, entry: new Uint8Array(1_000) }));
      // oxlint-disable-next-line no-await-in-loop
      sizes.push((await store.stats()).bytes ?? 0);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
    expect((await ids(store)).at(-1)).toBe('39');
  });

  it('lets go of no point that never expires, even when there is nothing else', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, maxPoints: 2 });
    for (const id of [1, 2, 3]) void store.upsert(point(id, { expiresAt: NEVER_EXPIRES }));
    await store.upsert(point(4));
    expect(await ids(store)).toEqual(['1', '2', '3']);
  });

  it('does not keep a point that is larger than all there may be', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, maxBytes: 10_000 });
    await store.upsert(point(1, { entry: new Uint8Array(20_000) }));
    expect(await store.stats()).toEqual({ entries: 0, bytes: 0 });
  });

  it('counts a point that is replaced or removed no longer', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock });
    await store.upsert(point(1, { entry: new Uint8Array(5_000) }));
    await store.upsert(point(1));
    const { bytes } = await store.stats();
    await store.upsert(point(2));
    await store.delete('s', '2');
    expect(await store.stats()).toEqual({ entries: 1, bytes });
    expect(bytes).toBeLessThan(1_000);
  });

  it('searches more partitions than it has memory for indexes', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, maxIndexBytes: 4_000 });
    const partitions = Array.from({ length: 30 }, (_, i) => `partition ${i}`);
    await Promise.all(partitions.map((partition, i) => store.upsert(point(i, { partition }))));
    for (let round = 0; round < 2; round += 1) {
      // oxlint-disable-next-line no-await-in-loop
      const found = await Promise.all(partitions.map((partition) => ids(store, partition)));
      expect(found).toEqual(partitions.map((_, i) => [`${i}`]));
    }
  });

  it('finds enough live points where thousands nearer ones expired at once', async () => {
    await using store = new EmbeddedVectorStore({ dataDir: ':memory:', clock, exactLimit: 100 });
    const expiring = Array.from({ length: 3_000 }, (_, id) =>
      store.upsert(point(id / 1_000, { id: `x${id}`, expiresAt: clock.now() + 10 })),
    );
    const lasting = [101, 102, 103].map((id) => store.upsert(point(id, { expiresAt: clock.now() + 60_000 })));
    await Promise.all([...expiring, ...lasting]);
    clock.advance(10);
    expect(await ids(store)).toEqual(['101', '102', '103']);
  });
});
