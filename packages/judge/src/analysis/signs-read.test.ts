import { describe, expect, test } from 'vitest';
import { isServed } from '../test-judge.ts';

describe('signs between words', () => {
  test.each([
    ['cats + newborn babies, what to watch for', 'cats and newborn babies, what to watch for'],
    ['What is the typical salary + bonus of a welder?', 'What is the typical salary plus bonus of a welder?'],
    ['Is pi > 22/7?', 'Is pi greater than 22/7?'],
    ['Is 5 > -10?', 'Is 5 greater than -10?'],
    ['Can I find a decent used car for < $5,000?', 'Can I find a decent used car for less than $5,000?'],
    ['< 5 complaints a month, is that good?', 'Fewer than 5 complaints a month, is that good?'],
  ])('are read as words: %s / %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['cats + newborn babies, what to watch for', 'cats or newborn babies, what to watch for'],
    ['what is revenue + costs called', 'what is revenue - costs called'],
    ['what is revenue + costs called and why', 'what is revenue - costs called and why'],
    ['Is pi > 22/7?', 'Is pi less than 22/7?'],
    ['Is pi > 22/7?', 'Is pi < 22/7?'],
    ['Is 5 > -10?', 'Is -10 greater than 5?'],
    ['Is 5 > 3?', 'Is 3 > 5?'],
    ['Is 5 > 3 and 4 < 6?', 'Is 5 less than 3 and 4 greater than 6?'],
    ['Can I find a decent used car for < $5,000?', 'Can I find a decent used car for more than $5,000?'],
    ['Can I find a decent used car for < $5,000?', 'Can I find a decent used car for $5,000?'],
    ['Explain the selector div + span', 'Explain the selector div and span'],
    ['What is string + int in Java?', 'What is string and int in Java?'],
    ['Is 7 > 7?', 'Is 7 greater than or equal to 7?'],
  ])('and not as others: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
