import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');

it.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': ' 0.5 ' }, 500],
  [{ 'retry-after': '7', 'retry-after-ms': '6500' }, 6_500],
  [{ 'retry-after': '7', 'retry-after-ms': 'soon' }, 7_000],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:39 GMT' }, 2_000],
  [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:30 GMT' }, 0],
  [{}, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': ['7', '9'] }, undefined],
])('%j asks for a pause of %s ms', (headers, ms) => {
  expect(retryAfterMs(headers, NOW)).toBe(ms);
});
