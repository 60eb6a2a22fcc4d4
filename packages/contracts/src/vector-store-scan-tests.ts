import { InvalidRequestError, type VectorPoint } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { direction, HOUR_MS, SPACE, type VectorStoreHarness } from './vector-store-harness.ts';

/** What administration asks for: all points, and the nearest of all partitions. */
export function describeScan(on: VectorStoreHarness): void {
  describe('a scan', () => {
    it('brings every live point of the space whole, once its pages are put together', async () => {
      const put = Array.from({ length: 30 }, (_, i) =>
        on.put({ id: `${i}`, partition: `p${i % 4}`, vector: direction(i), minScore: i / 100 }),
      );
      const points = await Promise.all(put);
      await on.put({ id: 'elsewhere', space: 'other-space', vector: direction(0, 3) });
      await on.put({ id: 'gone' });
      await on.store.delete(SPACE, 'gone');
      await on.put({ id: 'short', expiresAt: on.now + 60_000 });
      await on.backing.pass(60_001);
      const found = new Map((await walk(on, 7)).map((point) => [point.id, point]));
      expect(found.size).toBe(30);
      for (const point of points) {
        const { vector, ...rest } = found.get(point.id) as VectorPoint;
        expect({ ...rest, entry: new Uint8Array(rest.entry) }).toEqual(without(point));
        expect(vector).toHaveLength(point.vector.length);
        vector.forEach((value, index) => expect(value).toBeCloseTo(point.vector[index] ?? 9, 5));
      }
    });

    it('finds nothing where nothing was ever stored', async () => {
      expect(await walk(on)).toEqual([]);
    });

    it('refuses a cursor it never gave, where it has any of its own', async () => {
      if (on.store.name === 'memory') return;
      await on.put({ id: 'a' });
      const page = { space: SPACE, cursor: 'no cursor', limit: 5, now: on.now };
      await expect(on.store.scan(page)).rejects.toBeInstanceOf(InvalidRequestError);
    });
  });

  describe('a search in all partitions', () => {
    it('brings the nearest of all, best first, and no expired one', async () => {
      await on.put({ id: 'far', partition: 'a', vector: direction(60) });
      await on.put({ id: 'near', partition: 'b', vector: direction(1) });
      await on.put({ id: 'middle', partition: 'c', vector: direction(-30) });
      await on.put({ id: 'expired', partition: 'd', vector: direction(0), expiresAt: on.now + HOUR_MS });
      await on.put({ id: 'elsewhere', space: 'other-space', vector: direction(0, 3) });
      const query = { space: SPACE, vector: direction(0), now: on.now };
      const late = { ...query, now: on.now + HOUR_MS };
      const best = await on.store.searchAll({ ...query, limit: 2 });
      expect(best.map(({ id }) => id)).toEqual(['expired', 'near']);
      expect(await on.store.searchAll({ ...late, limit: 8 })).toEqual([]);
      const all = await on.store.searchAll({ ...query, limit: 8 });
      expect(all.map(({ id }) => id)).toEqual(['expired', 'near', 'middle', 'far']);
      expect(all[2]?.score).toBeCloseTo(Math.cos(Math.PI / 6), 3);
    });
  });
}

async function walk(on: VectorStoreHarness, limit = 50): Promise<VectorPoint[]> {
  const found: VectorPoint[] = [];
  let cursor: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const { items, next } = await on.store.scan({ space: SPACE, cursor, limit, now: on.now });
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
}

function without({ vector: _vector, ...rest }: VectorPoint): Omit<VectorPoint, 'vector'> {
  return rest;
}
