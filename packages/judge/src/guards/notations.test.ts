import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('units in short and in full', () => {
  test.each([
    ['Is 20 % of my income too much for rent?', 'Is twenty per cent of my income too much for rent?'],
    ['Can a cable carry 100 W?', 'Can a cable carry 100 watts?'],
    [
      'Does a 12 V battery work in a 24 V truck?',
      'Does a twelve-volt battery work in a twenty-four-volt truck?',
    ],
    ['Is 20 A enough for an oven?', 'Is 20 amps enough for an oven?'],
    ['Is 10 Nm a lot?', 'Is 10 newton metres a lot?'],
    ['Is a battery of 100 Ah enough?', 'Is a battery of 100 amp-hours enough?'],
    ['How long does a 60-kilowatt-hour battery last?', 'How long does a 60 kWh battery last?'],
    ['Is 20 Mbit/s enough for films?', 'Is 20 megabits per second enough for films?'],
    ['Is 32 mpg good?', 'Is 32 miles per gallon good?'],
    ['Is 84 cm² enough?', 'Is 84 square centimetres enough?'],
    ['Is a bath at 40 deg C safe?', 'Is a bath at 40 °C safe?'],
    ['My baby is 12 wks old', 'My baby is 12 weeks old'],
    ['How do I plan a fortnight in Sardinia?', 'How do I plan two weeks in Sardinia?'],
    ['How heavy is 1 L of water?', 'How heavy is a litre of water?'],
    ['How many acres in 1 ha?', 'How many acres in one hectare?'],
    ['Is my 7yo ready for school?', 'Is my 7-year-old ready for school?'],
  ])('are one: %s / %s', expectServed);

  test.each([
    ['unit', 'Is 20 % of my income too much for rent?', 'Is thirty per cent of my income too much for rent?'],
    ['unit', 'Can a cable carry 100 W?', 'Can a cable carry 100 V?'],
    ['unit', 'Is a battery of 100 Ah enough?', 'Is a battery of 100 mAh enough?'],
    ['unit', 'Is a battery of 100 Wh enough?', 'Is a battery of 100 W enough?'],
    ['unit', 'Is 10 Nm a lot?', 'Is 10 nm a lot?'],
    ['unit', 'Is 32 mpg good?', 'Is 32 mph good?'],
    ['unit', 'Is 84 cm² enough?', 'Is 84 cm enough?'],
    ['unit', 'Is 20 Mbit/s enough for films?', 'Is 20 MB/s enough for films?'],
    ['time', 'How do I plan a fortnight in Sardinia?', 'How do I plan three weeks in Sardinia?'],
    ['number', 'Can I take 5 A levels?', 'Can I take 5 levels?'],
    ['number', 'Is my 7yo ready for school?', 'Is my 6-year-old ready for school?'],
  ])('of which %s differs are not: %s / %s', expectVeto);
});
