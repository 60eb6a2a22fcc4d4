import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { LightCounter, LightHistogram } from './light-metrics.ts';

const COUNTER = { name: 'answers_total', help: 'Answers.', labelNames: ['tier', 'outcome'] } as const;
const HISTOGRAM = {
  name: 'time_seconds',
  help: 'Time.',
  labelNames: ['tier'] as const,
  buckets: [0.1, 1, 10],
};

test('a counter reads as one of prom-client does', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const light = new LightCounter(ours, COUNTER);
  const heavy = new Counter({ ...COUNTER, registers: [theirs] });
  for (const counter of [light, heavy]) {
    counter.inc({ tier: 'exact', outcome: 'hit' });
    counter.inc({ tier: 'exact', outcome: 'miss' }, 2.5);
    counter.inc({ tier: 'exact', outcome: 'hit' });
    counter.inc({ tier: 'none', outcome: 'a "quoted"\\\n name' });
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
});

test('a histogram reads as one of prom-client does', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const light = new LightHistogram(ours, HISTOGRAM);
  const heavy = new Histogram({ ...HISTOGRAM, registers: [theirs] });
  for (const histogram of [light, heavy]) {
    for (const value of [0, 0.1, 0.100001, 1, 10, 11]) histogram.observe({ tier: 'exact' }, value);
    histogram.observe({ tier: 'semantic' }, 5);
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
});

test('without labels there is a zero from the start', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const counter = { ...COUNTER, labelNames: [] };
  const histogram = { ...HISTOGRAM, labelNames: [] };
  const light = [new LightCounter(ours, counter), new LightHistogram(ours, histogram)];
  const registers = [theirs];
  const heavy = [new Counter({ ...counter, registers }), new Histogram({ ...histogram, registers })];
  expect(light).toHaveLength(heavy.length);
  expect(await ours.metrics()).toBe(await theirs.metrics());
});
