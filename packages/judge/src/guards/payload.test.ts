import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('what is given to work on', () => {
  test.each([
    ['What is (2 + 5) * 6?', 'What is 2 + 5 * 6?'],
    ['Is the following sentence correct? He walk home.', 'Is the following sentence correct? He walks home.'],
    ['Fix the grammar: They was late.', 'Fix the grammar: They were late.'],
    ['Turn this into the past: She has left.', 'Turn this into the past: She had left.'],
    ['Summarise these notes: Rents rose, wages fell.', 'Summarise these notes: Rents fell, wages rose.'],
    ['Which rows match a = 1 AND b = 2 OR c = 3?', 'Which rows match a = 1 AND (b = 2 OR c = 3)?'],
    ['Rephrase: she must have left', 'Rephrase: she must leave'],
    ['Rewrite in the possessive: the hat of the child', 'Rewrite in the possessive: the hat of the children'],
    ['Validate this: {"a": 1}', 'Validate this: {"a": 2}'],
  ])('%s / %s', (one, other) => expectVeto('payload', one, other));

  test.each([
    ['What is (2 + 5) * 6?', 'Tell me: what is (2 + 5) * 6?'],
    ['Fix the grammar: They was late.', 'Please fix the grammar: They was late!'],
    ['Summarise these notes: Rents rose.', 'Could you summarise these notes: Rents rose. Thanks'],
    ['How do I sort a list (and reverse it) in Go?', 'How do I sort a list and reverse it in Go?'],
    ['How do I fix the grammar in Word?', 'How can I fix the grammar in Word?'],
  ])('may be asked for in two ways: %s / %s', expectServed);
});
