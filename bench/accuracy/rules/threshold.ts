import type { Rule } from './rule.ts';

/** Cosine of the bare questions and nothing else: the core of most semantic caches. */
export function thresholdRule(threshold: number): Rule {
  return {
    name: `plain-${threshold.toFixed(2)}`,
    note: `cosine of the questions >= ${threshold.toFixed(2)}`,
    lowestScore: threshold,
    accepts: ({ score }) => score >= threshold,
  };
}
