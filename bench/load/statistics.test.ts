import { expect, test } from 'vitest';
import { median, percentiles, quantile } from './statistics.ts';

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test('a quantile is the smallest value that so many do not exceed', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile(hundred, 0)).toBe(1);
  expect(percentiles(hundred.toReversed())).toEqual({ p50: 50, p90: 90, p99: 99, p999: 100, max: 100 });
});
