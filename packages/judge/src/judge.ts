import type { Judge, JudgeCandidate, JudgeQuery, Verdict } from '@strata/core';
import { analyse, type Analysis } from './analysis/analyse.ts';
import { compare } from './compare/align.ts';
import type { Comparison, Finding } from './compare/comparison.ts';
import { loadWeights } from './compare/weights.ts';
import { allGuards, objections } from './guards/guards.ts';
import { loadDictionary } from './lexicon/dictionary.ts';
import { Memo } from './memo.ts';
import { isReadable, readablePart, UNREADABLE } from './readable.ts';
import { mayBeForgiven, standing, type JudgePolicy } from './policy.ts';
import { featuresOf } from './score/features.ts';
import { loadScoreModel, scoreOf } from './score/model.ts';
import {
  confirmedFrom,
  isWorthReading,
  loadReadings,
  mayBeOverruled,
  overruledFrom,
} from './second-reading.ts';
import { belowFloor } from './threshold-judge.ts';

export type JudgeOptions = {
  /** Operating point: how sure the judge must be before a stored answer is served. Default `strict`. */
  readonly policy?: JudgePolicy;
  /** How many analysed texts are remembered; stored questions come again and again. Default 2,000. */
  readonly memorySize?: number;
};

export type { Finding, JudgePolicy };

/** All that is known about a pair, for people: every guard that objects, not only the first. */
export type Explanation = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What the score was computed from. */
  readonly features: Readonly<Record<string, number>>;
  /** How sure the judge is, 0 to 1, and how sure it must be. */
  readonly score: number;
  readonly requiredScore: number;
};

export interface ExplainingJudge extends Judge {
  explain(query: JudgeQuery, candidate: JudgeCandidate): Explanation;
}

/** Questions; to read a longer text in vain, where nothing is like it, would hold up others. */
const SHORT_CHARS = 400;

function unread(one: string, other: string): Verdict | undefined {
  if (isReadable(one) && isReadable(other)) return undefined;
  if (one === other) return { accepted: true, confidence: 1 };
  return { accepted: false, guard: 'payload', reason: UNREADABLE };
}

/** A judge that vetoes pairs whose texts conflict, whatever their cosine. Reads its word lists once, at creation. */
export function createJudge(options: JudgeOptions = {}): ExplainingJudge {
  const dictionary = loadDictionary();
  const weights = loadWeights();
  const guards = allGuards(dictionary);
  const model = loadScoreModel();
  const policy = options.policy ?? 'strict';
  const required = model.thresholds[policy];
  const readings = loadReadings();
  const memo = new Memo<Analysis>(options.memorySize ?? 2_000, (text) => analyse(text, dictionary));

  // One order whoever asks: the verdict cannot depend on which text was stored.
  const compared = (one: string, other: string): Comparison => {
    const [first, second] = one < other ? [one, other] : [other, one];
    return compare(memo.get(first), memo.get(second), { dictionary, weights });
  };
  const early = (query: JudgeQuery, candidate: JudgeCandidate): Verdict | undefined =>
    belowFloor(query, candidate) ?? unread(query.text, candidate.text);
  /** Up to the first that nothing overrules: it decides. */
  const findingsOf = (comparison: Comparison): readonly Finding[] => {
    const found: Finding[] = [];
    for (const finding of objections(guards, comparison)) {
      found.push(finding);
      if (!mayBeOverruled(finding, readings) && !mayBeForgiven(policy, finding)) break;
    }
    return found;
  };
  const decide = (comparison: Comparison, candidate: JudgeCandidate): Verdict => {
    const found = findingsOf(comparison);
    const readable = isWorthReading(comparison);
    const needs = readable ? overruledFrom(found, readings, policy) : undefined;
    const overruled = needs === undefined ? {} : { needs };
    const objection = standing(policy, found, comparison);
    if (objection !== undefined) return { accepted: false, ...objection, ...overruled };
    const confidence = scoreOf(featuresOf(comparison, candidate.score), model);
    if (confidence < required) {
      const reason = `score ${confidence.toFixed(2)} is below ${required.toFixed(2)}, which policy ${policy} demands`;
      return { accepted: false, guard: 'score', reason, ...overruled };
    }
    const confirmed = readable ? confirmedFrom(comparison, readings, policy) : undefined;
    return { accepted: true, confidence, ...(confirmed === undefined ? {} : { needs: confirmed }) };
  };
  return {
    prepare: (text) => {
      if (text.length <= SHORT_CHARS) memo.get(text);
    },
    judge: (query, candidate) =>
      early(query, candidate) ?? decide(compared(query.text, candidate.text), candidate),
    explain: (query, candidate) => {
      const comparison = compared(readablePart(query.text), readablePart(candidate.text));
      const findings = [...objections(guards, comparison)];
      const verdict = early(query, candidate) ?? decide(comparison, candidate);
      const features = featuresOf(comparison, candidate.score);
      return {
        verdict,
        findings,
        features: { cosine: candidate.score, ...features },
        score: scoreOf(features, model),
        requiredScore: required,
      };
    },
  };
}
