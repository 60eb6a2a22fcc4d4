import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from './analysis/analyse.ts';
import { loadDictionary } from './lexicon/dictionary.ts';
import { isReadable, readablePart } from './readable.ts';
import { judge } from './test-judge.ts';

const ASKED = { threshold: 0.84 };
const STORED = { score: 0.99, minScore: 0 };
const HUNDRED_KB = 100_000;

/** What people and machines send without an end: words, signs, quotes, brackets, scripts, accents, nothing but blanks. */
const endless = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'cat dog ',
      '(1 + ',
      "'a ",
      '"',
      'a-b',
      'not ',
      '你好 a ',
      '\n',
      'turn on ',
      'x',
      'a1',
      'x²',
      '²µ',
      '\u0301',
    ),
  )
  .map((piece) => piece.repeat(Math.ceil(HUNDRED_KB / piece.length)).slice(0, HUNDRED_KB));

test('of a text of any length so much is analysed and no more', () => {
  const dictionary = loadDictionary();
  fc.assert(
    fc.property(endless, (text) => {
      const part = readablePart(text);
      expect(part.length).toBeLessThanOrEqual(4_000);
      const { tokens, units } = analyse(part, dictionary);
      // A word and a mark each; a figure with its sign and unit may count as three.
      expect(tokens.length).toBeLessThanOrEqual(900);
      expect(units.length).toBeLessThanOrEqual(900);
    }),
    { numRuns: 30 },
  );
});

test('a text of 100 kB is served for itself and for no other', () => {
  fc.assert(
    fc.property(endless, (text) => {
      expect(judge.judge({ ...ASKED, text }, { ...STORED, text }).accepted).toBe(true);
      const other = judge.judge({ ...ASKED, text }, { ...STORED, text: `${text} and then?` });
      expect(other).toMatchObject({ accepted: false, guard: 'payload' });
    }),
    { numRuns: 30 },
  );
});

test('an explanation of a longer text speaks of its readable part', () => {
  const text = 'why is it so? '.repeat(1_000);
  const { verdict, findings } = judge.explain({ ...ASKED, text }, { ...STORED, text: `${text}!` });
  expect(verdict.accepted).toBe(false);
  expect(findings).toEqual([]);
});

test.each([
  ['300 words', 'word '.repeat(300), true],
  ['301 words', 'word '.repeat(301), false],
  ['301 marks', '('.repeat(301), false],
  ['one word of 4,000 letters', 'a'.repeat(4_000), true],
  ['one word of 4,001 letters', 'a'.repeat(4_001), false],
])('%s', (_, text, readable) => {
  expect(isReadable(text)).toBe(readable);
});
