import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed } from '../test-judge.ts';

describe('swapped parts', () => {
  test.each([
    ['Did Alice beat Bob?', 'Did Bob beat Alice?'],
    ['Was Caesar killed by Brutus?', 'Was Brutus killed by Caesar?'],
    ['Did Hamilton shoot Burr?', 'Was Hamilton shot by Burr?'],
    ['Who taught Plato?', 'Who did Plato teach?'],
    ['What do lions eat?', 'What eats lions?'],
    ['Tell me about painters that Picasso admired.', 'Tell me about painters that admired Picasso.'],
    ['My manager criticised me. What do I say?', 'I criticised my manager. What do I say?'],
    ['Is Python faster than Rust?', 'Is Rust faster than Python?'],
    ['Is it better to rent than to buy?', 'Is it better to buy than to rent?'],
    ['Convert 100 USD to EUR', 'Convert 100 EUR to USD'],
    ['How do I switch from iPhone to Android?', 'How do I switch from Android to iPhone?'],
    ['Cast int to float in C', 'Cast float to int in C'],
    ['Merge branch A into branch B', 'Merge branch B into branch A'],
    ['What is 20 divided by 4?', 'What is 4 divided by 20?'],
    ['3 adults and 2 children', '2 adults and 3 children'],
    ['Which street foods are best?', 'Which food streets are best?'],
    ["It's 9:15 in Tokyo, what time is it in Rome?", "It's 9:15 in Rome, what time is it in Tokyo?"],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

test('the reason says what changed places', () => {
  expectVeto('argument-order', 'Did Alice beat Bob?', 'Did Bob beat Alice?');
});

describe('the same parts in another order', () => {
  test.each([
    ['In Python, how do I sort a list?', 'How do I sort a list in Python?'],
    ['If it rains, can I still use the voucher?', 'Can I still use the voucher if it rains?'],
    ['When a customer asks for a refund, what do I say?', 'What do I say when a customer asks for a refund?'],
    [
      'When did the Wright brothers invent the airplane?',
      'When was the airplane invented by the Wright brothers?',
    ],
    ['Did Gustave Eiffel build the tower?', 'Was the tower built by Gustave Eiffel?'],
    ['What is the capital of France?', "What is France's capital?"],
    ['What is the difference between TCP and UDP?', 'How do UDP and TCP differ?'],
    ['Which is cheaper, the train or the bus?', 'Which is cheaper, the bus or the train?'],
    ['Which country won the cup in 2018?', 'In 2018, which country won the cup?'],
    ["I'm vegetarian and I live alone. Plan my meals.", "Plan my meals. I live alone and I'm vegetarian."],
  ])('%s / %s', expectServed);
});

test('two names may change places around "beat" only if they are one name', () => {
  const name = fc.constantFrom('Ann', 'Tom', 'Spain', 'Italy', 'Intel');
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(isServed(`Did ${a} beat ${b} last year?`, `Did ${b} beat ${a} last year?`)).toBe(a === b);
    }),
  );
});

const SIDES = fc.constantFrom(
  ['stress', 'sleep'],
  ['dogs', 'cats'],
  ['the state', 'the church'],
  ['Tom', 'Ann'],
  ['a bank', 'a customer'],
  ['anxiety', 'headaches'],
  ['poor sleep', 'depression'],
  ['water', 'heat'],
);
const VERBS = fc.constantFrom(
  ...'affect cause trigger help hurt follow control attack sue trust chase pay shape limit replace protect cover report'.split(
    ' ',
  ),
);
const QUESTIONS = fc.constantFrom(
  (one: string, verb: string, other: string) => `Why did ${one} ${verb} ${other}?`,
  (one: string, verb: string, other: string) => `Can ${one} ${verb} ${other}?`,
  (one: string, verb: string, other: string) => `When should ${one} ${verb} ${other}?`,
  (one: string, verb: string, other: string) => `Is it ok for ${one} to ${verb} ${other}?`,
  (one: string, verb: string, other: string) => `How do I let ${one} ${verb} ${other}?`,
  (one: string, verb: string, other: string) => `Explain how ${one} can ${verb} ${other}`,
  (one: string, verb: string, other: string) =>
    `${one.endsWith('s') && one !== 'stress' ? 'Do' : 'Does'} ${one} ${verb} ${other}?`,
);

test('who does it and whom it is done to never change places, whatever verb and whoever they are', () => {
  fc.assert(
    fc.property(SIDES, VERBS, QUESTIONS, ([one = '', other = ''], verb, ask) => {
      expect(isServed(ask(one, verb, other), ask(other, verb, one))).toBe(false);
    }),
  );
});

const THINGS = fc.constantFrom(
  ['a tent', 'a car'],
  ['my dog', 'my boss'],
  ['Excel', 'Word'],
  ['the main branch', 'the feature branch'],
  ['red wine', 'white wine'],
  ['old books', 'new shelves'],
  ['London', 'Paris'],
);
const FRAMES = fc.constantFrom(
  (one: string, other: string) => `How do I get from ${one} to ${other}?`,
  (one: string, other: string) => `How do I replace ${one} with ${other}?`,
  (one: string, other: string) => `Can I use ${one} instead of ${other}?`,
  (one: string, other: string) => `How do I turn ${one} into ${other}?`,
  (one: string, other: string) => `Write a letter from ${one} to ${other}`,
  (one: string, other: string) => `What does ${one} think of ${other}?`,
  (one: string, other: string) => `I like ${one} but not ${other}`,
  (one: string, other: string) => `If I buy ${one}, do I get ${other}?`,
  (one: string, other: string) => `I lost ${one} because of ${other}`,
  (one: string, other: string) => `Is ${one} worth more than ${other}?`,
);

test('what stands in two places of one frame never changes them', () => {
  fc.assert(
    fc.property(THINGS, FRAMES, ([one = '', other = ''], frame) => {
      expect(isServed(frame(one, other), frame(other, one))).toBe(false);
    }),
  );
});
