import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { expect, test } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

test('a breaker that is disposed of while it probes does not probe again', async () => {
  const clock = new FakeClock();
  const probe = deferred();
  const breaker = new CircuitBreaker({
    clock,
    failuresToOpen: 1,
    probeDelayMs: 500,
    maxProbeDelayMs: 5_000,
    probe: () => probe.promise,
    onChange: () => {},
  });
  breaker.failed();
  clock.advance(500);
  breaker.dispose();
  probe.reject(new Error('still away'));
  await settle();
  expect(clock.pending).toBe(0);
});
