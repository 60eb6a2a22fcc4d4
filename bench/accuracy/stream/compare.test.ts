import { expect, test } from 'vitest';
import { atEqualHits, rawWrong } from './compare.ts';
import { auditedWrong, emptyTally, type Outcome } from './outcome.ts';

/** `hits` requests of as many classes, the first `wrong` of them answered wrongly. */
function outcome(hits: number, wrong: number): Outcome {
  const entries = Array.from({ length: hits }, (_, name) => {
    const tally = { ...emptyTally(), hits: 1, wrong: name < wrong ? 1 : 0 };
    return [name, tally] as const;
  });
  return { byClass: new Map(entries), unread: [] };
}

const curve = [
  { threshold: 0.8, outcome: outcome(400, 160) },
  { threshold: 0.9, outcome: outcome(200, 40) },
];

test('wrong hits are compared at equal hits, between the points of the curve', () => {
  const equal = atEqualHits(outcome(300, 50), curve, rawWrong);
  expect(equal).toMatchObject({ threshold: expect.closeTo(0.85), wrong: 50, plainWrong: 100, fewer: 0.5 });
});

test('the interval holds the estimate', () => {
  const { fewer, fewerInterval } = atEqualHits(outcome(300, 50), curve, rawWrong);
  expect(fewerInterval.low).toBeLessThan(fewer);
  expect(fewerInterval.high).toBeGreaterThan(fewer);
});

test('audited wrong hits carry the share that was read as wrong over to the hits that were not read', () => {
  const tally = {
    ...emptyTally(),
    hits: 100,
    wrong: 40,
    readWrong: 10,
    trulyWrong: 5,
    readRight: 20,
    falselyRight: 1,
  };
  expect(auditedWrong(tally)).toBe(40 * 0.5 + 60 * 0.05);
});
