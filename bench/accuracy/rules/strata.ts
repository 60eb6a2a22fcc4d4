import { MAX_APPEALS } from '@strata/core/second-opinion';
import { createJudge, type JudgePolicy } from '@strata/judge';
import { POLICY_THRESHOLDS } from '@strata/judge/policy-thresholds';
import type { PairReadings } from '../pair-readings.ts';
import type { TextVectors } from '../text-vectors.ts';
import type { Rule } from './rule.ts';

export const POLICIES = ['strict', 'balanced', 'eager'] as const satisfies readonly JudgePolicy[];

/** What the semantic tier demands of a text before it asks the judge at all; the proxy's defaults. */
const MIN_TEXT_BYTES = 8;
const MAX_UNKNOWN_SHARE = 0.2;

/** Strata: the tier's own refusals, then the judge at one of its policies, then a reading of the pair where the judge wants one. */
export function strataRule(
  policy: JudgePolicy,
  from: { readonly vectors: TextVectors; readonly readings?: PairReadings },
): Rule {
  const judge = createJudge({ policy });
  const threshold = POLICY_THRESHOLDS[policy];
  const { vectors, readings } = from;
  const comparable = (text: string): boolean => {
    const { truncated, unknownShare } = vectors.of(text);
    return !truncated && unknownShare <= MAX_UNKNOWN_SHARE && Buffer.byteLength(text) >= MIN_TEXT_BYTES;
  };
  return {
    name: readings === undefined ? `strata-${policy}-unread` : `strata-${policy}`,
    note: `Strata: its judge, policy ${policy}${readings === undefined ? ', without the cross-encoder' : ''}`,
    lowestScore: threshold,
    accepts: ({ query, candidate, score, rank = 0 }) => {
      if (!comparable(query) || !comparable(candidate)) return false;
      const { accepted, needs } = judge.judge(
        { text: query, threshold },
        { text: candidate, score, minScore: 0 },
      );
      if (readings === undefined || needs === undefined || (!accepted && rank >= MAX_APPEALS))
        return accepted;
      return readings
        .of(query, candidate)
        .then((logOdds) => (logOdds === undefined ? accepted : logOdds >= needs));
    },
  };
}
