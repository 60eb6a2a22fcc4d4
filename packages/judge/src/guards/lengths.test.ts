import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('a measure in two units, and half of one', () => {
  test.each([
    ['Was Nelson really 5\'4"?', 'Was Nelson really five foot four?'],
    ['Is 6 ft 2 in tall for a man?', 'Is six foot two tall for a man?'],
    ['Convert 6ft 2 to cm', 'Convert six foot two to centimetres'],
    ["Is a 6' man tall?", 'Is a six-foot man tall?'],
    ['My son is 1.20 m tall', 'My son is one metre twenty tall'],
    ['Is £2.50 an hour fair?', 'Is two pounds fifty an hour fair?'],
    ['Is a 30-minute standup too long?', 'Is a half-hour standup too long?'],
    ['Which hose for a 1/2" tap?', 'Which hose for a half-inch tap?'],
  ])('may be written in two ways: %s / %s', expectServed);

  test.each([
    ['unit', 'Was Nelson really 5\'4"?', 'Was Nelson really five foot five?'],
    ['unit', 'Is a 6\'2" by four strong?', 'Is a six foot two by four strong?'],
    ['unit', "Is a 6' man tall?", 'Is a five-foot man tall?'],
    ['quote', "What does 'room 6' mean?", "What does 'room 6 feet' mean?"],
    ['unit', 'My son is 1.20 m tall', 'My son is one metre twelve tall'],
    ['currency', 'Is £2.50 an hour fair?', 'Is two pounds fifteen an hour fair?'],
    ['currency', 'Do I pay $10.50 times?', 'Do I pay ten dollars fifty times?'],
    ['time', 'Is a half-hour standup too long?', 'Is an hour-and-a-half standup too long?'],
    ['number', 'How much is 5 pounds 10 in kilograms?', 'How much is 5 pounds 12 in kilograms?'],
    ['quantifier', 'Split a string in half in Python', 'Split a string in thirds in Python'],
    ['time', 'Is a half day of leave enough?', 'Is 12 hours of leave enough?'],
  ])('by its %s is another: %s / %s', expectVeto);
});
