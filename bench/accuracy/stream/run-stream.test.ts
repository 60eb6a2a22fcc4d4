import { expect, test } from 'vitest';
import { thresholdRule } from '../rules/threshold.ts';
import type { QuestionStream } from './question-stream.ts';
import { replayAll, streamReport } from './run-stream.ts';

/** Of every three questions the second and the third lie at .95 from the first: one of its class, one of another that `isApart` from it or not. */
function stream(threes: number, isApart: (three: number) => boolean): QuestionStream {
  const length = threes * 3;
  const width = 2;
  const places = new Int32Array(length * width).fill(-1);
  const scores = new Float32Array(length * width);
  for (let place = 0; place < length; place += 1) {
    if (place % 3 === 0) continue;
    places[place * width] = place - (place % 3);
    scores[place * width] = 0.95;
  }
  return {
    texts: Array.from({ length }, (_, place) => `question ${place}`),
    classOf: Int32Array.from({ length }, (_, place) => (place % 3 === 1 ? place - 1 : place)),
    labelledApart: (one) => isApart(Math.floor(one / 3)),
    heldOut: Array.from({ length }, () => false),
    near: { width, places, scores },
  };
}

const everyone = {
  audit: { verdicts: new Map(), share: { wrong: 0, right: 0 } },
  counted: () => true,
};

test('a hit between questions of which the labels say nothing is wrong by the closure and none of the labelled hits', async () => {
  const questions = stream(10, (three) => three < 4);
  const replays = await replayAll(questions, [thresholdRule(0.9)]);
  expect(streamReport(questions, replays, everyone).rules[0]).toMatchObject({
    hits: 20,
    wrong: 10,
    labelledHits: 14,
    labelledWrong: 4,
  });
});

test('a rule is compared with the plain threshold that has as many labelled hits', async () => {
  const questions = stream(10, (three) => three < 4);
  const strata = { ...thresholdRule(0.9), name: 'strata-test', accepts: isOfItsClass };
  const report = streamReport(questions, await replayAll(questions, [strata]), everyone).rules[0];
  expect(report).toMatchObject({ labelledHits: 10, labelledWrong: 0, labelled: { wrong: 0, fewer: 1 } });
});

function isOfItsClass({ query }: { readonly query: string }): boolean {
  return Number(query.split(' ')[1]) % 3 === 1;
}
