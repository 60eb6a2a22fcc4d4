import { describe, expect, test } from 'vitest';
import { createJudge } from './judge.ts';

const judge = createJudge();
const served = (one: string, other: string): boolean =>
  judge.judge({ text: one, threshold: 0.88 }, { text: other, score: 0.97, minScore: 0 }).accepted;

describe('serves', () => {
  test.each([
    ['a refusal for a negation', 'Why does my printer fail to print?', "Why won't my printer print?"],
    ['a negative prefix for a negation', 'Are tomatoes unsafe for cats?', 'Are tomatoes not safe for cats?'],
    ['no for without', 'Can I travel with no passport?', 'Can I travel without a passport?'],
    [
      'not using for without',
      'How do I sort a list without the sort method?',
      'How do I sort a list not using the sort method?',
    ],
    ['free for without', 'What is a sugar-free dessert?', 'What is a dessert without sugar?'],
    ['prohibited for not allowed', 'What is prohibited on a plane?', 'What is not allowed on a plane?'],
    [
      'both sides of a bound',
      'Which phones have at least 8 GB of RAM?',
      'Which phones have 8 GB of RAM or more?',
    ],
    [
      'a minimum for a bound',
      'Which phones have no fewer than 2 cameras?',
      'Which phones have a minimum of 2 cameras?',
    ],
    ['an age for a bound', 'Can children under 12 fly alone?', 'Can children younger than 12 fly alone?'],
    ['units spelt out', 'What is 100 km/h in mph?', 'What is 100 kilometres per hour in miles per hour?'],
    ['raised powers', 'How big is a 50 m² flat?', 'How big is a 50 square metre flat?'],
    ['feet and inches', 'I am 5\'10", am I tall?', 'I am 5 ft 10 in, am I tall?'],
    ['parts of a unit', 'How far can I walk in half an hour?', 'How far can I walk in 30 minutes?'],
    ['code that is no English', 'What does `chmod 755` mean?', 'What is the meaning of `chmod 755`?'],
    [
      'clauses in another order',
      'My cat has been sneezing for three days but eats normally. Should I call a vet?',
      'My cat eats normally but has been sneezing for three days. Should I call a vet?',
    ],
    [
      'times in another place',
      'I bought a used car two weeks ago and the transmission failed yesterday. What are my rights?',
      'Two weeks ago I bought a used car, and yesterday the transmission failed. What are my rights?',
    ],
    [
      'a wish told before the question',
      'I am trying to parse a 2 GB JSON file in Python and my process runs out of memory. How can I read it in pieces?',
      'My Python process runs out of memory when I try to parse a 2 GB JSON file. How can I read it in pieces?',
    ],
  ])('%s', (_, one, other) => {
    expect(served(one, other)).toBe(true);
    expect(served(other, one)).toBe(true);
  });
});

describe('refuses', () => {
  test.each([
    ['another accent of one letter', 'How do I type é on my keyboard?', 'How do I type è on my keyboard?'],
    [
      'not using one thing but another',
      'Which cities have no metro but trams?',
      'Which cities have no trams but a metro?',
    ],
    ['an opposite bound of age', 'Can children under 12 fly alone?', 'Can children older than 12 fly alone?'],
    ['another power', 'How big is 50 m²?', 'How big is 50 m³?'],
    ['another height', 'I am 5\'10", am I tall?', 'I am 5\'11", am I tall?'],
    ['symbols that differ by case', 'What is an mW laser?', 'What is an MW laser?'],
    [
      'places that trade their verbs',
      'I live in Germany but work in France. Where do I pay taxes?',
      'I work in Germany but live in France. Where do I pay taxes?',
    ],
    [
      'times that trade their verbs',
      'I took aspirin in the morning and drank wine at night. Is that safe?',
      'I drank wine in the morning and took aspirin at night. Is that safe?',
    ],
    ['hindsight', 'Should I have bought a house?', 'Should I buy a house?'],
    [
      'another time of a statement',
      'My flight was cancelled. What now?',
      'My flight is cancelled. What now?',
    ],
    ['another modal of a statement', 'My dog can eat fish. How much?', 'My dog must eat fish. How much?'],
    ['what should be for what is', 'How much should a baby weigh?', 'How much does a baby weigh?'],
    ['some of them', 'Are some mushrooms poisonous?', 'Are mushrooms poisonous?'],
    ['too much for much', 'Is too much water bad?', 'Is much water bad?'],
    [
      'long texts that are not equal',
      `Sum up: ${'a word. '.repeat(600)}`,
      `Sum up: ${'a word, '.repeat(600)}`,
    ],
  ])('%s', (_, one, other) => {
    expect(served(one, other)).toBe(false);
    expect(served(other, one)).toBe(false);
  });
});
