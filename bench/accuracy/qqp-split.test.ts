import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pairsOf, readQuestionPairs } from './qqp-split.ts';

function questionsOf(rows: readonly string[]) {
  const path = join(mkdtempSync(join(tmpdir(), 'pairs-')), 'pairs.tsv.gz');
  writeFileSync(path, gzipSync(`${rows.join('\n')}\n`));
  return readQuestionPairs(path);
}

const chains = Array.from({ length: 200 }, (_, index) => [
  `1\tq${index} a\tq${index} b`,
  `1\tq${index} b\tq${index} c`,
  `0\tq${index} c\tother ${index}`,
  `0\tOTHER ${index}?\tlast ${index}`,
]).flat();

test('pairs labelled the same are closed into classes', () => {
  const { classOf } = questionsOf(['1\ta\tb', '1\tb\tc', '0\tc\td']);
  expect(classOf[0]).toBe(classOf[2]);
  expect(classOf[0]).not.toBe(classOf[3]);
});

test('classes are apart where a pair of theirs is labelled so, and of others the labels say nothing', () => {
  const { classOf, labelledApart } = questionsOf(['1\ta\tb', '1\tb\tc', '0\tc\td', '1\te\tf', '0\ta\tc']);
  const [a, d, e] = [0, 3, 4].map((at) => classOf[at] ?? -1) as [number, number, number];
  expect([labelledApart(a, d), labelledApart(d, a)]).toEqual([true, true]);
  expect([labelledApart(a, e), labelledApart(d, e), labelledApart(a, a)]).toEqual([false, false, false]);
});

test('what hangs together by any label or by a near-copy lies in one part', () => {
  const { texts, partOf } = questionsOf(chains);
  for (let index = 0; index < 200; index += 1) {
    const parts = new Set(
      texts.flatMap((text, at) => (text.match(/\d+/u)?.[0] === String(index) ? [partOf[at]] : [])),
    );
    expect(parts.size).toBe(1);
  }
});

test('about a fifth is held out, and pairs of both parts are all pairs', () => {
  const questions = questionsOf(chains);
  const heldOut = pairsOf(questions, 'held-out').length;
  expect(heldOut / questions.pairs.length).toBeGreaterThan(0.1);
  expect(heldOut / questions.pairs.length).toBeLessThan(0.3);
  expect(heldOut + pairsOf(questions, 'fit').length).toBe(questions.pairs.length);
});

test('the parts do not depend on the order of the file', () => {
  const forth = questionsOf(chains);
  const back = questionsOf(chains.toReversed());
  const partOf = (questions: typeof forth) =>
    new Map(questions.texts.map((text, at) => [text, questions.partOf[at]]));
  expect(partOf(back)).toEqual(partOf(forth));
});
