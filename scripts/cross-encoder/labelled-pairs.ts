/** Prints the labelled pairs that may be fitted on, as `label<TAB>a<TAB>b`. Argument: the path of the question pairs. */
import { pairsOf, readQuestionPairs } from '../../bench/accuracy/qqp-split.ts';

const [path = ''] = process.argv.slice(2);
const questions = readQuestionPairs(path);
const rows = pairsOf(questions, 'fit').map(({ same, a, b }) =>
  [same ? 1 : 0, questions.texts[a], questions.texts[b]].join('\t'),
);
process.stdout.write(`${rows.join('\n')}\n`);
