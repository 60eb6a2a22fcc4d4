import { expect, test } from 'vitest';
import { clopperPearson, quantile } from './statistics.ts';

test('the exact interval has the textbook values', () => {
  expect(clopperPearson(5, 100).low).toBeCloseTo(0.01643, 5);
  expect(clopperPearson(5, 100).high).toBeCloseTo(0.11283, 5);
});

test('no success among 300 leaves at most 1.2 %', () => {
  expect(clopperPearson(0, 300)).toEqual({ low: 0, high: expect.closeTo(0.01222, 5) });
});

test('all of 100 leave at least 96 %', () => {
  expect(clopperPearson(100, 100)).toEqual({ low: expect.closeTo(0.96378, 5), high: 1 });
});

test('no trials say nothing', () => {
  expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('a quantile between two values is interpolated', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
});
