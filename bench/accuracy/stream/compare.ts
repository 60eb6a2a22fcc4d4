import { seededRandom } from '../seeded-random.ts';
import { quantile, type Interval } from '../statistics.ts';
import { addTally, emptyTally, total, type Outcome, type Tally } from './outcome.ts';

/** Wrong hits of a rule relative to those of a plain threshold that answers as many requests from the cache. */
export type EqualHits = {
  /** Plain threshold with as many hits, interpolated. */
  readonly threshold: number;
  readonly wrong: number;
  readonly plainWrong: number;
  /** 1 - wrong / plainWrong: .15 is 15 % fewer wrong hits. */
  readonly fewer: number;
  readonly fewerInterval: Interval;
};

export type CurvePoint = { readonly threshold: number; readonly outcome: Outcome };

type WrongOf = (tally: Tally) => number;

const RESAMPLES = 500;
const SEED = 7;

export const rawWrong: WrongOf = (tally) => tally.wrong;

/** Interval by resampling classes of requests with replacement; the plain threshold is matched anew in each resample. */
export function atEqualHits(rule: Outcome, curve: readonly CurvePoint[], wrongOf: WrongOf): EqualHits {
  const point = matched(
    total(rule),
    curve.map(({ threshold, outcome }) => ({ threshold, tally: total(outcome) })),
    wrongOf,
  );
  const fewer = resampled(rule, around(curve, total(rule).hits), wrongOf);
  return { ...point, fewerInterval: { low: quantile(fewer, 0.025), high: quantile(fewer, 0.975) } };
}

type TalliedPoint = { readonly threshold: number; readonly tally: Tally };

/** The curve runs from the lowest threshold, with most hits, to the highest. */
function matched(
  rule: Tally,
  curve: readonly TalliedPoint[],
  wrongOf: WrongOf,
): Omit<EqualHits, 'fewerInterval'> {
  const above = Math.max(
    1,
    curve.findIndex(({ tally }) => tally.hits <= rule.hits),
  );
  const [left, right] = [curve[above - 1], curve[above]];
  if (!left || !right) throw new Error('the curve needs two points');
  const share = Math.min(
    1,
    Math.max(0, (left.tally.hits - rule.hits) / (left.tally.hits - right.tally.hits || 1)),
  );
  const between = (from: number, to: number): number => from + (to - from) * share;
  const plainWrong = between(wrongOf(left.tally), wrongOf(right.tally));
  const wrong = wrongOf(rule);
  return {
    threshold: between(left.threshold, right.threshold),
    wrong,
    plainWrong,
    fewer: 1 - wrong / plainWrong,
  };
}

/** The points that a resample may be matched with: resampling moves the number of hits by a few per cent. */
function around(curve: readonly CurvePoint[], hits: number): readonly CurvePoint[] {
  const near = curve.filter(({ outcome }) => {
    const ratio = total(outcome).hits / Math.max(1, hits);
    return ratio > 0.75 && ratio < 1.33;
  });
  return near.length > 1 ? near : curve;
}

function resampled(rule: Outcome, curve: readonly CurvePoint[], wrongOf: WrongOf): number[] {
  const classes = [
    ...new Set([rule, ...curve.map((point) => point.outcome)].flatMap((one) => [...one.byClass.keys()])),
  ];
  const random = seededRandom(SEED);
  const fewer: number[] = [];
  for (let round = 0; round < RESAMPLES; round += 1) {
    const times = new Map(classes.map((name) => [name, poissonOne(random)]));
    const points = curve.map(({ threshold, outcome }) => ({ threshold, tally: weighted(outcome, times) }));
    fewer.push(matched(weighted(rule, times), points, wrongOf).fewer);
  }
  return fewer.filter((value) => !Number.isNaN(value)).toSorted((left, right) => left - right);
}

function weighted(outcome: Outcome, times: ReadonlyMap<number, number>): Tally {
  const sum = emptyTally();
  for (const [name, tally] of outcome.byClass) {
    const weight = times.get(name) ?? 0;
    if (weight > 0) addTally(sum, tally, weight);
  }
  return sum;
}

/** How often one of very many classes is drawn when as many are drawn with replacement. */
function poissonOne(random: () => number): number {
  let count = 0;
  for (let product = random(); product > Math.exp(-1); product *= random()) count += 1;
  return count;
}
