import { expect, test } from 'vitest';
import { freshReport, readFreshBatches } from './fresh-batches.ts';

const folder = import.meta.dirname;

test('every batch is well formed and has its first sight', () => {
  const batches = readFreshBatches(folder);
  expect(batches.size).toBeGreaterThanOrEqual(4);
  for (const pairs of batches.values()) {
    expect(pairs.filter(({ a, b }) => a === b || a !== a.trim() || b !== b.trim())).toEqual([]);
  }
  const unjudged = new Map([...batches.keys()].map((name) => [name, []]));
  expect(freshReport(folder, unjudged, 'strata-strict')).toHaveLength(2 * batches.size);
});

test('look-alikes count all, paraphrases only where a plain cache would serve them', () => {
  const pair = { half: 'fresh', family: 'f', a: 'a', b: 'b', where: 'w' } as const;
  const near = { cosine: 0.9, servedBy: new Set(['rule']) };
  const far = { cosine: 0.5, servedBy: new Set(['rule']) };
  const judged = [
    { pair: { ...pair, kind: 'lookalikes' }, ...far },
    { pair: { ...pair, kind: 'paraphrases' }, ...far },
    { pair: { ...pair, kind: 'paraphrases' }, ...near },
  ] as const;
  expect(freshReport(folder, new Map([['batch-1', judged]]), 'rule').map(({ now }) => now)).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('a batch without a first sight is refused: it would only show what was mended', () => {
  expect(() => freshReport(folder, new Map([['batch-0', []]]), 'rule')).toThrow('batch-0');
});
