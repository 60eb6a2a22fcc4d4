import type { Judge, JudgeCandidate, JudgeQuery, Verdict } from '@strata/core';

/** Cosine alone, as other caches do it: the yardstick of the bench, and the judge of tests that need none. */
export function createThresholdJudge(): Judge {
  return { judge: (query, candidate) => belowFloor(query, candidate) ?? accepted(candidate) };
}

/** The veto of a score below what the caller or the candidate itself demands; `undefined` where it is high enough. */
export function belowFloor(query: JudgeQuery, candidate: JudgeCandidate): Verdict | undefined {
  if (!(candidate.score >= query.threshold)) {
    return veto('below-threshold', `similarity ${show(candidate.score)} is below ${show(query.threshold)}`);
  }
  if (!(candidate.score >= candidate.minScore)) {
    return veto(
      'entry-threshold',
      `similarity ${show(candidate.score)} is below the entry's own ${show(candidate.minScore)}`,
    );
  }
  return undefined;
}

function accepted(candidate: JudgeCandidate): Verdict {
  return { accepted: true, confidence: Math.max(0, Math.min(1, candidate.score)) };
}

function veto(guard: string, reason: string): Verdict {
  return { accepted: false, guard, reason };
}

function show(score: number): string {
  return score.toFixed(3);
}
