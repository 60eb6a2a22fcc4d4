import { expect, test } from 'vitest';
import { strataRule } from './strata.ts';

const QUERY = 'How do I teach myself to swim?';
const NUMBER = 'How do I teach 3 people to swim?';
const NEAR = 'How do I teach my dog to swim?';
const NEXT = 'How do I teach my daughter to swim?';

function lookUp(logOdds: Readonly<Record<string, number>>) {
  const read: string[] = [];
  const rule = strataRule('strict', {
    vectors: { of: () => ({ vector: new Float32Array(), unknownShare: 0, truncated: false }) },
    readings: {
      of: (one, other) => {
        const candidate = one === QUERY ? other : one;
        read.push(candidate);
        return Promise.resolve(logOdds[candidate]);
      },
    },
  });
  const accepts = rule.lookUp!(QUERY);
  return { read, accepts: (candidate: string) => accepts({ query: QUERY, candidate, score: 0.95 }) };
}

test('one refused candidate of a look-up is read, the nearest that a reading could save', async () => {
  const { read, accepts } = lookUp({ [NUMBER]: 9, [NEAR]: -3, [NEXT]: 9 });
  expect(await accepts(NUMBER)).toBe(false);
  expect(await accepts(NEAR)).toBe(false);
  expect(await accepts(NEXT)).toBe(false);
  expect(read).toEqual([NEAR]);
});

test('what is sure enough of it overrules the rules', async () => {
  const { accepts } = lookUp({ [NEAR]: 9 });
  expect(await accepts(NEAR)).toBe(true);
});
