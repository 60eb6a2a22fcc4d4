import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from '../analysis/analyse.ts';
import { compare } from '../compare/align.ts';
import type { Comparison } from '../compare/comparison.ts';
import { loadWeights } from '../compare/weights.ts';
import { loadDictionary } from '../lexicon/dictionary.ts';
import { allGuards } from './guards.ts';

const dictionary = loadDictionary();
const weights = loadWeights();
const guards = allGuards(dictionary);

function comparison(one: string, other: string): Comparison {
  return compare(analyse(one, dictionary), analyse(other, dictionary), { dictionary, weights });
}

/** The same two texts and what of them corresponds, seen from the other one. */
function mirrored({ a, b, matches, partnerOfA, partnerOfB, aloneA, aloneB }: Comparison): Comparison {
  const turned = matches.map((match) => ({ ...match, a: match.b, b: match.a }));
  return {
    a: b,
    b: a,
    matches: turned.toSorted((one, other) => one.a - other.a),
    partnerOfA: partnerOfB,
    partnerOfB: partnerOfA,
    aloneA: aloneB,
    aloneB: aloneA,
  };
}

/** Sentences of all that guards look for, and noise. */
const WORDS =
  'who what how can should must did does is the a my his Tom Ann Paris Rust C# C++ -r -R 5 5 km $3 third not no never without before after from to than more most cheap cheapest all some only except either or and if when beat fast hot cold tea milk dogs run running write "x" == ( ) : ? . , US us in 2020 briefly'.split(
    ' ',
  );
const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 })
  .map((words) => words.join(' '));
const text = fc.oneof(
  { weight: 4, arbitrary: sentence },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);

/** The judge puts the two texts in one order before it asks: this guard follows the words of the first. */
const READS_IN_ONE_ORDER = new Set(['argument-order']);
/** The same draw in every run: what it found once, it finds again. */
const DRAW = { seed: 20_261_121, numRuns: 200 };

const titled = guards.map((guard, index) => ({ guard, title: `${guard.name} (${index + 1})` }));

describe.each(titled)('the guard $title', ({ guard }) => {
  test('never objects to a text beside itself', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(guard.check(comparison(one, one))).toBeUndefined();
      }),
      DRAW,
    );
  });

  test('objects with a reason or not at all, whatever the two texts are', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const reason = guard.check(comparison(one, other));
        expect(reason === undefined || reason.length > 0).toBe(true);
      }),
      DRAW,
    );
  });
});

describe.each(titled.filter(({ guard }) => !READS_IN_ONE_ORDER.has(guard.name)))(
  'the guard $title',
  ({ guard }) => {
    test.runIf(!READS_IN_ONE_ORDER.has(guard.name))(
      'objects to two texts whichever of them comes first',
      () => {
        fc.assert(
          fc.property(text, text, (one, other) => {
            const forth = comparison(one, other);
            expect(guard.check(mirrored(forth)) === undefined).toBe(guard.check(forth) === undefined);
          }),
          DRAW,
        );
      },
    );
  },
);
