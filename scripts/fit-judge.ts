/**
 * Fits the judge's score on question pairs and writes packages/judge/data/score.json.
 *
 *   node scripts/fit-judge.ts <question pairs .tsv.gz>
 *
 * The pairs are what a cache would compare: each question of the stream of `npm run bench:accuracy` with the eight
 * nearest before it. Coefficients come from the `fit` part (raw labels); thresholds from the same part's audited labels,
 * as the lowest score at which the upper 95 % bound on wrong hits stays below what the policy allows. The held-out part
 * is only reported on.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURE_NAMES } from '../packages/judge/src/score/features.ts';
import { logisticRegression, rankQuality } from './fit-judge.regression.ts';
import { readPairs, type FitPair } from './fit-judge.pairs.ts';
import { operatingPoint } from './fit-judge.operating-point.ts';

/** Largest share of wrong hits, as the upper end of a 95 % interval, that a policy allows. */
const ALLOWED = { strict: 0.03, balanced: 0.1, eager: 0.15 } as const;
/** Pairs that no guard objects to are what the shipped policy decides on. */
const CLEAN_WEIGHT = 4;
const RIDGE = 3;

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/fit-judge.ts <question pairs .tsv.gz>');

const pairs = await readPairs(path);
const fit = pairs.filter((pair) => !pair.heldOut);
const heldOut = pairs.filter((pair) => pair.heldOut);
const weights = logisticRegression(
  fit.map((pair) => ({
    x: [1, ...FEATURE_NAMES.map((name) => pair.features[name])],
    y: pair.same ? 1 : 0,
    weight: pair.objections === 0 ? CLEAN_WEIGHT : 1,
  })),
  RIDGE,
);
const score = (pair: FitPair): number => {
  const sum = FEATURE_NAMES.reduce(
    (total, name, index) => total + (weights[index + 1] ?? 0) * pair.features[name],
    weights[0] ?? 0,
  );
  return 1 / (1 + Math.exp(-sum));
};
const points = Object.entries(ALLOWED).map(([policy, allowed]) => {
  const accepted = fit.filter((pair) => pair.passes.includes(policy));
  return [policy, operatingPoint(accepted, score, allowed)] as const;
});

const round = (value: number): number => Number(value.toFixed(3));
const clean = (part: readonly FitPair[]): readonly FitPair[] => part.filter((pair) => pair.objections === 0);
const model = {
  fitted: {
    pairs: fit.length,
    heldOutPairs: heldOut.length,
    rankQuality: { fit: round(rankQuality(fit, score)), heldOut: round(rankQuality(heldOut, score)) },
    rankQualityOfCosine: {
      fit: round(rankQuality(fit, (pair) => pair.cosine)),
      heldOut: round(rankQuality(heldOut, (pair) => pair.cosine)),
    },
    rankQualityWithoutObjections: {
      score: round(rankQuality(clean(heldOut), score)),
      cosine: round(rankQuality(clean(heldOut), (pair) => pair.cosine)),
    },
    points: Object.fromEntries(points),
  },
  bias: round(weights[0] ?? 0),
  weights: Object.fromEntries(FEATURE_NAMES.map((name, index) => [name, round(weights[index + 1] ?? 0)])),
  thresholds: Object.fromEntries(points.map(([policy, point]) => [policy, point.score])),
};
writeFileSync(
  join(import.meta.dirname, '../packages/judge/data/score.json'),
  `${JSON.stringify(model, null, 2)}\n`,
);
console.log(JSON.stringify(model, null, 2));
