import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { DependencyError } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { Health, type HealthCheck } from './health.ts';

const up = (name: string, detail?: string): HealthCheck => ({ name, check: () => Promise.resolve(detail) });
const down = (name: string, required = false): HealthCheck => ({
  name,
  required,
  check: () => Promise.reject(new Error('connection refused')),
});

function health(...checks: HealthCheck[]) {
  const clock = new FakeClock();
  return { clock, health: new Health({ clock, checks }) };
}

describe('the report', () => {
  it('is healthy when all is up', async () => {
    expect(await health(up('redis'), up('embedder', 'all-MiniLM')).health.report()).toEqual({
      status: 'healthy',
      checks: {
        redis: { status: 'up', tookMs: 0 },
        embedder: { status: 'up', detail: 'all-MiniLM', tookMs: 0 },
      },
    });
  });

  it('is degraded when a part is down that requests can do without', async () => {
    expect(await health(up('redis'), down('qdrant')).health.report()).toMatchObject({
      status: 'degraded',
      checks: { redis: { status: 'up' }, qdrant: { status: 'down', detail: 'connection refused' } },
    });
  });

  it('is unhealthy when a required part is down', async () => {
    expect(await health(up('redis'), down('upstream', true)).health.report()).toMatchObject({
      status: 'unhealthy',
    });
  });

  it('is healthy when there is nothing to check', async () => {
    expect(await health().health.report()).toEqual({ status: 'healthy', checks: {} });
  });

  it('passes on what can be done about it, where the part knows', async () => {
    const check = (): Promise<never> =>
      Promise.reject(new DependencyError('/data is full', { advice: 'Make room.' }));
    expect(await health({ name: 'sqlite', check }).health.report()).toMatchObject({
      checks: { sqlite: { status: 'down', detail: '/data is full', advice: 'Make room.' } },
    });
  });

  it('takes a check that throws at once as down', async () => {
    const check: HealthCheck = {
      name: 'odd',
      check: () => {
        throw new Error('not even a promise');
      },
    };
    expect(await health(check).health.report()).toMatchObject({ checks: { odd: { status: 'down' } } });
  });
});

describe('a check that hangs', () => {
  it('is down after its limit, is told so, and does not hold up the others', async () => {
    let heard: AbortSignal | undefined;
    const hanging: HealthCheck = {
      name: 'hanging',
      check: (signal) => {
        heard = signal;
        return deferred().promise;
      },
    };
    const { clock, health: asked } = health(hanging, up('redis'));
    const report = asked.report();
    await settle();
    clock.advance(1000);
    expect(await report).toMatchObject({
      status: 'degraded',
      checks: {
        hanging: { status: 'down', detail: 'no answer within 1000 ms', tookMs: 1000 },
        redis: { status: 'up' },
      },
    });
    expect(heard?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('callers that ask at the same time', () => {
  it('share one run; a later caller gets a new one', async () => {
    let runs = 0;
    const gate = deferred();
    const counting: HealthCheck = {
      name: 'redis',
      check: () => {
        runs += 1;
        return gate.promise;
      },
    };
    const { health: asked } = health(counting);
    const both = [asked.report(), asked.report()];
    gate.resolve();
    await Promise.all(both);
    expect(runs).toBe(1);
    await asked.report();
    expect(runs).toBe(2);
  });
});
