import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('decades', () => {
  test.each([
    ['Fashion in the 1920s', 'Fashion in the nineteen-twenties'],
    ['Gold rushes of the 1840s', 'Gold rushes of the eighteen-forties'],
    ['What should I read in my 20s?', 'What should I read in my twenties?'],
    ['Skin care in her mid-30s', 'Skin care in her mid-thirties'],
    ['What was it like in the 50s?', 'What was it like in the 1950s?'],
    ['Jobs for a man in his 50s who sails', 'Jobs for a man in his fifties who sails'],
  ])('are written in two ways: %s / %s', expectServed);

  test.each([
    ['Fashion in the 1920s', 'Fashion in the eighteen-twenties'],
    ['Fashion in the 1920s', 'Fashion in 1920'],
    ['Books to read in my 20s', 'Books to read in my thirties'],
    ['Books to read in the 20s', 'Books to read in your twenties'],
    ['What was it like in the 50s?', 'What was it like in the 1850s?'],
  ])('are told from another, from a year and from ages: %s / %s', (a, b) => {
    expectVeto('number', a, b);
  });
});
