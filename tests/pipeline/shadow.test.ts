import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { FakeClock } from '@strata/contracts/fake-clock';
import { settle } from '@strata/contracts/deferred';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import {
  CandidateReview,
  compareByModel,
  compareByText,
  DEFAULT_CONTROLS,
  ShadowChecks,
  UpstreamError,
  type ShadowOptions,
} from '@strata/core';
import { createThresholdJudge } from '@strata/judge';
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
    // It begins once the answer is out.
    await settle();
    stuck.reject(new Error('down'));
    await settle();
    expect(pipeline.count('shadow-check', { verdict: 'failed' })).toBe(1);
  });

  test('are given up by a stop, which waits for requests and not for them', async () => {
    const { pipeline, shadow } = checked();
    await pipeline.ask('what is the meaning of it all');
    await pipeline.cache.drain();
    pipeline.upstream.replyWith(() => Promise.withResolvers<never>().promise);
    expect((await pipeline.ask('what is the meaning of it all please')).outcome).toBe('semantic-hit');
    shadow[Symbol.dispose]();
    await pipeline.cache.drain();
    expect(shadow.estimate.checks).toBe(0);
    const calls = pipeline.upstream.callCount;
    expect((await pipeline.ask('what is the meaning of it all then')).outcome).toBe('semantic-hit');
    expect(pipeline.upstream.callCount).toBe(calls);
  });

  test.each([
    ['is cut off', completion('The answer is 4', { finish_reason: 'length' })],
    ['is filtered', completion('', { finish_reason: 'content_filter' })],
    ['says nothing', completion('')],
    ['is no answer', { error: { message: 'overloaded' } }],
  ])('say nothing of a hit when the new answer %s', async (_what, body) => {
    const { pipeline, shadow, wrong } = checked();
    await pipeline.ask('what is the meaning of it all');
    await pipeline.cache.drain();
    pipeline.upstream.replyWhole(body);
    await pipeline.ask('what is the meaning of it all please');
    await pipeline.cache.drain();
    expect(pipeline.count('shadow-check', { verdict: 'failed' })).toBe(1);
    expect([shadow.estimate.checks, wrong]).toEqual([0, []]);
  });

  test('say why they fail, and nothing that the upstream said', async () => {
    const { pipeline } = checked();
    await pipeline.ask('what is the meaning of it all');
    await pipeline.cache.drain();
    const body = Buffer.from('it all means nothing');
    const response = { status: 404, headers: {}, body };
    pipeline.upstream.replyError(new UpstreamError('it all means nothing', { code: 'status', response }));
    await pipeline.ask('what is the meaning of it all please');
    await pipeline.cache.drain();
    const cause = 'The upstream answered 404.';
    expect(pipeline.count('shadow-check', { verdict: 'failed', cause })).toBe(1);
  });

  test('have their budget again an hour later, whatever the wall clock was set to', async () => {
    const { pipeline } = checked({ budgetPerHour: 1 });
    await hit(pipeline, 1, 'The answer is 42.');
    pipeline.clock.setWall(-86_400_000);
    pipeline.clock.advance(3_600_000);
    await hit(pipeline, 2, 'The answer is 42.');
    expect(pipeline.count('shadow-check', { verdict: 'over-budget' })).toBe(0);
    expect(pipeline.count('shadow-check', { verdict: 'agree' })).toBe(2);
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

  test('leave a laxer policy alone where nothing was tightened', async () => {
    const observer = { observe: () => {} };
    const judge = createThresholdJudge();
    const review = new CandidateReview({
      judge,
      judges: () => ({ judge, threshold: 0.3 }),
      feedback: undefined,
      clock: new FakeClock(),
      observer,
      threshold: 0.5,
    });
    const lax = () => review.thresholdFor({ controls: DEFAULT_CONTROLS, judge: 'eager' });
    review.tighten(0.49);
    expect([review.threshold, lax()]).toEqual([0.5, 0.3]);
    review.tighten(0.51);
    expect([review.threshold, lax()]).toEqual([0.51, 0.51]);
  });
});

test.each([
  [true, 'It is 8,849 metres high.', 'It is 8849 metres high.'],
  [true, 'It costs $5.', 'It costs $5.00.'],
  [false, 'It is 8,849 metres high.', 'It is 8,848 metres high.'],
  [false, 'Yes, it is safe for dogs.', 'No, it is not safe for dogs.'],
  [false, '**No.** It is not.', 'Yes: it is.'],
  [true, 'Yes, it is safe.', 'Yes, that is safe.'],
])(
  'answers that are alike in words agree (%s) by their figures and by yes and no: %j, %j',
  async (same, a, b) => {
    const vectors = { [a]: [1, 0], [b]: [1, 0] };
    const compare = compareByText(new FakeEmbedder({ dimensions: 2, vectors }));
    const { signal } = new AbortController();
    expect(await compare({ question: 'q', served: a, fresh: b, headers: {} }, signal)).toBe(same);
  },
);

test('a model may compare the answers instead', async () => {
  const upstream = new ScriptedUpstream();
  const compare = compareByModel(upstream, 'judge-model');
  const headers = { authorization: 'Bearer sk-of-the-caller' };
  const pair = { question: 'q', served: 'a', fresh: 'b', headers };
  const signal = new AbortController().signal;
  upstream.replyWhole(completion('Yes.')).replyWhole(completion('no')).replyWhole(completion('Hard to say'));
  expect(await compare(pair, signal)).toBe(true);
  expect(await compare(pair, signal)).toBe(false);
  await expect(compare(pair, signal)).rejects.toThrow();
  expect(await compare({ ...pair, fresh: 'A' }, signal)).toBe(true);
  expect(upstream.callCount).toBe(3);
  expect(upstream.calls.map(({ request }) => request.headers)).toEqual([headers, headers, headers]);
});
