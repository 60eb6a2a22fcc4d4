import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSuiteHalf } from './suite-file.ts';
import { suiteProblems } from './suite-problems.ts';

const root = join(import.meta.dirname, 'suite');

test('the suite is well formed, large enough, and keeps its sealed half apart', () => {
  expect(suiteProblems(readSuiteHalf(root, 'open'), readSuiteHalf(root, 'sealed'))).toEqual([]);
});

test('a sealed pair that differs in one word from an open one is reported', () => {
  const open = readSuiteHalf(root, 'open');
  const [first] = open;
  if (!first) throw new Error('the open half is empty');
  const copy = { ...first, half: 'sealed' as const, a: `${first.a} please`, where: 'copy' };
  expect(suiteProblems(open, [copy]).filter((problem) => problem.includes('near-copy'))).not.toEqual([]);
});
