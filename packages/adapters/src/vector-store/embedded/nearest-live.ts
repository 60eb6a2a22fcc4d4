import type { VectorMatch, VectorQuery } from '@strata/core';
import { cosineOfUnits } from '@strata/core/cosine-of-units';
import type { PartitionIndex } from './partition-index.ts';
import type { StoredPoint } from './point-rows.ts';
import type { PointTable } from './point-table.ts';

/** Points taken besides those asked for: the graph orders by 8-bit copies, the exact vectors decide. */
const SPARE = 8;
/** As many are looked at one by one, in 25 ms, where a graph does not reach all that it holds. */
const MAX_LOOKED_THROUGH = 2_000;

/**
 * The nearest live points, best first. What the index names may be gone or expired: it is asked for more until enough
 * live ones are found or there are no more.
 */
export function nearestLive(
  index: PartitionIndex,
  table: PointTable,
  query: VectorQuery,
): readonly VectorMatch[] {
  const { vector, limit, now } = query;
  for (let wanted = limit + SPARE; ;) {
    const named = index.nearest(vector, wanted);
    const live = named
      .map((key) => table.point(key))
      .filter((point) => point !== undefined && point.expiresAt > now) as StoredPoint[];
    if (live.length >= limit || named.length >= index.size) return withEntry(best(live, query), table, query);
    // Those that expired stand in front: first they go, where it is they, and only then is more asked for.
    if (index.dropExpired(now) > 0) continue;
    if (wanted >= index.size) {
      // Between many equal vectors the links of a graph run short, and what lies beyond them is not found from everywhere.
      const all = index.size > MAX_LOOKED_THROUGH ? live : lookedThrough(index, table, query);
      return withEntry(best(all, query), table, query);
    }
    wanted *= 4;
  }
}

function lookedThrough(
  index: PartitionIndex,
  table: PointTable,
  { vector, limit, now }: VectorQuery,
): readonly StoredPoint[] {
  return table
    .liveVectors(index.id, { now, limit: MAX_LOOKED_THROUGH })
    .map(({ key, vector: held }) => ({ key, score: cosineOfUnits(held, vector) }))
    .toSorted((left, right) => right.score - left.score || right.key - left.key)
    .slice(0, limit)
    .map(({ key }) => table.point(key))
    .filter((point) => point !== undefined);
}

function best(points: readonly StoredPoint[], { vector, limit }: VectorQuery): readonly VectorMatch[] {
  return points
    .map((point) => ({ point, score: cosineOfUnits(point.vector, vector) }))
    .toSorted((left, right) => right.score - left.score || right.point.key - left.point.key)
    .slice(0, limit)
    .map(({ point: { id, text, createdAt, expiresAt, minScore }, score }) => {
      return { id, text, createdAt, expiresAt, minScore, score };
    });
}

/** Most answers are far smaller; a larger one is not copied on the chance that it is wanted. */
const MAX_ENTRY_BYTES = 64 * 1024;

function withEntry(
  matches: readonly VectorMatch[],
  table: PointTable,
  { space, now, entryFrom = Number.POSITIVE_INFINITY }: VectorQuery,
): readonly VectorMatch[] {
  const [first, ...rest] = matches;
  if (first === undefined || first.score < entryFrom) return matches;
  const entry = table.entry(space, first.id, now);
  return entry === undefined || entry.length > MAX_ENTRY_BYTES ? matches : [{ ...first, entry }, ...rest];
}
