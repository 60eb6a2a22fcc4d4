import { MemoryBucketStore } from '@strata/adapters/limits/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import type { BucketRate, BucketStore } from '@strata/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestLimit } from './request-limit.ts';
import { SharedLimits } from './shared-limits.ts';

const unobserved = { observe: () => undefined };

/** Replicas that share one bucket, each with a link of its own to it. */
function replicas(count: number, rate: BucketRate, store?: BucketStore) {
  // From zero: beside the milliseconds since 1970 a float has no room for their thousandths.
  const clock = new FakeClock(0);
  const buckets = store ?? new MemoryBucketStore({ clock });
  const limits = Array.from({ length: count }, () => {
    const shared = new SharedLimits({ store: buckets, clock, observer: unobserved, deadlineMs: 1_000 });
    return new RequestLimit({ name: 'key', rate, clock, shared });
  });
  return { clock, limits };
}

/** A request every `gapMs`, to one replica after the other. How many were let through. */
async function flood(
  { clock, limits }: ReturnType<typeof replicas>,
  { times, gapMs }: { readonly times: number; readonly gapMs: number },
): Promise<number> {
  let admitted = 0;
  for (let round = 0; round < times; round += 1) {
    clock.advance(gapMs);
    // oxlint-disable-next-line no-await-in-loop -- one moment after the other
    const verdict = await limits[round % limits.length]?.take();
    if (verdict?.admitted === true) admitted += 1;
  }
  return admitted;
}

describe('a limit on requests at ten times its rate', () => {
  test.each([1, 2, 5])('holds within two per cent on %i replicas that share a bucket', async (count) => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 1, max: 3_000, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        async (perSecond, seconds) => {
          // A bucket of one loses what comes before the next who asks: no limit could let all of it through.
          const capacity = Math.max(10, Math.round(perSecond * seconds));
          // At least three seconds: a part of the last hundredth of one may still be on its way at the end.
          const times = Math.ceil(10 * Math.max(1_000, capacity, perSecond * 3));
          const gapMs = 1000 / perSecond / 10;
          const admitted = await flood(replicas(count, { capacity, perSecond }), { times, gapMs });
          const allowed = capacity + (times * gapMs * perSecond) / 1000;
          expect(admitted).toBeLessThanOrEqual(allowed + 1e-6);
          expect(admitted).toBeGreaterThanOrEqual(allowed * 0.98);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('asks the shared bucket once for many requests, and not at all while it is empty', async () => {
    const clock = new FakeClock();
    const memory = new MemoryBucketStore({ clock });
    let calls = 0;
    const counting: BucketStore = {
      name: 'counting',
      take: (bucket, want) => {
        calls += 1;
        return memory.take(bucket, want);
      },
      debit: (bucket, units) => memory.debit(bucket, units),
      ping: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
    const shared = new SharedLimits({ store: counting, clock, observer: unobserved, deadlineMs: 1_000 });
    const limit = new RequestLimit({
      name: 'key',
      rate: { capacity: 2_000, perSecond: 2_000 },
      clock,
      shared,
    });
    const admitted = await flood({ clock, limits: [limit] }, { times: 20_000, gapMs: 0.05 });
    expect(admitted).toBeGreaterThan(3_900);
    // One second at 20,000 a second: about a hundred fetches of twenty, with as many again to find it empty.
    expect(calls).toBeLessThan(400);
  });
});

describe('a limit whose shared bucket is away', () => {
  const dead: BucketStore = {
    name: 'dead',
    take: () => Promise.reject(new Error('gone')),
    debit: () => Promise.reject(new Error('gone')),
    ping: () => Promise.reject(new Error('gone')),
    [Symbol.asyncDispose]: async () => undefined,
  };

  test('still holds, for each replica by itself', async () => {
    const setup = replicas(1, { capacity: 10, perSecond: 100 }, dead);
    const admitted = await flood(setup, { times: 5_000, gapMs: 1 });
    expect(admitted).toBeGreaterThanOrEqual(500);
    expect(admitted).toBeLessThanOrEqual(510);
  });

  test('goes on from where the shared bucket was, not from a full one', async () => {
    const clock = new FakeClock();
    const memory = new MemoryBucketStore({ clock });
    let away = false;
    const store: BucketStore = {
      ...dead,
      take: (bucket, want) => (away ? dead.take(bucket, want) : memory.take(bucket, want)),
    };
    const shared = new SharedLimits({ store, clock, observer: unobserved, deadlineMs: 1_000 });
    const limit = new RequestLimit({ name: 'key', rate: { capacity: 100, perSecond: 0.001 }, clock, shared });
    const before = await flood({ clock, limits: [limit] }, { times: 60, gapMs: 1 });
    away = true;
    const after = await flood({ clock, limits: [limit] }, { times: 100, gapMs: 1 });
    expect(before).toBe(60);
    expect(after).toBe(40);
  });
});

describe('what a limit says', () => {
  test('lets five of six through at once, names the wait, and keeps it', async () => {
    const clock = new FakeClock();
    const limit = new RequestLimit({
      name: 'key',
      rate: { capacity: 5, perSecond: 5 },
      clock,
      shared: undefined,
    });
    const verdicts = await Promise.all(Array.from({ length: 6 }, async () => await limit.take()));
    expect(verdicts.map(({ admitted }) => admitted)).toEqual([true, true, true, true, true, false]);
    expect(verdicts.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
    expect(verdicts[5]?.retryMs).toBeCloseTo(200);
    clock.advance(verdicts[5]?.retryMs ?? 0);
    expect((await limit.take()).admitted).toBe(true);
  });

  test.each([undefined, 'shared'])(
    'blocks for ever at nothing a second and nothing at once (%s)',
    async (kind) => {
      const rate = { capacity: 0, perSecond: 0 };
      const { clock, limits } = replicas(1, rate);
      const alone = new RequestLimit({ name: 'key', rate, clock, shared: undefined });
      const limit = kind === undefined ? alone : (limits[0] ?? alone);
      const first = await limit.take();
      clock.advance(1e9);
      const later = await limit.take();
      expect([first.admitted, later.admitted, later.retryMs]).toEqual([
        false,
        false,
        Number.POSITIVE_INFINITY,
      ]);
    },
  );

  test('a burst goes through at once also where it is fetched from a shared bucket', async () => {
    const { limits } = replicas(1, { capacity: 300, perSecond: 10 });
    const verdicts = await Promise.all(Array.from({ length: 500 }, async () => await limits[0]?.take()));
    expect(verdicts.filter((verdict) => verdict?.admitted)).toHaveLength(300);
  });
});
