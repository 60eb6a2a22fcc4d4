import { family, type Series, type SeriesByName } from './history-columns.ts';
import { ANSWER_BUCKETS, SIMILARITY_BUCKETS } from './buckets.ts';

/** In ms; `null` where the tier answered nothing. */
export type LatencySeries = {
  readonly p50: Series;
  readonly p95: Series;
  readonly p99: Series;
  readonly count: Series;
};

/** Candidates by cosine: `accepted[i]` and `vetoed[i]` lie above `bounds[i - 1]` and up to `bounds[i]`. */
export type SimilarityTotals = {
  readonly bounds: readonly number[];
  readonly accepted: readonly number[];
  readonly vetoed: readonly number[];
};

type Columns = ReadonlyMap<string, Series>;
type Bucket = { readonly above: number; readonly upTo: number; readonly counts: Series };

export function latencyOf(counts: Columns): Readonly<Record<string, LatencySeries>> {
  const names = Object.keys(family(counts, 'duration'));
  const tiers = [...new Set(names.map((name) => name.slice(0, name.indexOf(':'))))];
  return Object.fromEntries(tiers.map((tier) => [tier, tierLatency(family(counts, `duration:${tier}`))]));
}

function tierLatency(series: SeriesByName): LatencySeries {
  const buckets = Object.entries(series)
    .map(([le, counts]) => bucketOf(le, counts))
    .toSorted((a, b) => a.upTo - b.upTo);
  const steps = (buckets[0]?.counts ?? []).map((_, step) => step);
  const count = steps.map((step) => countAt(buckets, step));
  const at = (share: number): Series =>
    steps.map((step) => quantileMs(buckets, step, share * (count[step] ?? 0)));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count };
}

function bucketOf(le: string, counts: Series): Bucket {
  const upTo = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
  return { above: ANSWER_BUCKETS.findLast((bound) => bound < upTo) ?? 0, upTo, counts };
}

function countAt(buckets: readonly Bucket[], step: number): number {
  return buckets.reduce((sum, { counts }) => sum + (counts[step] ?? 0), 0);
}

/** On a straight line inside its bucket, as Prometheus’ `histogram_quantile`. Buckets are in seconds. */
function quantileMs(buckets: readonly Bucket[], step: number, rank: number): number | null {
  if (rank === 0) return null;
  let below = 0;
  for (const { above, upTo, counts } of buckets) {
    const count = counts[step] ?? 0;
    if (count > 0 && below + count >= rank) {
      // Beyond the last bound all that is known is that it is beyond.
      const seconds = Number.isFinite(upTo) ? above + (upTo - above) * ((rank - below) / count) : above;
      return Math.round(seconds * 1e6) / 1e3;
    }
    below += count;
  }
  return null;
}

export function similarityOf(counts: Columns): SimilarityTotals {
  const totals = (verdict: string): readonly number[] => {
    const sums = Object.entries(family(counts, `similarity:${verdict}`)).map(
      ([le, series]) => [le, series.reduce<number>((sum, count) => sum + (count ?? 0), 0)] as const,
    );
    return SIMILARITY_BUCKETS.map((bound) => sums.find(([le]) => le === String(bound))?.[1] ?? 0);
  };
  return { bounds: SIMILARITY_BUCKETS, accepted: totals('accepted'), vetoed: totals('vetoed') };
}
