import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed, judge } from '../test-judge.ts';

describe('figures that differ', () => {
  test.each([
    ['number', 'List 3 fruits', 'List 5 fruits'],
    ['number', 'List three fruits', 'List five fruits'],
    ['number', 'How do I squash my last 3 commits?', 'How do I squash my last 4 commits?'],
    ['number', 'Who was the first man on the moon?', 'Who was the second man on the moon?'],
    ['number', "What's new in Python 3.8?", "What's new in Python 3.9?"],
    ['number', 'How do I install version 2.1?', 'How do I install version 2.10?'],
    ['number', 'What was the population of Paris in 2010?', 'What was the population of Paris in 2020?'],
    ['number', 'How do I set up Windows 10?', 'How do I set up Windows?'],
    ['number', 'What is the tax on 100k?', 'What is the tax on 10k?'],
    ['currency', 'What is the best laptop under $1000?', 'What is the best laptop under €1000?'],
    ['currency', 'Convert 100 USD to EUR', 'Convert 200 USD to EUR'],
    ['unit', 'How tall is 6 feet?', 'How tall is 6 meters?'],
    ['unit', 'Which is heavier, 1 Mg or 1 kg?', 'Which is heavier, 1 mg or 1 kg?'],
    ['time', 'How do I set the timeout to 30 seconds?', 'How do I set the timeout to 30 minutes?'],
    ['time', 'Wake me up at 6 am', 'Wake me up at 6 pm'],
    ['time', 'Wake me at half past six', 'Wake me at quarter past six'],
    ['time', 'The meeting is at 8 in the evening', 'The meeting is at 8 in the morning'],
    ['bound', 'Can I walk there in under an hour?', 'Can I walk there in over an hour?'],
    ['number', 'Can I take 1 bag on the plane?', 'Can I take 2 bags on the plane?'],
    ['symbol', 'Solve the inequality 2x < 8', 'Solve the inequality -2x < 8'],
    ['code', 'Write the date as MM/DD/YYYY', 'Write the date as DD/MM/YYYY'],
    ['quantifier', 'Write exactly 100 words on cats', 'Write about 100 words on cats'],
    ['number', 'What day was 2020-01-02?', 'What day was 2020-01-12?'],
    ['number', 'What does error 0809 mean?', 'What does error 809 mean?'],
    ['number', 'Which city has the area code 020?', 'Which city has the area code 20?'],
    ['number', 'Which town has the zip code 02134?', 'Which town has the zip code 2134?'],
    ['number', 'Do I dial 00 first?', 'Do I dial 0 first?'],
  ])('%s: %s / %s', expectVeto);
});

describe('one figure written in two ways', () => {
  test.each([
    ['List three fruits', 'List 3 fruits'],
    ['What should I pack for 05 March?', 'What should I pack for 5 March?'],
    ['Is 8:05 too early to call?', 'Is 08:05 too early to call?'],
    ['Who plays agent 007?', 'Who plays the agent 007?'],
    ['How do I save $1,000 in a year?', 'How do I save 1000 dollars in a year?'],
    ['Is 5k enough to start?', 'Is 5,000 enough to start?'],
    ['How do I run for 1 hour?', 'How do I run for 60 minutes?'],
    ['Who was the 16th president?', 'Who was the sixteenth president?'],
    ['What is 25% of 80?', 'What is 25 percent of 80?'],
    ['Is the shop open at 3pm?', 'Is the shop open at 15:00?'],
    ['What happened on March 3rd?', 'What happened on March 3?'],
    ['What day was July 4, 1776?', 'What day was 1776-07-04?'],
    ['Symptoms of type II diabetes', 'Symptoms of type 2 diabetes'],
    ['Wake me at half past six', 'Wake me at 6:30'],
    ['Is 20€/hour a good wage?', 'Is 20 euros per hour a good wage?'],
    ['Is quarter to nine too late?', 'Is 8:45 too late?'],
    ['The meeting is at 8 in the evening', 'The meeting is at 8 pm'],
    ['What is 12 x 15?', "What's 12 times 15?"],
    ['What is 81 divided by 9?', 'What is 81 / 9?'],
    ['Can I walk there in under an hour?', 'Can I walk there in less than 60 minutes?'],
    ['What if I overstay by a week?', 'What if I overstay by 7 days?'],
    ['Can I take 1 bag on the plane?', 'Can I take a bag on the plane?'],
    ['How much should a 3-month-old puppy eat?', 'How much should a puppy of three months eat?'],
    ['How many push-ups should a 40-year-old man do?', 'How many push-ups should a man aged 40 do?'],
    ['Is 20 C warm?', 'Is 20 degrees Celsius warm?'],
    ["What's 3/4 of a cup in grams?", "What's three quarters of a cup in grams?"],
    ['Is $1.2M a lot for a house?', 'Is 1.2 million dollars a lot for a house?'],
    ['Must I be 18+ to rent a car?', 'Must I be 18 or older to rent a car?'],
    ['Is 10-15 minutes enough?', 'Is 10 to 15 minutes enough?'],
    ['How many is two dozen eggs?', 'How many is 24 eggs?'],
    ['Pancakes w/ milk', 'Pancakes with milk'],
    ['What does the idiom "spill the beans" mean?', 'What does the idiom "to spill the beans" mean?'],
    ['Where is gate no. 5?', 'Where is gate 5?'],
    ['Where is gate #5?', 'Where is gate 5?'],
  ])('%s / %s', expectServed);
});

test('the reason names both figures', () => {
  const { findings } = judge.explain(
    { text: 'List 3 fruits', threshold: 0.8 },
    { text: 'List 5 fruits', score: 0.95, minScore: 0 },
  );
  expect(findings).toContainEqual({ guard: 'number', reason: '"3" against "5"' });
});

test('two whole numbers are served for one another exactly when they are equal', () => {
  const number = fc.integer({ min: 2, max: 999_999 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(isServed(`How do I split ${a} coins?`, `How do I split ${b} coins?`)).toBe(a === b);
    }),
  );
});
