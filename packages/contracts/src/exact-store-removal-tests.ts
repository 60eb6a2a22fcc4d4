import { DependencyError, type ExactStore, type Invalidation } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { bytesOf, present, textOf, type ExactStoreHarness, type Lacking } from './exact-store-harness.ts';

/** What goes away, who hears of it, and what happens when nothing works. */
export function describeRemoval(on: ExactStoreHarness, without: Lacking): void {
  describe('delete and clear', () => {
    it('deletes one value, and says whether there was one', async () => {
      await on.put('k', 'value');
      await on.put('other', 'value');
      expect(await on.store.delete('k')).toBe(true);
      expect(await on.store.delete('k')).toBe(false);
      expect(await on.store.get('k')).toBeUndefined();
      expect(textOf(await on.store.get('other'))).toBe('value');
    });

    it('does not count an expired value as deleted', async () => {
      await on.put('k', 'value', 60);
      await on.backing.pass(61);
      expect(await on.store.delete('k')).toBe(false);
    });

    it('clears everything at once, and can be filled again', async () => {
      await Promise.all(['a', 'b', 'c'].map((key) => on.put(key, 'value')));
      await on.store.clear();
      await on.put('b', 'new');
      const values = await Promise.all(['a', 'b', 'c'].map((key) => on.store.get(key)));
      expect(values.map((value) => value && textOf(value))).toEqual([undefined, 'new', undefined]);
    });

    if (!without.includes('foreign')) {
      it('leaves alone what belongs to others', async () => {
        const foreign = present(on.backing.foreign);
        await foreign.put();
        await on.put('k', 'value');
        await on.store.clear();
        await on.store.delete('k');
        expect(await foreign.isThere()).toBe(true);
      });
    }
  });

  describe('invalidations', () => {
    it('are told to every listener that still listens', async () => {
      const first: Invalidation[] = [];
      const second: Invalidation[] = [];
      on.store.onInvalidated((invalidation) => first.push(invalidation));
      const stop = on.store.onInvalidated((invalidation) => second.push(invalidation));
      await on.put('k', 'value');
      await on.store.delete('k');
      stop();
      stop();
      await on.store.clear();
      expect(first).toEqual([{ kind: 'delete', key: 'k' }, { kind: 'clear' }]);
      expect(second).toEqual([{ kind: 'delete', key: 'k' }]);
    });

    if (!without.includes('sharing')) {
      it('reach the other stores on the same backing', async () => {
        const other = on.connect();
        const heard: Invalidation[] = [];
        other.onInvalidated((invalidation) => heard.push(invalidation));
        await on.put('k', 'value');
        await on.put('kept', 'value');
        expect(textOf(await other.get('k'))).toBe('value');
        await hearing(on, other);

        heard.length = 0;
        await on.store.delete('k');
        // A store that cannot know what was deleted may say that everything was.
        await on.passUntil(() => heard.some((one) => one.kind === 'clear' || one.key === 'k'));
        expect(await other.get('k')).toBeUndefined();
        expect(textOf(await other.get('kept'))).toBe('value');

        heard.length = 0;
        await on.store.clear();
        await on.passUntil(() => heard.some((one) => one.kind === 'clear'));
        expect(await other.get('kept')).toBeUndefined();
        expect(await on.connect().get('kept')).toBeUndefined();
      });
    }
  });

  describe('trouble', () => {
    type Operation = (store: ExactStore, signal?: AbortSignal) => Promise<unknown>;
    const operations: readonly (readonly [string, Operation])[] = [
      ['get', (store, signal) => store.get('k', signal)],
      ['set', (store, signal) => store.set('k', bytesOf('changed'), on.later(), signal)],
      ['delete', (store, signal) => store.delete('k', signal)],
      ['clear', (store, signal) => store.clear(signal)],
      ['ping', (store, signal) => store.ping(signal)],
    ];

    it.each(operations)(
      '%s does nothing for a caller that has left, and rejects with its reason',
      async (_name, operate) => {
        await on.put('k', 'value');
        const reason = new Error('the caller left');
        await expect(operate(on.store, AbortSignal.abort(reason))).rejects.toBe(reason);
        expect(textOf(await on.store.get('k'))).toBe('value');
      },
    );

    if (!without.includes('outage')) {
      it('rejects with a DependencyError while it cannot work, and works again afterwards', async () => {
        const outage = present(on.backing.outage);
        await outage.begin();
        const during = on.connect();
        for (const [, operate] of operations) {
          // oxlint-disable-next-line no-await-in-loop -- each on its own
          await expect(operate(during)).rejects.toBeInstanceOf(DependencyError);
        }
        await outage.end();
        await on.passUntil(async () => await succeeds(during.ping()));
        await during.set('k', bytesOf('value'), on.later());
        expect(textOf(await during.get('k'))).toBe('value');
      });
    }

    it('answers a ping, and counts what it holds where it can', async () => {
      await on.store.ping();
      await on.put('a', 'value');
      await on.put('b', 'value');
      const { entries, bytes: size } = await on.store.stats();
      expect([2, undefined]).toContain(entries);
      expect(size ?? 12).toBeGreaterThanOrEqual(12);
      await on.store.clear();
      const cleared = await on.store.stats();
      expect([0, undefined]).toContain(cleared.entries);
      expect([0, undefined]).toContain(cleared.bytes);
    });

    it('can be disposed of twice, and is no use then', async () => {
      await on.put('k', 'value');
      await on.store[Symbol.asyncDispose]();
      await on.store[Symbol.asyncDispose]();
      await expect(on.store.ping()).rejects.toBeInstanceOf(DependencyError);
    });
  });
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await work.then(
    () => true,
    () => false,
  );
}

/** A store listens from some moment on: waits until it has heard something. */
async function hearing(on: ExactStoreHarness, other: ExactStore): Promise<void> {
  let heard = false;
  const stop = other.onInvalidated(() => (heard = true));
  await on.passUntil(async () => {
    await on.store.delete('is anybody listening?');
    return heard;
  });
  stop();
}
