import { DependencyError } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { expect, it, vi } from 'vitest';

import { EngineLink } from './engine-link.ts';

it('starts a thread that ended again, a second later', async () => {
  const clock = new FakeClock();
  const problems: string[] = [];
  const settings = {
    directory: undefined,
    maxPoints: 10,
    maxBytes: 10_000,
    maxIndexBytes: 10_000,
    exactLimit: 10,
  };
  const link = new EngineLink({ settings, clock, onProblem: (problem) => problems.push(problem) });
  // The thread ends by itself after this, which nobody but `close()` should ask for.
  await link.call('close', undefined);
  await vi.waitUntil(() => problems.length > 0);
  expect(problems).toEqual([expect.stringContaining('thread of the vector index ended')]);
  await expect(link.call('ping', undefined)).rejects.toBeInstanceOf(DependencyError);
  clock.advance(1_000);
  await expect(link.call('ping', undefined)).resolves.toBeUndefined();
  await link.close();
});

it('fails the calls that a dying thread leaves unanswered', async () => {
  const settings = {
    directory: undefined,
    maxPoints: 10,
    maxBytes: 10_000,
    maxIndexBytes: 10_000,
    exactLimit: 10,
  };
  const link = new EngineLink({ settings, clock: new FakeClock(), onProblem: () => undefined });
  const calls = [link.call('close', undefined), link.call('ping', undefined), link.call('stats', undefined)];
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await link.close();
});
