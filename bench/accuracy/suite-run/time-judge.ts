import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { JudgePolicy } from '@strata/judge';
import type { SuitePair } from '../suite-file.ts';
import type { TextVectors } from '../text-vectors.ts';
import type { ScoredPair } from './time-judge-thread.ts';

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

const FLOOR = 0.8;

/**
 * Time of one verdict over all pairs above the search floor, in a thread of its own: the run has some hundred thousand texts in its heap
 * by then, and while the engine goes through them a verdict takes up to half as long again.
 */
export async function timeJudge(
  policy: JudgePolicy,
  pairs: readonly SuitePair[],
  vectors: TextVectors,
): Promise<JudgeTiming> {
  const near: readonly ScoredPair[] = pairs
    .map(({ a, b }) => ({ a, b, score: vectors.cosine(a, b) }))
    .filter(({ score }) => score >= FLOOR);
  const thread = new Worker(new URL('./time-judge-thread.ts', import.meta.url), {
    workerData: { policy, pairs: near },
  });
  const [timing] = (await once(thread, 'message')) as [JudgeTiming];
  return timing;
}
