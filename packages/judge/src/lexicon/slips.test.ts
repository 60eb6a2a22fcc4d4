import { expect, test } from 'vitest';
import { slips } from './slips.ts';

test('two letters that changed places are one slip', () => {
  expect(slips('restaurant', 'restaurnat', 2)).toBe(1);
});

test('more slips than asked for are not counted', () => {
  expect(slips('abc', 'abcdef', 2)).toBe(3);
});
