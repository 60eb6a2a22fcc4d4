import { createJudge, type JudgePolicy } from '@strata/judge';
import { POLICY_THRESHOLDS } from '@strata/judge/policy-thresholds';
import type { TextVectors } from '../text-vectors.ts';
import type { Rule } from './rule.ts';

export const POLICIES = ['strict', 'balanced', 'eager'] as const satisfies readonly JudgePolicy[];

/** What the semantic tier demands of a text before it asks the judge at all; the proxy's defaults. */
const MIN_TEXT_BYTES = 8;
const MAX_UNKNOWN_SHARE = 0.2;

/** Strata: the tier's own refusals, then the judge at one of its policies. */
export function strataRule(policy: JudgePolicy, vectors: TextVectors): Rule {
  const judge = createJudge({ policy });
  const threshold = POLICY_THRESHOLDS[policy];
  const comparable = (text: string): boolean => {
    const { truncated, unknownShare } = vectors.of(text);
    return !truncated && unknownShare <= MAX_UNKNOWN_SHARE && Buffer.byteLength(text) >= MIN_TEXT_BYTES;
  };
  return {
    name: `strata-${policy}`,
    note: `Strata: its judge, policy ${policy}`,
    lowestScore: threshold,
    accepts: ({ query, candidate, score }) =>
      comparable(query) &&
      comparable(candidate) &&
      judge.judge({ text: query, threshold }, { text: candidate, score, minScore: 0 }).accepted,
  };
}
