import { expect, test } from 'vitest';
import { polarityDiffers } from './polarity-guard.ts';

test('a negation on one side alone differs', () => {
  expect(polarityDiffers('Is it safe to eat?', "Isn't it safe to eat?")).toBe(true);
});

test('a known pair of opposites differs', () => {
  expect(polarityDiffers('turn on dark mode', 'turn off dark mode')).toBe(true);
});

test('opposites that are not on the list pass', () => {
  expect(polarityDiffers('upload a file', 'download a file')).toBe(false);
});

test('texts that differ in more than two words are not looked at', () => {
  expect(polarityDiffers('is it safe to eat rice', 'is it not safe to eat old pasta')).toBe(false);
});
