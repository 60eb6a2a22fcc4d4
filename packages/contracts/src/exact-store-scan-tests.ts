import { InvalidRequestError, NEVER_EXPIRES, type StoredValue } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { bytesOf, present, textOf, type ExactStoreHarness, type Lacking } from './exact-store-harness.ts';

/** A walk over everything, a page at a time, and values that never expire. */
export function describeScan(on: ExactStoreHarness, without: Lacking): void {
  describe('a scan', () => {
    it('brings every live value once its pages are put together, and nothing else', async () => {
      const keys = Array.from({ length: 120 }, (_, i) => `key ${i}`);
      await Promise.all(keys.map((key) => on.put(key, `value of ${key}`)));
      await on.put('deleted', 'value');
      await on.put('short', 'value', 60);
      await on.store.delete('deleted');
      await on.backing.pass(61);
      const found = await walk(on, 7);
      expect(new Map(found.map(({ key, value }) => [key, textOf(value)]))).toEqual(
        new Map(keys.map((key) => [key, `value of ${key}`])),
      );
    });

    it('finds nothing in an empty store, nor after a clear', async () => {
      expect(await walk(on)).toEqual([]);
      await on.put('k', 'value');
      await on.store.clear();
      expect(await walk(on)).toEqual([]);
    });

    it('misses nothing when values it has brought are deleted on the way', async () => {
      const keys = Array.from({ length: 60 }, (_, i) => `key ${i}`);
      await Promise.all(keys.map((key) => on.put(key, 'value')));
      const seen = new Set<string>();
      let cursor: string | undefined;
      do {
        // oxlint-disable no-await-in-loop -- page after page
        const { items, next } = await on.store.scan({ cursor, limit: 5 });
        for (const { key } of items) seen.add(key);
        await Promise.all(items.map(({ key }) => on.store.delete(key)));
        cursor = next;
        // oxlint-enable no-await-in-loop
      } while (cursor !== undefined);
      expect([...seen].toSorted()).toEqual(keys.toSorted());
      expect(await walk(on)).toEqual([]);
    });

    it('refuses a cursor it never gave', async () => {
      if (on.store.name === 'memory') return;
      await expect(on.store.scan({ cursor: '{"not":"ours"}', limit: 5 })).rejects.toBeInstanceOf(
        InvalidRequestError,
      );
    });

    it('does nothing for a caller that has left', async () => {
      const reason = new Error('the caller left');
      await expect(on.store.scan({ limit: 5 }, AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    if (!without.includes('spoil')) {
      it('names a value that cannot be read, so that it can be removed', async () => {
        await on.put('good', 'value');
        await on.put('bad', 'value');
        await present(on.backing.spoil)('bad');
        const found = await walk(on);
        expect(new Map(found.map(({ key, value }) => [key, textOf(value)]))).toEqual(
          new Map([
            ['good', 'value'],
            ['bad', undefined],
          ]),
        );
        await on.store.delete('bad');
        expect((await walk(on)).map(({ key }) => key)).toEqual(['good']);
      });
    }
  });

  it('keeps a value that never expires, and takes it back to an expiry', async () => {
    await on.store.set('k', bytesOf('value'), NEVER_EXPIRES);
    expect(textOf(await on.store.get('k'))).toBe('value');
    expect((await walk(on)).map(({ key }) => key)).toEqual(['k']);
    await on.put('k', 'value', 60);
    await on.backing.pass(61);
    expect(await on.store.get('k')).toBeUndefined();
  });

  it('says whether it keeps what never expires', async () => {
    expect(typeof (await on.store.whyNotKept())).toBe(on.store.name === 'memory' ? 'string' : 'undefined');
  });
}

async function walk(on: ExactStoreHarness, limit = 50): Promise<StoredValue[]> {
  const found: StoredValue[] = [];
  let cursor: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const { items, next } = await on.store.scan({ cursor, limit });
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
}
