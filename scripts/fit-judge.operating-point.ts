import { clopperPearson } from '../bench/accuracy/statistics.ts';
import type { FitPair } from './fit-judge.pairs.ts';

export type OperatingPoint = {
  readonly score: number;
  /** Of the pairs that the guards let through, the share that this score accepts. */
  readonly keeps: number;
  /** Audited share of wrong hits and the upper end of its 95 % interval. */
  readonly wrong: number;
  readonly upperBound: number;
  readonly read: number;
};

/** The lowest score whose upper bound on wrong hits is allowed; the highest tried where none is. */
export function operatingPoint(
  pairs: readonly FitPair[],
  score: (pair: FitPair) => number,
  allowed: number,
): OperatingPoint {
  const scored = pairs.map((pair) => ({ pair, score: score(pair) }));
  for (let step = 10; ; step += 1) {
    const lowest = step / 100;
    const accepted = scored.filter((one) => one.score >= lowest).map((one) => one.pair);
    const point = { score: lowest, keeps: round(accepted.length / pairs.length), ...wrongShare(accepted) };
    if (point.upperBound <= allowed || step === 80) return point;
  }
}

/** Raw-wrong and raw-right pairs were read at different rates, so each part's share and bound are taken on their own. */
function wrongShare(accepted: readonly FitPair[]): Pick<OperatingPoint, 'wrong' | 'upperBound' | 'read'> {
  let [wrong, upperBound, read] = [0, 0, 0];
  for (const same of [true, false]) {
    const part = accepted.filter((pair) => pair.same === same);
    const audited = part.filter(({ audit }) => audit === 'same' || audit === 'different');
    const different = audited.filter(({ audit }) => audit === 'different').length;
    const weight = part.length / Math.max(1, accepted.length);
    wrong += weight * (different / Math.max(1, audited.length));
    upperBound += weight * clopperPearson(different, audited.length).high;
    read += audited.length;
  }
  return { wrong: round(wrong), upperBound: round(upperBound), read };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
