import { describe, expect, it } from 'vitest';
import { direction, HOUR_MS, SPACE, type VectorStoreHarness } from './vector-store-harness.ts';

/** What a search brings back, and what it must not. */
export function describeSearch(on: VectorStoreHarness): void {
  describe('search', () => {
    it('finds nothing where nothing was ever stored', async () => {
      expect(await on.ids()).toEqual([]);
      await on.put({ id: 'a' });
      expect(await on.ids({ partition: 'another' })).toEqual([]);
      expect(await on.ids({ space: 'another' })).toEqual([]);
    });

    it('brings the nearest first, with all that belongs to them', async () => {
      await on.put({ id: 'far', vector: direction(60) });
      await on.put({ id: 'near', vector: direction(1), text: 'Wie geht es?', minScore: 0.93, createdAt: 5 });
      await on.put({ id: 'middle', vector: direction(-30) });
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 8, now: on.now };
      const [nearest, ...rest] = await on.store.search(query);
      expect(nearest).toEqual({
        id: 'near',
        text: 'Wie geht es?',
        createdAt: 5,
        expiresAt: on.now + HOUR_MS,
        minScore: 0.93,
        score: expect.closeTo(Math.cos(Math.PI / 180), 3),
      });
      expect(rest.map((match) => match.id)).toEqual(['middle', 'far']);
    });

    it.each([0, 45, 90, 135, 180])('scores a point at %d degrees with its cosine', async (degrees) => {
      await on.put({ id: 'a', vector: direction(degrees) });
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 1, now: on.now };
      const [match] = await on.store.search(query);
      expect(Math.abs((match?.score ?? 9) - Math.cos((degrees * Math.PI) / 180))).toBeLessThan(1e-3);
    });

    it('brings at most the entry of the best match along, where it is near enough', async () => {
      await on.put({ id: 'far', vector: direction(60), entry: new Uint8Array([1]) });
      await on.put({ id: 'near', vector: direction(1), entry: new Uint8Array([2]) });
      const query = { space: SPACE, partition: 'p', vector: direction(0), limit: 8, now: on.now };
      const [near, far] = await on.store.search({ ...query, entryFrom: 0.9 });
      // Where it stays behind, `read` has it.
      expect(near?.entry ?? (await on.store.read(SPACE, 'near'))).toEqual(new Uint8Array([2]));
      expect(far?.entry).toBeUndefined();
      expect((await on.store.search({ ...query, entryFrom: 1.1 }))[0]?.entry).toBeUndefined();
    });

    it('brings no more than asked for', async () => {
      for (let i = 0; i < 12; i += 1) {
        // oxlint-disable-next-line no-await-in-loop -- their order does not matter, their number does
        await on.put({ id: `${i}`, vector: direction(i) });
      }
      expect(await on.ids({ limit: 3 })).toEqual(['0', '1', '2']);
      expect(await on.ids({ limit: 1 })).toEqual(['0']);
      expect(await on.ids({ limit: 100 })).toHaveLength(12);
    });

    it('looks into no other partition, however many nearer points are there', async () => {
      const crowd = Array.from({ length: 200 }, (_, i) => on.put({ id: `${i}`, partition: 'crowd' }));
      await Promise.all([...crowd, on.put({ id: 'mine', vector: direction(80) })]);
      expect(await on.ids()).toEqual(['mine']);
    });

    it('keeps spaces apart, also of other dimensions', async () => {
      await on.put({ id: 'a', entry: new Uint8Array([1]) });
      await on.put({ id: 'a', space: 'other-space', vector: direction(10, 3), entry: new Uint8Array([2]) });
      expect(await on.ids()).toEqual(['a']);
      expect(await on.ids({ space: 'other-space', vector: direction(0, 3) })).toEqual(['a']);
      expect(await on.store.read(SPACE, 'a')).toEqual(new Uint8Array([1]));
      expect(await on.store.delete('other-space', 'a')).toBe(true);
      expect(await on.ids()).toEqual(['a']);
    });

    it('answers many at once, each with its own', async () => {
      const angles = Array.from({ length: 36 }, (_, i) => i * 5);
      await Promise.all(angles.map((degrees) => on.put({ id: `${degrees}`, vector: direction(degrees) })));
      const found = await Promise.all(
        angles.map((degrees) => on.ids({ vector: direction(degrees), limit: 1 })),
      );
      expect(found.flat()).toEqual(angles.map(String));
    });
  });

  describe('expiry', () => {
    it('has a point until its instant, and not after', async () => {
      await on.put({ id: 'short', expiresAt: on.now + 60 });
      await on.put({ id: 'long', vector: direction(20) });
      expect(await on.ids()).toEqual(['short', 'long']);
      await on.backing.pass(60);
      expect(await on.ids()).toEqual(['long']);
      expect(await on.store.read(SPACE, 'short')).toBeUndefined();
      expect(await on.store.delete(SPACE, 'short')).toBe(false);
    });

    it('does not let expired points push out live ones', async () => {
      const expiring = Array.from({ length: 150 }, (_, i) =>
        on.put({ id: `x${i}`, vector: direction(i / 100), expiresAt: on.now + 1_000 }),
      );
      const lasting = Array.from({ length: 8 }, (_, i) => on.put({ id: `${i}`, vector: direction(40 + i) }));
      await Promise.all([...expiring, ...lasting]);
      await on.backing.pass(1_000);
      expect(await on.ids()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    });

    it('takes the expiry of the latest write', async () => {
      await on.put({ id: 'a', expiresAt: on.now + 60 });
      await on.put({ id: 'a', expiresAt: on.now + HOUR_MS });
      await on.backing.pass(61);
      expect(await on.ids()).toEqual(['a']);
    });

    it('leaves nothing of a point that is stored when it has expired already', async () => {
      await on.put({ id: 'a' });
      await on.put({ id: 'a', expiresAt: on.now });
      expect(await on.ids()).toEqual([]);
      expect(await on.store.read(SPACE, 'a')).toBeUndefined();
    });

    it('takes instants with fractions, and very distant ones', async () => {
      await on.put({ id: 'fraction', expiresAt: on.now + 0.5, createdAt: on.now - 0.25 });
      await on.put({ id: 'never', expiresAt: Number.POSITIVE_INFINITY, vector: direction(30) });
      expect(await on.ids()).toEqual(['fraction', 'never']);
      await on.backing.pass(1);
      expect(await on.ids()).toEqual(['never']);
    });

    it('frees the room of expired points by and by', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => on.put({ id: `${i}`, expiresAt: on.now + 1_000 })),
      );
      await on.put({ id: 'lasting' });
      await on.eventually(async () => (await on.store.stats()).entries === 1);
    });
  });
}
