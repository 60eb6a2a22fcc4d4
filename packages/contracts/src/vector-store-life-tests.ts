import { DependencyError } from '@strata/core';
import { describe, expect, it } from 'vitest';
import {
  direction,
  present,
  SPACE,
  textOf,
  type VectorStoreHarness,
  type VectorStoreLacking,
} from './vector-store-harness.ts';

/** Refusals, aborts, outages, restarts, and several stores on one engine. */
export function describeLife(on: VectorStoreHarness, without: VectorStoreLacking): void {
  describe('refusals', () => {
    it('refuses a vector of another length than the space holds, and says so', async () => {
      await on.put({ id: 'a' });
      const wrong = direction(0, 5);
      const mismatch = expect.objectContaining({ code: 'dimension_mismatch', retryable: false });
      await expect(on.put({ id: 'b', vector: wrong })).rejects.toEqual(mismatch);
      await expect(on.ids({ vector: wrong })).rejects.toEqual(mismatch);
      expect(await on.ids()).toEqual(['a']);
    });

    it('refuses a vector with a number that is not finite', async () => {
      const vector = direction(0).fill(Number.NaN, 3, 4);
      await expect(on.put({ id: 'a', vector })).rejects.toMatchObject({ code: 'invalid_vector' });
      await expect(on.ids({ vector })).rejects.toMatchObject({ code: 'invalid_vector' });
    });
  });

  describe('aborts', () => {
    it('rejects with the reason of a signal that is aborted already', async () => {
      const reason = new Error('the caller left');
      const signal = AbortSignal.abort(reason);
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 1, now: on.now };
      await expect(on.store.search(query, signal)).rejects.toBe(reason);
      await expect(on.store.read(SPACE, 'a', signal)).rejects.toBe(reason);
      await expect(on.store.upsert(on.point({ id: 'a' }), signal)).rejects.toBe(reason);
      await expect(on.store.delete(SPACE, 'a', signal)).rejects.toBe(reason);
      await expect(on.store.clear(signal)).rejects.toBe(reason);
      await expect(on.store.ping(signal)).rejects.toBe(reason);
    });

    it('rejects with the reason as soon as the caller leaves', async () => {
      const reason = new Error('the caller left');
      const controller = new AbortController();
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 1, now: on.now };
      const search = on.store.search(query, controller.signal);
      controller.abort(reason);
      await expect(search).rejects.toBe(reason);
    });
  });

  describe('life', () => {
    it('answers a ping', async () => {
      await expect(on.store.ping()).resolves.toBeUndefined();
    });

    it('is disposed of twice without harm, and is unavailable then', async () => {
      await on.put({ id: 'a' });
      await on.store[Symbol.asyncDispose]();
      await on.store[Symbol.asyncDispose]();
      await expect(on.ids()).rejects.toBeInstanceOf(DependencyError);
      await expect(on.store.ping()).rejects.toBeInstanceOf(DependencyError);
    });

    if (!without.includes('durability')) {
      it('has after a restart what it had before', async () => {
        await on.put({ id: 'a' });
        await on.put({ id: 'b', vector: direction(45) });
        await on.put({ id: 'gone' });
        await on.store.delete(SPACE, 'gone');
        await on.reconnect();
        expect(await on.ids()).toEqual(['a', 'b']);
        expect(textOf(await on.store.read(SPACE, 'b'))).toBe('the entry of b');
        expect((await on.store.stats()).entries).toBe(2);
      });
    }

    if (!without.includes('sharing')) {
      it('sees what another store on the same engine does', async () => {
        const other = on.connect();
        await on.put({ id: 'a' });
        await other.upsert(on.point({ id: 'b', vector: direction(45) }));
        expect(await on.ids()).toEqual(['a', 'b']);
        await other.clear();
        expect(await on.ids()).toEqual([]);
        await on.put({ id: 'c' });
        expect(await on.ids()).toEqual(['c']);
      });
    }

    if (!without.includes('outage')) {
      it('is unavailable during an outage, and works again after it', async () => {
        const outage = present(on.backing.outage);
        await on.put({ id: 'a' });
        await outage.begin();
        await expect(on.ids()).rejects.toBeInstanceOf(DependencyError);
        await expect(on.put({ id: 'b' })).rejects.toBeInstanceOf(DependencyError);
        await expect(on.store.read(SPACE, 'a')).rejects.toBeInstanceOf(DependencyError);
        await expect(on.store.ping()).rejects.toBeInstanceOf(DependencyError);
        await outage.end();
        await expect(on.store.ping()).resolves.toBeUndefined();
        await on.put({ id: 'c' });
        expect(await on.ids()).toContain('c');
      });
    }
  });
}
