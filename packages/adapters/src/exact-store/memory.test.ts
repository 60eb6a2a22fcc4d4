import { exactStoreContract } from '@strata/contracts/exact-store-contract';
import { FakeClock } from '@strata/contracts/fake-clock';
import { describe, expect, it } from 'vitest';
import { MemoryExactStore } from './memory.ts';

exactStoreContract({
  name: 'memory',
  without: ['sharing', 'foreign', 'spoil', 'outage'],
  open: async () => {
    const clock = new FakeClock();
    return {
      clock,
      time: 'fake',
      pass: async (ms) => clock.advance(ms),
      connect: () => new MemoryExactStore({ clock, maxBytes: 2 ** 24, maxEntries: 10_000 }),
      [Symbol.asyncDispose]: async () => undefined,
    };
  },
});

const value = (length: number): Uint8Array => new Uint8Array(length);

describe('MemoryExactStore', () => {
  const clock = new FakeClock();
  const later = (): number => clock.now() + 60_000;

  it('S4-05 keeps no more bytes than it may, keys counted, and drops what was used longest ago', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 3 * (1 + 99), maxEntries: 100 });
    for (const key of ['a', 'b', 'c']) void store.set(key, value(99), later());
    expect(await store.stats()).toEqual({ entries: 3, bytes: 300 });
    store.peek('a');
    void store.set('d', value(99), later());
    expect(['a', 'b', 'c', 'd'].map((key) => store.peek(key) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('keeps no more entries than it may', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) void store.set(key, value(0), later());
    expect(await store.stats()).toEqual({ entries: 2, bytes: 2 });
    expect(store.peek('a')).toBeUndefined();
  });

  it('does not keep a value larger than itself, nor the one it was to replace', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 100, maxEntries: 10 });
    await store.set('kept', value(10), later());
    await store.set('k', value(10), later());
    await store.set('k', value(1_000), later());
    expect(store.peek('k')).toBeUndefined();
    expect(store.peek('kept')).toBeDefined();
  });

  it('has done its work before its promises are awaited', () => {
    const store = new MemoryExactStore({ clock, maxBytes: 1_000, maxEntries: 10 });
    void store.set('k', value(5), later());
    expect(store.peek('k')).toEqual(value(5));
    void store.delete('k');
    expect(store.peek('k')).toBeUndefined();
    void store.set('k', value(5), later());
    void store.clear();
    expect(store.peek('k')).toBeUndefined();
  });

  it('peeks at no expired value', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 1_000, maxEntries: 10 });
    await store.set('k', value(5), clock.now() + 1);
    clock.advance(1);
    expect(store.peek('k')).toBeUndefined();
    expect(await store.stats()).toEqual({ entries: 0, bytes: 0 });
  });

  it('does not keep alive the larger buffer a value was cut from', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 1_000, maxEntries: 10 });
    await store.set('k', new Uint8Array(65_536).subarray(10, 20), later());
    expect(store.peek('k')?.buffer.byteLength).toBe(10);
  });

  it('is empty and keeps nothing once disposed, without complaint', async () => {
    const store = new MemoryExactStore({ clock, maxBytes: 1_000, maxEntries: 10 });
    await store.set('k', value(5), later());
    await store[Symbol.asyncDispose]();
    await store.set('k', value(5), later());
    expect(store.peek('k')).toBeUndefined();
  });
});
