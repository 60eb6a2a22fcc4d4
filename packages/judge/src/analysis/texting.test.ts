import { describe, expect, test } from 'vitest';
import { isServed, objectionsTo } from '../test-judge.ts';

describe('digits that sound like words', () => {
  test.each([
    ['tips 4 staying awake during late shifts pls', 'Tips for staying awake during late shifts, please'],
    ['bday ideas 4 bf', 'Birthday ideas for my boyfriend'],
    [
      'my aunt invited herself 2 my dinner, how do i say no',
      'my aunt invited herself to my dinner, how do i say no',
    ],
    ['where 2 buy a wok', 'where to buy a wok'],
  ])('are those words: %s / %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['level 4 the boss fight, tips', 'level for the boss fight, tips'],
    ['recipes 4 my mum', 'recipes 2 my mum'],
    ['i gave 2 my sister, how many are left of 5', 'i gave 4 my sister, how many are left of 5'],
    ['where 2 people can hide', 'where to people can hide'],
    ['tips 4 a cheap date', 'tips 3 a cheap date'],
  ])('or figures: %s / %s', (a, b) => expect(objectionsTo(a, b)).toContain('number'));
});
