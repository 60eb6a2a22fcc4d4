import { MemoryBucketStore } from '@strata/adapters/limits/memory';
import { FakeClock } from '@strata/contracts/fake-clock';
import { DependencyError, type Sum, type SumStore } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Budget } from './budget.ts';
import { SharedLimits } from './shared-limits.ts';
import { SpendingBook } from './spending-book.ts';
import { TokenLimit } from './token-limit.ts';

const unobserved = { observe: () => undefined };

/** Lets all that waits for nothing but its turn run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class FakeSums implements SumStore {
  readonly name = 'fake';
  readonly sums = new Map<string, number>();
  away = false;
  /** What is sent arrives, and no answer comes back: not in time, or not at all. */
  answers: 'all' | 'late' | 'lost' = 'all';

  async add({ name }: Sum, amount: number): Promise<number> {
    if (this.away) throw new DependencyError('away');
    const total = (this.sums.get(name) ?? 0) + amount;
    this.sums.set(name, total);
    if (this.answers === 'late') return await new Promise(() => undefined);
    if (this.answers === 'lost') throw new DependencyError('lost', { code: 'unknown_outcome' });
    return total;
  }

  async ping(): Promise<void> {
    if (this.away) throw new DependencyError('away');
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function budgetOn(store: SumStore, clock: FakeClock): Budget {
  const book = new SpendingBook({ store, clock, observer: unobserved, deadlineMs: 1_000 });
  return new Budget({ name: 'key', dollars: 10, clock, book });
}

const JANUARY = Date.UTC(2026, 0, 31, 23, 59);

describe('a budget', () => {
  test('is spent at once, whether or not it is booked yet', async () => {
    const budget = budgetOn(new FakeSums(), new FakeClock(JANUARY));
    await budget.ready();
    budget.spend(9.99);
    expect(budget.isSpent).toBe(false);
    budget.spend(0.01);
    expect(budget.isSpent).toBe(true);
  });

  test('begins anew with the month, and says when that is', async () => {
    const [sums, clock] = [new FakeSums(), new FakeClock(JANUARY)];
    const budget = budgetOn(sums, clock);
    await budget.ready();
    budget.spend(11);
    await settled();
    expect(budget.isSpent).toBe(true);
    expect(budget.waitMs()).toBe(60_000);
    clock.advance(60_000);
    await budget.ready();
    expect(budget.isSpent).toBe(false);
    expect([...sums.sums.keys()]).toEqual(['key:budget:2026-01', 'key:budget:2026-02']);
  });

  test('waits for the book the first time only, and hears later of what others spent', async () => {
    const [sums, clock] = [new FakeSums(), new FakeClock(JANUARY - 10 * 86_400_000)];
    const [here, there] = [budgetOn(sums, clock), budgetOn(sums, clock)];
    expect(here.ready()).toBeInstanceOf(Promise);
    await here.ready();
    expect(here.ready()).toBeUndefined();
    there.spend(12);
    await settled();
    clock.advance(5_000);
    expect(here.ready()).toBeUndefined();
    await settled();
    expect(here.isSpent).toBe(true);
  });

  test('keeps what could not be booked, and books it once when it can', async () => {
    const [sums, clock] = [new FakeSums(), new FakeClock(JANUARY - 10 * 86_400_000)];
    const budget = budgetOn(sums, clock);
    await budget.ready();
    sums.away = true;
    budget.spend(4);
    budget.spend(3);
    await settled();
    expect(sums.sums.get('key:budget:2026-01')).toBe(0);
    sums.away = false;
    budget.spend(2);
    await settled();
    expect(sums.sums.get('key:budget:2026-01')).toBe(9);
    budget.spend(1);
    await settled();
    expect(sums.sums.get('key:budget:2026-01')).toBe(10);
    expect(budget.isSpent).toBe(true);
  });

  test.each(['late', 'lost'] as const)('books an amount once whose answer is %s', async (answers) => {
    const [sums, clock] = [new FakeSums(), new FakeClock(JANUARY - 10 * 86_400_000)];
    const budget = budgetOn(sums, clock);
    await budget.ready();
    sums.answers = answers;
    for (const dollars of [1, 2, 3]) {
      budget.spend(dollars);
      clock.advance(1_000);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await settled();
    }
    sums.answers = 'all';
    budget.spend(1);
    await settled();
    expect(sums.sums.get('key:budget:2026-01')).toBe(7);
  });

  test('holds an amount against the key of which the book has not said whether it has it', async () => {
    const [sums, clock] = [new FakeSums(), new FakeClock(JANUARY - 10 * 86_400_000)];
    const budget = budgetOn(sums, clock);
    await budget.ready();
    sums.answers = 'lost';
    budget.spend(10);
    await settled();
    expect(budget.isSpent).toBe(true);
    // It never arrived.
    sums.sums.clear();
    sums.answers = 'all';
    clock.advance(5_000);
    void budget.ready();
    await settled();
    expect(budget.isSpent).toBe(false);
  });

  test('lets requests through on what it knows while the book cannot be read', async () => {
    const sums = new FakeSums();
    sums.away = true;
    const budget = budgetOn(sums, new FakeClock(JANUARY));
    await budget.ready();
    expect(budget.isSpent).toBe(false);
    budget.spend(10);
    expect(budget.isSpent).toBe(true);
  });
});

describe('a limit on tokens', () => {
  test('holds within two per cent over minutes at ten times its rate, on two replicas', async () => {
    const clock = new FakeClock(0);
    const store = new MemoryBucketStore({ clock });
    const replicas = [1, 2].map(() => {
      const shared = new SharedLimits({ store, clock, observer: unobserved, deadlineMs: 1_000 });
      return new TokenLimit({ name: 'key', tokensPerMinute: 60_000, clock, shared });
    });
    let spent = 0;
    // An answer of 500 tokens every 50 ms: 600,000 a minute.
    const minutes = 20;
    for (let turn = 0; turn < minutes * 1_200; turn += 1) {
      clock.advance(50);
      const limit = replicas[turn % 2];
      if (limit === undefined || limit.waitMs() > 0) continue;
      limit.spend(500);
      spent += 500;
      // oxlint-disable-next-line no-await-in-loop -- the shared bucket hears of it
      await settled();
    }
    const allowed = 60_000 * (minutes + 1);
    expect(spent).toBeLessThanOrEqual(allowed * 1.02);
    expect(spent).toBeGreaterThanOrEqual(allowed * 0.98);
  });

  test('lets a single answer overdraw it, and makes up for it in time', () => {
    const clock = new FakeClock(0);
    const limit = new TokenLimit({ name: 'key', tokensPerMinute: 600, clock, shared: undefined });
    limit.spend(1_200);
    expect(limit.remaining).toBe(0);
    expect(limit.waitMs()).toBeCloseTo(60_100);
    clock.advance(60_000);
    expect(limit.waitMs()).toBeGreaterThan(0);
    clock.advance(101);
    expect(limit.waitMs()).toBe(0);
  });
});
