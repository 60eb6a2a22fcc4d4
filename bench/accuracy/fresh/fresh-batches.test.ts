import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { normaliseQuestion } from '../qqp-split.ts';
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

/** Whose rates are the estimate: nothing was fitted on them or chosen by them. */
const UNSEEN: ReadonlySet<string> = new Set(range(69, 92).map((number) => `batch-${number}`));
const TRIPLES = join(folder, '../../../scripts/cross-encoder/triples');

test('no pair of the estimate stands among what the cross-encoder was fitted on, as two writers may hit on the same', () => {
  const fitted = new Set<string>();
  for (const name of readdirSync(TRIPLES)) {
    for (const line of readFileSync(join(TRIPLES, name), 'utf8').trimEnd().split('\n')) {
      const [, anchor = '', same = '', other = ''] = line.split('\t');
      fitted.add(pairName(anchor, same)).add(pairName(anchor, other)).add(pairName(same, other));
    }
  }
  const batches = readFreshBatches(folder);
  for (const [name, pairs] of batches) {
    if (!UNSEEN.has(name)) for (const { a, b } of pairs) fitted.add(pairName(a, b));
  }
  for (const name of UNSEEN) {
    const pairs = batches.get(name) ?? [];
    expect(pairs.length, name).toBeGreaterThan(600);
    // Counted, not shown: they stay unread.
    expect(pairs.filter(({ a, b }) => fitted.has(pairName(a, b))).length, name).toBe(0);
  }
});

function pairName(a: string, b: string): string {
  return [a, b].map(normaliseQuestion).toSorted().join('\t');
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
