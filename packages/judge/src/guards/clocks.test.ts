import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('times of day and spans', () => {
  test.each([
    ['A picnic at 12 noon on Sunday', 'A picnic at noon on Sunday'],
    ['Where can I eat at 12 at night?', 'Where can I eat at midnight?'],
    ['Where can I eat at 2 at night?', 'Where can I eat at 2 am?'],
    ['Wake me at ten past six', 'Wake me at 6:10'],
    ['We land at twenty to seven in the morning', 'We land at 6:40 am'],
    ['Is Jan. 1st a holiday?', 'Is January 1 a holiday?'],
    ['Is 2 hours and 30 minutes enough?', 'Is 150 minutes enough?'],
    ['Is 1h 30m enough?', 'Is an hour and a half enough?'],
    ['Is a twelve-month contract fair?', 'Is a 12-month contract fair?'],
    ['My baby is 1 year and 6 months old', 'My baby is 18 months old'],
  ])('are written in two ways: %s / %s', expectServed);

  test.each([
    ['time', 'A picnic at 12 noon on Sunday', 'A picnic at midnight on Sunday'],
    ['time', 'Where can I eat at 2 at night?', 'Where can I eat at 2 pm?'],
    ['time', 'Wake me at ten past six', 'Wake me at 5:50'],
    ['time', 'Wake me at ten to six', 'Wake me at 6:10'],
    ['time', 'Is it ten to one?', 'Is it 12:50?'],
    ['time', 'Is 2 hours and 30 minutes enough?', 'Is 130 minutes enough?'],
    ['time', 'Is between 2 hours and 30 minutes fine?', 'Is 150 minutes fine?'],
    ['time', 'Is a twelve-month contract fair?', 'Is a ten-month contract fair?'],
    ['number', 'Is Jan. 1st a holiday?', 'Is January 2 a holiday?'],
  ])('by their %s are others: %s / %s', expectVeto);
});
