import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('shares and ratios', () => {
  test.each([
    ['Is a 50/50 split fair?', 'Is a fifty-fifty split fair?'],
    ['Explain the 80/20 rule', 'Explain the eighty-twenty rule'],
    ['How does 4-7-8 breathing work?', 'How does four-seven-eight breathing work?'],
    ['Is 120/80 mmHg normal?', 'Is 120 over 80 normal?'],
    ['Is a 3:1 safety factor fine?', 'Is a three to one safety factor fine?'],
    ['What is 1/3 of 96?', 'What is one third of ninety-six?'],
    ['Split 7/8 of 640 hours', 'Split seven eighths of 640 hours'],
    ['What is 1/2 of 366?', 'What is half of 366?'],
    ['Cook with 3 eggs and 1/2 an onion', 'Cook with three eggs and half an onion'],
    ['Is 25% of my income too much?', 'Is a quarter of my income too much?'],
    ['How many weeks are 3 quarters of a year?', 'How many weeks are three quarters of a year?'],
  ])('are written in two ways: %s / %s', expectServed);

  test.each([
    ['number', 'Is a 50/50 split fair?', 'Is a forty-sixty split fair?'],
    ['number', 'Explain the 80/20 rule', 'Explain the twenty-eighty rule'],
    ['time', 'How does 4-7-8 breathing work?', 'How does four-eight-seven breathing work?'],
    ['number', 'Is 120/80 mmHg normal?', 'Is 120 over 90 normal?'],
    ['number', 'Is 180/90 days late?', 'Is 180 over 90 days late?'],
    ['number', 'Is a 3:1 safety factor fine?', 'Is a one to three safety factor fine?'],
    ['number', 'Is it 10:1?', 'Is it ten to one?'],
    ['number', 'What is 1/3 of 96?', 'What is two thirds of ninety-six?'],
    ['unit', 'Is 25% of my income too much?', 'Is a third of my income too much?'],
    ['unit', 'Is 200% of 5 a lot?', 'Is 2 of 5 a lot?'],
    ['number', '5/8 as a decimal', '0.625 as a decimal'],
  ])('of which the %s differs are not: %s / %s', expectVeto);
});
