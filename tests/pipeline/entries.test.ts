import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import type { FakeClock } from '@strata/contracts/fake-clock';
import { EntryAdmin, Feedback } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { Pipeline } from './pipeline.ts';

/** The administration of a pipeline's entries. */
function administered(): { pipeline: Pipeline; admin: EntryAdmin } {
  const store = (clock: FakeClock) => new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 });
  const pipeline = new Pipeline({ store });
  const { clock, observer, exact } = pipeline;
  const feedback = new Feedback({ store: pipeline.store, clock, observer, deadlineMs: 100 });
  const stores = { exact: { tier: exact, store: pipeline.store }, semantic: undefined, feedback, clock };
  return { pipeline, admin: new EntryAdmin(stores) };
}

describe('an import', () => {
  const HEADER = JSON.stringify({ strata: 'export', version: 1 });
  const idOf = (index: number): string => index.toString(16).padStart(64, '0');

  test.each([
    ['no JSON', 'is no JSON object'],
    ['{"strata":"end","entries":7}', 'counts 7 entries'],
  ])('stores what came before a line that cannot be used: %s', async (badLine, problem) => {
    const { pipeline, admin } = administered();
    const entryLine = (index: number): string => {
      const life = { createdAt: pipeline.clock.now(), expiresAt: pipeline.clock.now() + 60_000 };
      return JSON.stringify({
        entry: { fingerprint: idOf(index), model: 'm', ...life },
        tiers: ['exact'],
        body: '{}',
      });
    };
    const indexes = Array.from({ length: 70 }, (_, index) => index);
    const reading = read(admin.transfer.import(linesOf([HEADER, ...indexes.map(entryLine), badLine])));
    await expect(reading).rejects.toThrow(problem);
    const found = await Promise.all(indexes.map((index) => pipeline.store.get(idOf(index))));
    expect(found.filter((bytes) => bytes === undefined)).toEqual([]);
  });
});

async function* linesOf(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* lines;
}

async function read(progress: AsyncIterable<unknown>): Promise<void> {
  for await (const _step of progress);
}
