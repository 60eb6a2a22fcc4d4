import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { settle } from '@strata/contracts/deferred';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import {
  compareByModel,
  compareByText,
  ShadowChecks,
  type CandidateReview,
  type ShadowOptions,
} from '@strata/core';
import { describe, expect, test } from 'vitest';
import { completion, Pipeline } from './pipeline.ts';
import { reviewOf, semanticTierOf } from './semantic-tier-of.ts';

function checked(options: Partial<ShadowOptions> = {}) {
  const wrong: unknown[] = [];
  const parts: { shadow?: ShadowChecks; review?: CandidateReview } = {};
  const pipeline = new Pipeline({
    semantic: (pipelineParts) => {
      const review = reviewOf(pipelineParts, { threshold: 0.5 });
      parts.review = review;
      return semanticTierOf(pipelineParts, { review });
    },
    shadow: ({ clock, observer, upstream }) => {
      parts.shadow = new ShadowChecks({
        share: 1,
        budgetPerHour: 1_000,
        maxErrorRate: undefined,
        upstream,
        compare: compareByText(new FakeEmbedder()),
        review: parts.review as CandidateReview,
        onWrong: async (pair) => wrong.push(pair),
        clock,
        observer,
        random: () => 0,
        ...options,
      });
      return parts.shadow;
    },
  });
  return { pipeline, wrong, shadow: parts.shadow as ShadowChecks, review: parts.review as CandidateReview };
}

/** Makes a semantic hit and lets its shadow check be answered with this. */
async function hit(pipeline: Pipeline, number: number, fresh: string): Promise<void> {
  pipeline.upstream.replyWhole(completion('The answer is 42.'));
  // A namespace of its own: the questions are alike, and must not answer each other.
  const headers = { 'x-cache-namespace': `n${number}` };
  await pipeline.ask(`what is the meaning of question ${number}`, { headers });
  await pipeline.cache.drain();
  pipeline.upstream.replyWhole(completion(fresh));
  const answer = await pipeline.ask(`what is the meaning of question ${number} please`, { headers });
  expect(answer.outcome).toBe('semantic-hit');
  await pipeline.cache.drain();
}

describe('shadow checks', () => {
  test('ask the upstream again after the answer is out, and count what they find', async () => {
    const { pipeline, shadow, wrong } = checked();
    await hit(pipeline, 1, 'The answer is 42.');
    await hit(pipeline, 2, 'The answer is 43.');
    expect(shadow.estimate).toMatchObject({ checks: 2, wrong: 1, ratio: 0.5 });
    expect(pipeline.count('shadow-check', { verdict: 'agree' })).toBe(1);
    expect(pipeline.count('shadow-check', { verdict: 'disagree' })).toBe(1);
    expect(wrong).toEqual([{ entry: expect.any(String), query: 'what is the meaning of question 2 please' }]);
  });

  test('never hold up the answer', async () => {
    const { pipeline } = checked();
    await pipeline.ask('what is the meaning of it all');
    await pipeline.cache.drain();
    const stuck = Promise.withResolvers<never>();
    pipeline.upstream.replyWith(() => stuck.promise);
    expect((await pipeline.ask('what is the meaning of it all please')).outcome).toBe('semantic-hit');
    stuck.reject(new Error('down'));
    await settle();
    expect(pipeline.count('shadow-check', { verdict: 'failed' })).toBe(1);
  });

  test('check the configured share of hits within the hourly budget', async () => {
    const draws = [0.05, 0.15, 0.05];
    const { pipeline } = checked({ share: 0.1, budgetPerHour: 1, random: () => draws.shift() ?? 1 });
    for (let number = 1; number <= 3; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await hit(pipeline, number, 'The answer is 42.');
    }
    expect(pipeline.count('shadow-check', { verdict: 'agree' })).toBe(1);
    expect(pipeline.count('shadow-check', { verdict: 'over-budget' })).toBe(1);
  });

  test('tighten the threshold while too many hits are shown to be wrong, and relax it when they are not', async () => {
    const { pipeline, review } = checked({ maxErrorRate: 0.2 });
    for (let number = 0; number < 10; number += 1) {
      expect(review.threshold).toBe(0.5);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await hit(pipeline, number, 'The answer is 43.');
    }
    expect(review.threshold).toBeCloseTo(0.51, 5);
    expect(pipeline.count('false-hits', { changed: true })).toBeGreaterThan(0);
    for (let number = 10; number < 30; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await hit(pipeline, number, 'The answer is 42.');
    }
    expect(review.threshold).toBeCloseTo(0.5, 5);
  });
});

test('a model may compare the answers instead', async () => {
  const upstream = new ScriptedUpstream();
  const compare = compareByModel(upstream, 'judge-model');
  const pair = { question: 'q', served: 'a', fresh: 'b' };
  const signal = new AbortController().signal;
  upstream.replyWhole(completion('Yes.')).replyWhole(completion('no')).replyWhole(completion('Hard to say'));
  expect(await compare(pair, signal)).toBe(true);
  expect(await compare(pair, signal)).toBe(false);
  await expect(compare(pair, signal)).rejects.toThrow();
  expect(await compare({ ...pair, fresh: 'A' }, signal)).toBe(true);
  expect(upstream.callCount).toBe(3);
});
