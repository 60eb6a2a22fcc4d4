/**
 * Prints the questions of `verdicts.tsv` as `label<TAB>a<TAB>b`, 1 where one answer serves both. Arguments: the path of the question pairs,
 * whose texts stay with their owner (the project knows their places in that file alone); and what the pairs are for, `fit` or `choose`.
 */
import { readFileSync } from 'node:fs';
import { readQuestionPairs } from '../../bench/accuracy/qqp-split.ts';

const [path = '', wanted = 'fit'] = process.argv.slice(2);
const { texts, partOf } = readQuestionPairs(path);
const [, ...lines] = readFileSync(new URL('verdicts.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
for (const line of lines) {
  const [one, other, same, use] = line.split('\t');
  const [a, b] = [Number(one), Number(other)];
  if (partOf[a] !== 'fit' || partOf[b] !== 'fit') throw new Error(`held out from fitting: ${line}`);
  if (use === wanted) console.log([same, texts[a], texts[b]].join('\t'));
}
