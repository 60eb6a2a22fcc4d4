import type { Judge } from '@strata/core';
import type { SuitePair } from '../suite-file.ts';
import { quantile } from '../statistics.ts';
import type { TextVectors } from '../text-vectors.ts';

/** What one candidate may cost at the median, in ms. */
export const JUDGE_LIMIT_MS = 0.3;

export type Times = { readonly medianMs: number; readonly p99Ms: number };

export type JudgeTiming = {
  readonly candidates: number;
  /** Neither text was seen before: the most that a candidate costs. */
  readonly first: Times;
  /** Both texts were judged just before, as the query is for all candidates but the first. */
  readonly again: Times;
  /** New texts, the slowest pair at its fastest: what texts cost, without what else the machine does meanwhile. */
  readonly slowestPairMs: number;
};

/** A cache runs for days: what counts is code that the engine has compiled, which takes it some thousand verdicts. */
const ROUNDS_TO_WARM_UP = 5;
const ROUNDS = 3;
const FLOOR = 0.8;

/** Time of one verdict over all pairs above the search floor, after rounds that warm the code up. */
export function timeJudge(
  createJudge: () => Judge,
  pairs: readonly SuitePair[],
  vectors: TextVectors,
): JudgeTiming {
  const near = pairs.filter(({ a, b }) => vectors.cosine(a, b) >= FLOOR);
  for (let round = 0; round < ROUNDS_TO_WARM_UP; round += 1) timeRound(createJudge(), near, vectors);
  const rounds = Array.from({ length: ROUNDS }, () => timeRound(createJudge(), near, vectors));
  return {
    candidates: near.length,
    first: timesOf(rounds.flatMap((round) => round.first)),
    again: timesOf(rounds.flatMap((round) => round.again)),
    slowestPairMs: Math.max(
      ...near.map((_, index) => Math.min(...rounds.map(({ first }) => first[index] ?? Infinity))),
    ),
  };
}

function timeRound(judge: Judge, pairs: readonly SuitePair[], vectors: TextVectors) {
  const first: number[] = [];
  const again: number[] = [];
  for (const { a, b } of pairs) {
    const score = vectors.cosine(a, b);
    first.push(timed(() => judge.judge({ text: a, threshold: FLOOR }, { text: b, score, minScore: 0 })));
    again.push(timed(() => judge.judge({ text: b, threshold: FLOOR }, { text: a, score, minScore: 0 })));
  }
  return { first, again };
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((left, right) => left - right);
  return { medianMs: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}
