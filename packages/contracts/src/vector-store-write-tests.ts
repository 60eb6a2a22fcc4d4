import { describe, expect, it } from 'vitest';
import {
  direction,
  present,
  SPACE,
  textOf,
  type VectorStoreHarness,
  type VectorStoreLacking,
} from './vector-store-harness.ts';

/** What is written is there, once; what is taken back is not. */
export function describeWrites(on: VectorStoreHarness, without: VectorStoreLacking): void {
  describe('upsert and read', () => {
    it('has a point for the very next search', async () => {
      for (let i = 0; i < 50; i += 1) {
        // oxlint-disable-next-line no-await-in-loop -- a search after each write is what is tested
        await on.put({ id: `${i}`, vector: direction(i * 3) });
        // oxlint-disable-next-line no-await-in-loop
        expect(await on.ids({ vector: direction(i * 3), limit: 1 })).toEqual([`${i}`]);
      }
    });

    it('replaces the point of the same id, whole', async () => {
      await on.put({ id: 'a', partition: 'old', minScore: 0.99 });
      await on.put({ id: 'a', partition: 'p', vector: direction(90), entry: new Uint8Array([7]) });
      expect(await on.ids({ partition: 'old' })).toEqual([]);
      const query = { space: SPACE, partition: 'p', vector: direction(90), limit: 8, now: on.now };
      const matches = await on.store.search(query);
      expect(matches).toEqual([expect.objectContaining({ id: 'a', minScore: 0 })]);
      expect(matches[0]?.score).toBeCloseTo(1, 3);
      expect(await on.store.read(SPACE, 'a')).toEqual(new Uint8Array([7]));
    });

    it('has one point after many writes of it at once', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => on.put({ id: 'a', vector: direction(i) })));
      expect(await on.ids()).toEqual(['a']);
    });

    it.each(['', ' ', 'a/b?c#d', '{id}', 'ключ', '🔑', '\n\t"\\', 'k'.repeat(2_000)])(
      'takes %j for an id',
      async (id) => {
        await on.put({ id });
        await on.put({ id: `${id}x`, vector: direction(50) });
        expect(await on.ids()).toEqual([id, `${id}x`]);
        expect(textOf(await on.store.read(SPACE, id))).toBe(`the entry of ${id}`);
        expect(await on.store.delete(SPACE, id)).toBe(true);
        expect(await on.ids()).toEqual([`${id}x`]);
      },
    );

    it.each([
      ['no bytes', new Uint8Array()],
      ['every byte there is', Uint8Array.from({ length: 256 }, (_, i) => i)],
      ['300,000 bytes', Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3)],
      ['a view into a larger buffer', Uint8Array.from({ length: 900 }, (_, i) => i).subarray(100, 700)],
    ])('gives back an entry of %s as it went in', async (_what, entry) => {
      await on.put({ id: 'a', entry });
      const read = await on.store.read(SPACE, 'a');
      expect(Buffer.compare(read ?? Buffer.from('absent'), entry)).toBe(0);
    });

    it('shares no memory with the caller', async () => {
      const entry = new TextEncoder().encode('original');
      const vector = direction(0);
      const stored = on.put({ id: 'a', entry, vector });
      entry.fill(0);
      vector.fill(0);
      await stored;
      expect(textOf(await on.store.read(SPACE, 'a'))).toBe('original');
      expect(await on.ids()).toEqual(['a']);
    });

    it('has no entry for what was never written', async () => {
      expect(await on.store.read(SPACE, 'a')).toBeUndefined();
      await on.put({ id: 'a' });
      expect(await on.store.read(SPACE, 'b')).toBeUndefined();
      expect(await on.store.read('another', 'a')).toBeUndefined();
    });
  });

  describe('setMinScore', () => {
    it('changes the minimum score of a point and nothing else', async () => {
      await on.put({ id: 'a', minScore: 0.5 });
      await on.store.setMinScore(SPACE, 'a', 0.97);
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 1, now: on.now };
      const [match] = await on.store.search(query);
      expect(match).toMatchObject({ id: 'a', minScore: 0.97, text: 'the text of a' });
      expect(textOf(await on.store.read(SPACE, 'a'))).toBe('the entry of a');
    });

    it('makes no point of one that is gone', async () => {
      await on.store.setMinScore(SPACE, 'never', 0.9);
      await on.put({ id: 'a' });
      await on.store.delete(SPACE, 'a');
      await on.store.setMinScore(SPACE, 'a', 0.9);
      expect(await on.ids()).toEqual([]);
    });
  });

  describe('delete and clear', () => {
    it('says whether there was a point', async () => {
      expect(await on.store.delete(SPACE, 'a')).toBe(false);
      await on.put({ id: 'a' });
      expect(await on.store.delete(SPACE, 'a')).toBe(true);
      expect(await on.store.delete(SPACE, 'a')).toBe(false);
      expect(await on.ids()).toEqual([]);
      expect(await on.store.read(SPACE, 'a')).toBeUndefined();
    });

    it('finds nothing after a clear, in any space, and takes new points at once', async () => {
      await on.put({ id: 'a' });
      await on.put({ id: 'b', space: 'other-space', vector: direction(0, 3) });
      await on.store.clear();
      expect(await on.ids()).toEqual([]);
      expect(await on.ids({ space: 'other-space', vector: direction(0, 3) })).toEqual([]);
      expect(await on.store.read(SPACE, 'a')).toBeUndefined();
      await on.put({ id: 'c' });
      expect(await on.ids()).toEqual(['c']);
    });

    it('takes vectors of another length after a clear', async () => {
      await on.put({ id: 'a' });
      await on.store.clear();
      await on.put({ id: 'a', vector: direction(0, 5) });
      expect(await on.ids({ vector: direction(0, 5) })).toEqual(['a']);
    });

    it('clears where there is nothing', async () => {
      await on.store.clear();
      await on.store.clear();
      expect(await on.ids()).toEqual([]);
    });

    if (!without.includes('foreign')) {
      it('leaves the data of others where it is', async () => {
        const foreign = present(on.backing.foreign);
        await foreign.put();
        await on.put({ id: 'a' });
        await on.store.clear();
        expect(await foreign.isThere()).toBe(true);
      });
    }
  });

  describe('stats', () => {
    it('counts points', async () => {
      await on.put({ id: 'a' });
      await on.put({ id: 'a' });
      await on.put({ id: 'b', partition: 'q' });
      expect((await on.store.stats()).entries).toBe(2);
    });
  });
}
