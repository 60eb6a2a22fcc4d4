import { readFileSync } from 'node:fs';
import { FEATURE_NAMES, type FeatureName, type Features } from './features.ts';

/** `data/score.json`, written by `scripts/fit-judge.ts`. */
export type ScoreModel = {
  /** What the numbers were fitted on and how well they do on what they were not fitted on. */
  readonly fitted: Readonly<Record<string, unknown>>;
  readonly bias: number;
  readonly weights: Readonly<Record<FeatureName, number>>;
  /** Lowest score at which a policy accepts. */
  readonly thresholds: Readonly<Record<'strict' | 'balanced' | 'eager', number>>;
};

/** Reads the committed coefficients. Throws where they do not fit the features: a broken installation. */
export function loadScoreModel(): ScoreModel {
  const model = JSON.parse(
    readFileSync(new URL('../../data/score.json', import.meta.url), 'utf8'),
  ) as ScoreModel;
  for (const name of FEATURE_NAMES) {
    if (!Number.isFinite(model.weights[name])) throw new TypeError(`score.json has no weight for ${name}`);
  }
  return model;
}

/** How sure we are that one answer serves both texts, 0 to 1: a logistic regression. */
export function scoreOf(features: Features, { bias, weights }: ScoreModel): number {
  const sum = FEATURE_NAMES.reduce((total, name) => total + weights[name] * features[name], bias);
  return 1 / (1 + Math.exp(-sum));
}
