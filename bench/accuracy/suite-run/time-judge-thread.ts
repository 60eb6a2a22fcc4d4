import { parentPort, workerData } from 'node:worker_threads';
import { createJudge, type JudgePolicy } from '@strata/judge';
import { quantile } from '../statistics.ts';
import type { JudgeTiming, Times } from './time-judge.ts';

export type ScoredPair = { readonly a: string; readonly b: string; readonly score: number };

/** A cache runs for days: what counts is code that the engine has compiled, which takes it some thousand verdicts. */
const ROUNDS_TO_WARM_UP = 5;
const ROUNDS = 3;

const { policy, pairs } = workerData as {
  readonly policy: JudgePolicy;
  readonly pairs: readonly ScoredPair[];
};
// It remembers the two texts of a pair and forgets them with the next: each pair is new, and then known.
const judge = createJudge({ policy, memorySize: 2 });
for (let round = 0; round < ROUNDS_TO_WARM_UP; round += 1) timeRound();
const rounds = Array.from({ length: ROUNDS }, timeRound);
const timing: JudgeTiming = {
  candidates: pairs.length,
  first: timesOf(rounds.flatMap((round) => round.first)),
  again: timesOf(rounds.flatMap((round) => round.again)),
  slowestPairMs: Math.max(
    ...pairs.map((_, index) => Math.min(...rounds.map(({ first }) => first[index] ?? Infinity))),
  ),
};
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(timing);

function timeRound(): { readonly first: readonly number[]; readonly again: readonly number[] } {
  const first: number[] = [];
  const again: number[] = [];
  for (const { a, b, score } of pairs) {
    first.push(timed(() => judge.judge({ text: a, threshold: 0 }, { text: b, score, minScore: 0 })));
    again.push(timed(() => judge.judge({ text: b, threshold: 0 }, { text: a, score, minScore: 0 })));
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
