import type { Verdict } from '@strata/core';
import { LookupReadings } from '@strata/core/second-opinion';
import { createJudge, type JudgePolicy } from '@strata/judge';
import { POLICY_THRESHOLDS } from '@strata/judge/policy-thresholds';
import type { PairReadings } from '../pair-readings.ts';
import type { TextVectors } from '../text-vectors.ts';
import type { Accepts, CandidatePair, Rule } from './rule.ts';

export const POLICIES = ['strict', 'balanced', 'eager'] as const satisfies readonly JudgePolicy[];

/** What the semantic tier demands of a text before it asks the judge at all; the proxy's defaults. */
const MIN_TEXT_BYTES = 8;
const MAX_UNKNOWN_SHARE = 0.2;

/** Strata: the tier's own refusals, then the judge at one of its policies, then a reading of the pair where the judge wants one. */
export function strataRule(
  policy: JudgePolicy,
  from: { readonly vectors: Pick<TextVectors, 'of'>; readonly readings?: Pick<PairReadings, 'of'> },
): Rule {
  const judge = createJudge({ policy });
  const threshold = POLICY_THRESHOLDS[policy];
  const { vectors, readings } = from;
  const comparable = (text: string): boolean => {
    const { truncated, unknownShare } = vectors.of(text);
    return !truncated && unknownShare <= MAX_UNKNOWN_SHARE && Buffer.byteLength(text) >= MIN_TEXT_BYTES;
  };
  // The stream is replayed for several floors: a pair's verdict is the same in all.
  const verdicts = new Map<string, Verdict>();
  const verdictOn = ({ query, candidate, score }: CandidatePair): Verdict => {
    const key = `${query}\n${candidate}`;
    const verdict =
      verdicts.get(key) ?? judge.judge({ text: query, threshold }, { text: candidate, score, minScore: 0 });
    verdicts.set(key, verdict);
    return verdict;
  };
  const lookUp = (query: string): Accepts => {
    const read = readings && new LookupReadings(query, (one, other) => readings.of(one, other));
    return async (pair) => {
      if (!comparable(pair.query) || !comparable(pair.candidate)) return false;
      const own = verdictOn(pair);
      return (await read?.review(pair.candidate, own))?.verdict.accepted ?? own.accepted;
    };
  };
  return {
    name: readings === undefined ? `strata-${policy}-unread` : `strata-${policy}`,
    note: `Strata: its judge, policy ${policy}${readings === undefined ? ', without the cross-encoder' : ''}`,
    lowestScore: threshold,
    accepts: (pair) => lookUp(pair.query)(pair),
    lookUp,
  };
}
