import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const rates = fc.record({
  capacity: fc.integer({ min: 1, max: 200 }),
  perSecond: fc.double({ min: 0.1, max: 2_000, noNaN: true }),
});
const gaps = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 400 });

/** When a flood that asks at these gaps is let through. */
function admissions(
  rate: { capacity: number; perSecond: number },
  between: readonly number[],
): readonly number[] {
  const bucket = new TokenBucket(rate, 0);
  let now = 0;
  return between.flatMap((gap) => {
    now += gap;
    return bucket.take(now) ? [now] : [];
  });
}

describe('a token bucket', () => {
  test('never lets more through in any span of time than it holds and gains in it', () => {
    fc.assert(
      fc.property(rates, gaps, (rate, between) => {
        const at = admissions(rate, between);
        for (const [first, from] of at.entries()) {
          const last = at.length - 1;
          const allowed = rate.capacity + (((at[last] ?? 0) - from) * rate.perSecond) / 1000;
          expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
        }
      }),
    );
  });

  test('lets all of its rate through to whoever asks ten times as fast, whatever the rate', () => {
    fc.assert(
      fc.property(rates, (rate) => {
        const gap = 1000 / rate.perSecond / 10;
        const admitted = admissions(
          rate,
          Array.from({ length: 4_000 }, () => gap),
        ).length;
        const allowed = rate.capacity + (4_000 * gap * rate.perSecond) / 1000;
        expect(admitted).toBeLessThanOrEqual(allowed + 1e-6);
        expect(admitted).toBeGreaterThan(Math.min(4_000, allowed) - 2);
      }),
    );
  });

  test('says to the millisecond when it will let the next one through', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 500 }), (rate, debt) => {
        const bucket = new TokenBucket(rate, 0);
        bucket.debit(0, rate.capacity + debt);
        const wait = bucket.msUntil(0, 1);
        expect(bucket.take(wait * 0.999)).toBe(false);
        expect(bucket.take(wait * (1 + 1e-9) + 1e-6)).toBe(true);
      }),
    );
  });

  test('pays a debt off before it lets anything through', () => {
    const bucket = new TokenBucket({ capacity: 60, perSecond: 1 }, 0);
    bucket.debit(0, 90);
    expect(bucket.level(0)).toBe(-30);
    expect(bucket.take(30_000)).toBe(false);
    expect(bucket.take(31_000)).toBe(true);
  });

  test('of nothing stays shut for ever', () => {
    const bucket = new TokenBucket({ capacity: 0, perSecond: 0 }, 0);
    expect(bucket.take(1e12)).toBe(false);
    expect(bucket.msUntil(1e12, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('takes no notice of a clock that goes backwards', () => {
    const bucket = new TokenBucket({ capacity: 1, perSecond: 1 }, 1_000);
    expect(bucket.take(1_000)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(1_900)).toBe(false);
    expect(bucket.take(2_000)).toBe(true);
  });
});
