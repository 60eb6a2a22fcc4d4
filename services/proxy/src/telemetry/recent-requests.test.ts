import { FakeClock } from '@strata/contracts/fake-clock';
import { expect, test } from 'vitest';
import { shippedPrices } from '../providers/model-prices.ts';
import { NearMisses } from './near-misses.ts';
import { RecentRequests } from './recent-requests.ts';
import type { RequestEvent } from './request-event.ts';

const prices = shippedPrices();

const EVENT: RequestEvent = {
  outcome: 'semantic-hit',
  tier: 'semantic',
  status: 200,
  path: '/chat/completions',
  provider: undefined,
  keyName: undefined,
  requestId: 'request-1',
  failure: undefined,
  model: 'gpt-4o-mini',
  stream: false,
  usage: { promptTokens: 1_000_000, completionTokens: 0 },
  pays: false,
  durationMs: 12,
  firstByteMs: 11,
  entryAgeMs: 5_000,
  entry: 'an entry',
  similarity: 0.97,
  detail: undefined,
  question: undefined,
};

test('tells of the latest requests, the newest first, and of what came after a number', () => {
  const clock = new FakeClock();
  const recent = new RecentRequests({ clock, prices });
  for (const requestId of ['a', 'b', 'c']) recent.requestEnded({ ...EVENT, requestId });
  expect(recent.after(0, 100).requests.map(({ request_id: id }) => id)).toEqual(['c', 'b', 'a']);
  const [c = 0, b = 0] = recent.after(0, 100).requests.map(({ seq }) => seq);
  expect(recent.after(b, 100)).toEqual({
    last: c,
    requests: [
      expect.objectContaining({
        seq: b + 1,
        at: clock.now(),
        request_id: 'c',
        similarity: 0.97,
        cost_usd: 0.15,
      }),
    ],
  });
  expect(recent.after(c, 100)).toEqual({ last: c, requests: [] });
});

test('holds no more than it may, and says so by the numbers', () => {
  const recent = new RecentRequests({ clock: new FakeClock(), prices });
  const start = recent.after(0, 1).last;
  for (let count = 0; count < 2_000; count += 1) recent.requestEnded(EVENT);
  const { last, requests } = recent.after(0, 10_000);
  expect(last - start).toBe(2_000);
  expect(requests.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, index) => last - index));
});

test('shows no more of a model’s name than anybody reads', () => {
  const recent = new RecentRequests({ clock: new FakeClock(), prices });
  recent.requestEnded({ ...EVENT, model: 'm'.repeat(15_000_000) });
  expect(recent.after(0, 100).requests[0]?.model).toBe('m'.repeat(100));
});

test.each([
  ['', 1_000],
  [', also where the clock was set back for it', -3_600_000],
])('takes a number from before a restart for none, however much was asked since%s', (_when, ms) => {
  const clock = new FakeClock();
  const before = new RecentRequests({ clock, prices });
  for (let count = 0; count < 3; count += 1) before.requestEnded(EVENT);
  const { last } = before.after(0, 100);
  clock.setWall(ms);
  const recent = new RecentRequests({ clock, prices });
  for (let count = 0; count < 5; count += 1) recent.requestEnded(EVENT);
  expect(recent.after(last, 100).requests).toHaveLength(5);
});

test('a near miss is the nearest candidate that was stopped, or one that only a guard could stop', () => {
  const nearMisses = new NearMisses({ clock: new FakeClock() });
  const candidate = { kind: 'candidate', accepted: false, threshold: 0.88, rank: 0, score: 0.8 } as const;
  nearMisses.observe({ ...candidate, entry: 'just below', guard: 'below-threshold' });
  nearMisses.observe({ ...candidate, entry: 'far away', score: 0.5, guard: 'below-threshold' });
  nearMisses.observe({ ...candidate, entry: 'second, below', rank: 1, guard: 'below-threshold' });
  nearMisses.observe({ ...candidate, entry: 'second, guarded', rank: 1, score: 0.95, guard: 'number' });
  nearMisses.observe({ ...candidate, entry: 'answers', accepted: true, score: 0.99, guard: undefined });
  expect(
    nearMisses.after(0, 100).near_misses.map(({ entry, guard, texts }) => [entry, guard, texts]),
  ).toEqual([
    ['second, guarded', 'number', null],
    ['just below', 'below-threshold', null],
  ]);
});
