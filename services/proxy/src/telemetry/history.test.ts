import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import { silentLogger } from '@strata/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { History } from './history.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the history', () => {
  let folder: string;
  let path: string;
  let clock: FakeClock;
  let counters: Map<string, number>;
  let gauges: Map<string, number>;
  let warnings: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-history-'));
    path = join(folder, 'data', 'history.sqlite');
    clock = new FakeClock();
    counters = new Map();
    gauges = new Map();
    warnings = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (at = path): History =>
    new History({
      path: at,
      read: () => Promise.resolve({ counters: new Map(counters), gauges: new Map(gauges) }),
      refresh: () => Promise.resolve(),
      clock,
      logger: { ...silentLogger, warn: (message: string) => void warnings.push(message) },
    });
  const lastHour = (): { since: number; stepMs: undefined } => ({
    since: clock.now() - HOUR,
    stepMs: undefined,
  });

  it('tells for each ten seconds what was counted in them', async () => {
    await using history = open();
    counters.set('requests:miss', 3);
    await history.view(lastHour());
    clock.advance(10_000);
    await history.view(lastHour());
    counters.set('requests:miss', 5).set('requests:exact-hit', 4);
    clock.advance(10_000);
    const view = await history.view(lastHour());
    expect(view.step_ms).toBe(10_000);
    expect(view.at).toEqual([0, 1, 2].map((step) => clock.now() - 20_000 + step * 10_000));
    expect(view.requests).toEqual({ 'exact-hit': [0, 0, 4], miss: [3, 0, 2] });
  });

  it('goes on after a restart where it ended, with a gap for the time between', async () => {
    {
      await using first = open();
      counters.set('requests:miss', 7);
      await first.view(lastHour());
      counters.set('requests:miss', 9);
      // What was counted since the last sample is written when it ends.
    }
    clock.advance(30_000);
    counters = new Map([['requests:miss', 1]]);
    await using second = open();
    const { requests } = await second.view(lastHour());
    expect(requests['miss']).toEqual([9, null, null, 1]);
  });

  it('keeps minutes and hours when the ten seconds are gone, and neither forgets nor doubles a request', async () => {
    await using history = open();
    for (let minute = 0; minute < 60 * 30; minute += 10) {
      counters.set('requests:miss', minute + 10);
      // oxlint-disable-next-line no-await-in-loop -- time goes on between
      await history.view(lastHour());
      clock.advance(600_000);
    }
    const sum = (values: readonly (number | null)[] = []): number =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0);
    const finest = await history.view({ since: clock.now() - HOUR, stepMs: undefined });
    const minutes = await history.view({ since: clock.now() - 40 * HOUR, stepMs: undefined });
    const hours = await history.view({ since: clock.now() - 80 * DAY, stepMs: undefined });
    expect([finest.step_ms, minutes.step_ms, hours.step_ms]).toEqual([10_000, 180_000, 7_200_000]);
    expect([finest, minutes, hours].map(({ requests }) => sum(requests['miss']))).toEqual([60, 1_800, 1_800]);
    expect(minutes.at.length).toBeLessThanOrEqual(1_001);
  });

  it('tells of all that is kept where it is asked since the beginning of time', async () => {
    await using history = open();
    for (let day = 0; day < 3; day += 1) {
      counters.set('requests:miss', day + 1);
      // oxlint-disable-next-line no-await-in-loop -- time goes on between
      await history.view(lastHour());
      clock.advance(DAY);
    }
    const all = await history.view({ since: 0, stepMs: undefined });
    expect(all).toEqual(await history.view({ since: clock.now() - 90 * DAY, stepMs: undefined }));
    expect(all.at.length).toBeGreaterThan(24);
  });

  it('gives back steps as long as asked for, of whole kept ones', async () => {
    await using history = open();
    for (let step = 0; step < 12; step += 1) {
      counters.set('requests:miss', step + 1);
      // oxlint-disable-next-line no-await-in-loop -- time goes on between
      await history.view(lastHour());
      clock.advance(10_000);
    }
    const { step_ms: stepMs, requests } = await history.view({ since: clock.now() - HOUR, stepMs: 25_000 });
    expect(stepMs).toBe(30_000);
    expect(requests['miss']).toEqual([3, 3, 3, 3, 0]);
  });

  it('estimates quantiles from what fell into the buckets of each step', async () => {
    await using history = open();
    counters.set('duration:exact:0.001', 50).set('duration:exact:0.005', 50);
    await history.view(lastHour());
    clock.advance(10_000);
    const { latency_ms: latency } = await history.view(lastHour());
    expect(latency['exact']).toEqual({
      p50: [1, null],
      p95: [4.75, null],
      p99: [4.95, null],
      count: [100, 0],
    });
  });

  it('shows gauges as last seen, and candidates by similarity for the whole span', async () => {
    await using history = open();
    gauges.set('entries:exact', 4).set('threshold', 0.88).set('breaker:vectors', 1);
    counters.set('similarity:accepted:0.99', 2).set('similarity:vetoed:0.84', 3);
    await history.view(lastHour());
    gauges.set('entries:exact', 6);
    const { entries, threshold, breakers, similarity } = await history.view(lastHour());
    expect(entries).toEqual({ exact: [6] });
    expect(threshold).toEqual([0.88]);
    expect(breakers).toEqual({ vectors: [1] });
    expect(similarity.accepted[similarity.bounds.indexOf(0.99)]).toBe(2);
    expect(similarity.vetoed[similarity.bounds.indexOf(0.84)]).toBe(3);
  });

  it('says once that its disk cannot be written, and loses nothing when it can again', async () => {
    // A file stands where the folder should be.
    await writeFile(join(folder, 'data'), '');
    await using history = open();
    counters.set('requests:miss', 2);
    expect((await history.view(lastHour())).requests).toEqual({});
    clock.advance(10_000);
    counters.set('requests:miss', 5);
    await history.view(lastHour());
    expect(warnings).toHaveLength(1);

    await rm(join(folder, 'data'));
    expect((await history.view(lastHour())).requests).toEqual({ miss: [5] });
    expect(warnings).toHaveLength(1);
  });

  it('sets a damaged file aside, says so and begins anew', async () => {
    const damaged = join(folder, 'damaged.sqlite');
    await writeFile(damaged, 'not a database, but long enough to be taken for one '.repeat(200));
    await using history = open(damaged);
    counters.set('requests:miss', 2);
    expect((await history.view(lastHour())).requests).toEqual({ miss: [2] });
    expect(warnings).toEqual([expect.stringContaining(`it is now ${damaged}.corrupt`)]);
  });

  it('samples by itself every ten seconds, and not after it has ended', async () => {
    const history = open();
    counters.set('requests:miss', 2);
    clock.advance(10_000);
    await history[Symbol.asyncDispose]();
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect(clock.pending).toBe(0);
  });
});
