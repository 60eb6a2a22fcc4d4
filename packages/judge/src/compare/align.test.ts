import { describe, expect, test } from 'vitest';
import { analyse } from '../analysis/analyse.ts';
import { loadDictionary } from '../lexicon/dictionary.ts';
import { featuresOf } from '../score/features.ts';
import { compare } from './align.ts';
import { isTypo } from './typo.ts';
import { IMPLIED_COST, loadWeights } from './weights.ts';

const dictionary = loadDictionary();
const weights = loadWeights();
const read = (text: string) => analyse(text, dictionary);
const compared = (a: string, b: string) => compare(read(a), read(b), { dictionary, weights });

describe('pairs up', () => {
  test.each([
    ['same', 'How do I sell a car?', 'How do I sell my cars?'],
    ['synonym', 'How do I sell a car?', 'How do I sell an automobile?'],
    ['root', 'a modification of the file', 'modify the file'],
    ['joined', 'a smart watch', 'a smartwatch'],
    ['typo', 'a good restaurant', 'a good restaurnat'],
  ])('by %s: %s / %s', (kind, a, b) => {
    const { matches, aloneA, aloneB } = compared(a, b);
    expect(matches.map((match) => match.kind)).toContain(kind);
    expect([...aloneA, ...aloneB]).toEqual([]);
  });

  test('a repeated word with its neighbours', () => {
    const { partnerOfA } = compared(
      'the Eiffel Tower by Gustave Eiffel',
      'Gustave Eiffel and the Eiffel Tower',
    );
    expect([...partnerOfA]).toEqual([2, 3, 0, 1]);
  });
});

test('a category beside what implies it weighs next to nothing, elsewhere it does', () => {
  const [beside] = compared('learn Python', 'learn the Python language').aloneB;
  const [elsewhere] = compared('learn cooking', 'learn the cooking language').aloneB;
  expect(beside?.cost).toBe(IMPLIED_COST);
  expect(elsewhere?.cost).toBe(1);
});

test('a misspelling is one slip from a known word, never a name', () => {
  const [wrong] = read('the calender').units;
  const [right] = read('the colander').units;
  expect(wrong && right && isTypo(wrong, right)).toBe(false);
});

test('equal texts differ in no feature but what they consist of', () => {
  const features = featuresOf(compared('Is tea good?', 'Is tea good?'), 1);
  expect(features).toMatchObject({
    cosineGap: 0,
    contentDistance: 0,
    loneShare: 0,
    loneCost: 0,
    synonyms: 0,
  });
});
