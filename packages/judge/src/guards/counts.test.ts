import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('numbers in figures and in words', () => {
  test.each([
    ['Can I retire with half a million saved?', 'Can I retire with 500,000 saved?'],
    ['Is a quarter-million dollars enough?', 'Is $250,000 enough?'],
    ['Is 1.5 million yen a lot?', 'Is one and a half million yen a lot?'],
    ['How do I feed half a dozen people?', 'How do I feed six people?'],
    ['Is $5m enough to retire?', 'Is 5 million dollars enough to retire?'],
    ['What could you buy for $1 in 1920?', 'What could you buy for one dollar in 1920?'],
    ['How do I sort 12 000 rows?', 'How do I sort 12,000 rows?'],
    ['Plan a 1,800-calorie day', 'Plan a day of 1,800 calories'],
    ['Is $20-an-hour a good wage?', 'Is $20 an hour a good wage?'],
    ['Count from 1 to 10 in Python', 'Count from one to ten in Python'],
    ["What's the #1 cause of house fires?", "What's the number one cause of house fires?"],
    ['Can 1 person run a food truck?', 'Can one person run a food truck?'],
    ['Is 1 litter tray enough for 2 cats?', 'Is one litter tray enough for two cats?'],
    ['I bought 4 tyres and 1 is flat', 'I bought four tyres and one is flat'],
    ['How do I merge 5 tickets into 1?', 'How do I merge five tickets into one?'],
  ])('are one: %s / %s', expectServed);

  test.each([
    ['number', 'Can I retire with half a million saved?', 'Can I retire with a million saved?'],
    ['number', 'How do I feed half a dozen people?', 'How do I feed a dozen people?'],
    ['currency', 'Is 1.5 million yen a lot?', 'Is one and a half billion yen a lot?'],
    ['currency', 'Is $5m enough to retire?', 'Is $5 enough to retire?'],
    ['number', 'How do I sort 12 000 rows?', 'How do I sort 120,000 rows?'],
    ['unit', 'Can I carry 2 500 ml bottles?', 'Can I carry 2,500 ml bottles?'],
    ['number', 'Count from 1 to 10 in Python', 'Count from two to ten in Python'],
    ['number', 'How do I replace 1 with 2 in a string?', 'How do I replace one with two in a string?'],
    ['number', 'How do I merge 5 tickets into 1?', 'How do I merge five tickets into two?'],
    ['number', 'What does 1 mean in binary?', 'What does one mean in binary?'],
  ])('of which the %s differs are not: %s / %s', expectVeto);

  test('one that stands for a thing named before is no figure', () => {
    expectServed(
      'Recommend a museum in Basel and a museum in Bern',
      'Recommend a museum in Basel and one in Bern',
    );
  });
});
