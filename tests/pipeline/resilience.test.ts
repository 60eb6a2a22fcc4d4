import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { faulty, type FaultSwitch } from '@strata/contracts/faulty';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { settle } from '@strata/contracts/deferred';
import type { Answer, SemanticTier } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Pipeline } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

type Dependencies = Record<'exact' | 'embedder' | 'vectors', FaultSwitch>;

function brittle(): { pipeline: Pipeline; faults: Dependencies } {
  const faults: Dependencies = {
    exact: { fault: undefined, calls: 0 },
    embedder: { fault: undefined, calls: 0 },
    vectors: { fault: undefined, calls: 0 },
  };
  const pipeline = new Pipeline({
    withoutMemory: true,
    store: (clock) =>
      faulty(new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 }), faults.exact),
    semantic: (parts) =>
      semanticTierOf(parts, {
        embedder: faulty(new FakeEmbedder(), faults.embedder),
        vectors: faulty(new MemoryVectorStore(), faults.vectors),
      }),
  });
  return { pipeline, faults };
}

/** Waits for an answer while time passes, as deadlines need it to. */
async function whileTimePasses(pipeline: Pipeline, answer: Promise<Answer>): Promise<Answer> {
  let done = false;
  const settled = answer.finally(() => {
    done = true;
  });
  for (let step = 0; step < 400; step += 1) {
    // oxlint-disable-next-line no-await-in-loop -- time goes on in steps
    await settle();
    if (done) break;
    pipeline.clock.advance(50);
  }
  return settled;
}

const DEPENDENCIES = ['exact', 'embedder', 'vectors'] as const;
const STEP = { exact: 'exact', embedder: 'embed', vectors: 'search' } as const;

describe.each(DEPENDENCIES)('with %s failing', (name) => {
  test('a request is still answered, at once when it is down', async () => {
    const { pipeline, faults } = brittle();
    faults[name].fault = 'down';
    expect((await pipeline.ask('What is the capital of France?')).outcome).toBe('miss');
    await pipeline.cache.drain();
    expect(pipeline.count('dependency-call', { result: 'error' })).toBeGreaterThan(0);
  });

  test('a request is still answered when it hangs, no later than its deadline', async () => {
    const { pipeline, faults } = brittle();
    faults[name].fault = 'hung';
    const startedAt = pipeline.clock.elapsed();
    const answer = await whileTimePasses(pipeline, pipeline.ask('What is the capital of France?'));
    expect(answer.outcome).toBe('miss');
    const waitedMs = pipeline.clock.elapsed() - startedAt;
    expect(waitedMs).toBeLessThanOrEqual(500);
    expect(answer.report.timings[STEP[name]]).toBe(waitedMs);
    expect(pipeline.count('dependency-call', { result: 'timeout' })).toBe(1);
  });

  test('it is left alone after five failures in a row, and taken back when a probe finds it well', async () => {
    const { pipeline, faults } = brittle();
    faults[name].fault = 'down';
    for (let number = 0; number < 6; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await pipeline.ask(`What is the number ${number}?`);
      // oxlint-disable-next-line no-await-in-loop -- its write-back too
      await pipeline.cache.drain();
    }
    expect(pipeline.count('breaker', { open: true })).toBe(1);
    const calls = faults[name].calls;
    await pipeline.ask('Is anybody there now?');
    await pipeline.cache.drain();
    expect(faults[name].calls).toBe(calls);

    faults[name].fault = undefined;
    pipeline.clock.advance(500);
    await settle();
    expect(pipeline.count('breaker', { open: false })).toBe(1);
    await pipeline.ask('Is anybody there again?');
    await pipeline.cache.drain();
    expect((await pipeline.ask('Is anybody there again?')).outcome).toBe('exact-hit');
  });

  test('a probe that fails or hangs leaves it alone and tries again later', async () => {
    const { pipeline, faults } = brittle();
    faults[name].fault = 'down';
    for (let number = 0; number < 6; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await pipeline.ask(`What is the number ${number}?`);
      // oxlint-disable-next-line no-await-in-loop -- its write-back too
      await pipeline.cache.drain();
    }
    faults[name].fault = 'hung';
    for (let step = 0; step < 100; step += 1) {
      pipeline.clock.advance(100);
      // oxlint-disable-next-line no-await-in-loop -- time goes on in steps
      await settle();
    }
    expect(pipeline.count('breaker', { open: false })).toBe(0);
    faults[name].fault = undefined;
    for (let step = 0; step < 100; step += 1) {
      pipeline.clock.advance(100);
      // oxlint-disable-next-line no-await-in-loop -- time goes on in steps
      await settle();
    }
    expect(pipeline.count('breaker', { open: false })).toBe(1);
  });
});

test('a dependency that is well when asked and fails again under load gets more rest each time', async () => {
  const { pipeline, faults } = brittle();
  const rests: number[] = [];
  for (let relapse = 0; relapse < 3; relapse += 1) {
    faults.embedder.fault = 'down';
    for (let number = 0; number < 5; number += 1) {
      // oxlint-disable no-await-in-loop -- one after the other
      await pipeline.ask(`What is the number ${number} of ${relapse}?`);
      await pipeline.cache.drain();
      // oxlint-enable no-await-in-loop
    }
    faults.embedder.fault = undefined;
    const openedAt = pipeline.clock.elapsed();
    while (pipeline.count('breaker', { open: false }) <= relapse) {
      pipeline.clock.advance(100);
      // oxlint-disable-next-line no-await-in-loop -- time goes on in steps
      await settle();
    }
    rests.push(pipeline.clock.elapsed() - openedAt);
  }
  expect(rests).toEqual([500, 1_000, 2_000]);
});

test('a clear is not kept from a vector store that requests are: it may be what mends it', async () => {
  const control: FaultSwitch = { fault: 'down', calls: 0 };
  const vectors = new MemoryVectorStore();
  let tier: SemanticTier | undefined;
  const pipeline = new Pipeline({
    semantic: (parts) => (tier = semanticTierOf(parts, { vectors: faulty(vectors, control) })),
  });
  for (let number = 0; number < 6; number += 1) {
    // oxlint-disable no-await-in-loop -- one after the other
    await pipeline.ask(`What is the number ${number}?`);
    await pipeline.cache.drain();
    // oxlint-enable no-await-in-loop
  }
  expect(pipeline.count('breaker', { open: true })).toBe(1);
  await expect(tier?.clear()).rejects.toThrow('The dependency is down.');
  control.fault = undefined;
  await tier?.clear();
  expect(pipeline.count('dependency-call', { operation: 'clear', result: 'ok' })).toBe(1);
});

describe('of a store', () => {
  function partly(method: 'get' | 'set', fault: 'down' | 'hung'): Pipeline {
    const control: FaultSwitch = { fault, calls: 0 };
    return new Pipeline({
      withoutMemory: true,
      store: (clock) => {
        const store = new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
        const broken = faulty(store, control);
        return new Proxy(store, {
          get(target, name): unknown {
            const from = name === method ? broken : target;
            const value: unknown = Reflect.get(from, name, from);
            return typeof value === 'function' ? value.bind(from) : value;
          },
        });
      },
    });
  }

  test('reads that come too late open the breaker, though every write in its longer time succeeds', async () => {
    const pipeline = partly('get', 'hung');
    for (let number = 0; number < 6; number += 1) {
      // oxlint-disable no-await-in-loop -- one after the other
      await whileTimePasses(pipeline, pipeline.ask(`What is the number ${number}?`));
      await pipeline.cache.drain();
      // oxlint-enable no-await-in-loop
    }
    expect(pipeline.count('dependency-call', { operation: 'set', result: 'ok' })).toBeGreaterThanOrEqual(4);
    expect(pipeline.count('dependency-call', { operation: 'get', result: 'timeout' })).toBe(5);
    expect(pipeline.count('breaker', { open: true })).toBe(1);
  });

  test('writes that are refused keep nobody from reading', async () => {
    const pipeline = partly('set', 'down');
    await Promise.all(
      Array.from({ length: 12 }, (_, number) => pipeline.ask(`What is the number ${number}?`)),
    );
    await pipeline.cache.drain();
    expect(pipeline.count('write', { tier: 'exact', result: 'failed' })).toBe(12);
    expect(pipeline.count('breaker')).toBe(0);
    expect(pipeline.exact.available).toBe(true);
  });
});

describe('with the exact store down', () => {
  test('the semantic tier still answers', async () => {
    const { pipeline, faults } = brittle();
    await pipeline.ask('What is the capital of France?');
    await pipeline.cache.drain();
    faults.exact.fault = 'down';
    expect((await pipeline.ask('What is the capital of France?')).outcome).toBe('semantic-hit');
  });

  test('a write that fails is a mark in the metrics, nothing more', async () => {
    const { pipeline, faults } = brittle();
    faults.exact.fault = 'down';
    await pipeline.ask('What is the capital of France?');
    await pipeline.cache.drain();
    expect(pipeline.count('write', { tier: 'exact', result: 'failed' })).toBe(1);
    expect(pipeline.count('write', { tier: 'semantic', result: 'ok' })).toBe(1);
  });
});

test('a caller that leaves is not held against the dependency', async () => {
  const { pipeline, faults } = brittle();
  faults.exact.fault = 'hung';
  for (let number = 0; number < 10; number += 1) {
    const client = new AbortController();
    const answer = pipeline.ask(`What is the number ${number}?`, { signal: client.signal });
    client.abort(new Error('hung up'));
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(answer).rejects.toThrow('hung up');
  }
  expect(pipeline.count('breaker')).toBe(0);
  expect(pipeline.count('dependency-call', { result: 'cancelled' })).toBe(10);
});
