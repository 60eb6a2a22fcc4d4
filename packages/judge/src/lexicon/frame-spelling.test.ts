import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameSpelling } from './frame-spelling.ts';

const spelling = new FrameSpelling(['difference', 'definition', 'recommend', 'suggest', 'reason', 'season']);

test.each([
  ['a letter left out', 'diffrence', 'difference'],
  ['a letter too many', 'suggesst', 'suggest'],
  ['a wrong letter', 'recommand', 'recommend'],
  ['two letters swapped', 'defintiion', 'definition'],
])('%s is corrected', (_, written, meant) => {
  expect(spelling.correct(written)).toBe(meant);
});

test.each([
  ['a word that is listed', 'reason'],
  ['a word of another beginning', 'beason'],
  ['two slips', 'defntoin'],
  ['a short word', 'reas'],
])('%s is left alone', (_, written) => {
  expect(spelling.correct(written)).toBeUndefined();
});

test('a token of any length is answered, one beyond the length of words without being taken apart', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (noise) => {
      spelling.correct(noise);
      expect(spelling.correct(`difference${'e'.repeat(20 + noise.length)}`)).toBeUndefined();
    }),
  );
});
