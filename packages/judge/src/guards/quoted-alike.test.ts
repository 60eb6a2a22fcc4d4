import { describe, expect, test } from 'vitest';
import { isServed, objectionsTo } from '../test-judge.ts';

describe('quotations', () => {
  test.each([
    [
      'Does “AS IS” in a licence exclude every warranty?',
      'Does "as is" in a licence exclude every warranty?',
    ],
    ['"En passant" in chess: what does it mean?', 'What is "en passant" in chess?'],
    ['who said: "I think, therefore I am"?', 'Who said "I think therefore I am"'],
    ['What does "to bite the bullet" mean?', 'What\'s the meaning of the idiom "bite the bullet"?'],
    ["Is 'set-up' or 'setup' the noun?", "Is 'setup' or 'set-up' the noun?"],
    ['"Let\'s eat, grandma" - why is the comma needed?', "why is the comma needed in 'Let's eat, Grandma'"],
    ["Fix the grammar: 'Me and him was late'", 'Fix the grammar: “Me and him was late”'],
    [
      'Fix the grammar: "Me and him goes to school."',
      'Can you fix the grammar in "Me and him goes to school."?',
    ],
    [
      'Rewrite this mail so it sounds less angry: "You are late again."',
      'Please rewrite this mail so it sounds less angry: "You are late again." Many thanks in advance.',
    ],
    [
      'Convert this recipe to metric: 2 cups of sugar, 1 stick of butter',
      "Hello, hope you're well. Convert this recipe to metric: 2 cups of sugar, 1 stick of butter. Thanks in advance!",
    ],
  ])('may be set otherwise: %s / %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['who said: "I think, therefore I am"?', 'Who said "I am therefore I think"'],
    ['"Let\'s eat, grandma" - is it right?', "is 'Let's eat grandma' right with a comma"],
    ["What does 'turkey' cost?", "What does 'Turkey' cost?"],
    ['How does grep "Foo Bar" behave?', 'How does grep "foo bar" behave?'],
    ['Rename the label "Patient" to "Client".', 'Rename the label "Client" to "Patient".'],
    ['Why is "New York" bigger than "new york"?', 'Why is "new york" bigger than "New York"?'],
    ['How do I say "stop, don\'t shoot" in Thai?', 'How do I say "stop don\'t, shoot" in Thai?'],
    ['Replace "foo", "bar" in a file', 'Replace "bar", "foo" in a file'],
    ["Does 'set-up' come before 'setup'?", "Does 'setup' come before 'set-up'?"],
    ['explain "to affect" in a sentence', 'explain "to effect" in a sentence'],
  ])('and are others: %s / %s', (a, b) => expect(objectionsTo(a, b)).toContain('quote'));

  test.each([
    ["Fix the grammar: 'Me and him was late'", "Fix the grammar: 'Me and Him was late'"],
    ['Fix the grammar: "Me and him goes there."', 'Can you fix the grammar in "Me and him go there."?'],
    ['Translate into French: I got it.', 'Translate into French: I got it. Many thanks in advance!'],
    [
      'Make this mail less angry: "You are late again."',
      'Make this mail less angry: "You are late again. Many thanks in advance."',
    ],
  ])('that are worked on are their words: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
