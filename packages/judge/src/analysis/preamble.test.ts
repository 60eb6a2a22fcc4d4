import { describe, expect, test } from 'vitest';
import { isServed } from '../test-judge.ts';

describe('what is said of oneself before a question', () => {
  test.each([
    ['What is negative interest?', 'Hello, first post here. What is negative interest?'],
    ['How do you clean a wok?', 'Long-time listener, first-time caller haha. How do you clean a wok?'],
    [
      'Which is better, acrylics or oils?',
      'Long-time lurker, first question: which is better, acrylics or oils?',
    ],
    ['How do I clean a wok?', 'Hi, first time poster. How do I clean a wok?'],
  ])('is not part of it: %s / %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['What insurance do I need?', 'First time driver here. What insurance do I need?'],
    ['What should it say?', 'First post: what should it say?'],
    ['Does the shop open?', 'What time, do you think, does the shop open?'],
    ['How did it end?', 'First time: how did it end?'],
    ['How do I create one in Linux?', 'New user: how do I create one in Linux?'],
    ['What is a wok? Then how do I clean it?', 'First, what is a pan? Then how do I clean it?'],
  ])('or is: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
