import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('signs that one reads as punctuation', () => {
  test.each([
    ['What does : mean in Python?', 'What does ; mean in Python?'],
    ['Meaning of ;) in a text', 'Meaning of :) in a text'],
    ['What does int *p mean in C?', 'What does int p mean in C?'],
    ['What does *args mean in Python?', 'What does **args mean in Python?'],
    ['What does print(7//2) output?', 'What does print(7/2) output?'],
    ['What does print(2**3) give in Python?', 'What does print(2*3) give in Python?'],
    ['What does _ mean in Python?', 'What does __ mean in Python?'],
    ['What does -- mean in SQL?', 'What does - mean in SQL?'],
    ['What does cd - do?', 'What does cd do?'],
    ['What does the regex (a|b) match?', 'What does the regex [a|b] match?'],
    ['Is 3 in [1, 3)?', 'Is 3 in [1, 3]?'],
    ['What does git diff A..B do?', 'What does git diff A...B do?'],
    ['What does print("a") do?', 'What does print(a) do?'],
    ["Is '5' == 5 true in JS?", 'Is 5 == 5 true in JS?'],
    ["What's the type of (1) in Python?", "What's the type of (1,) in Python?"],
    ["Rust: what's the ? at the end of a call for", "Rust: what's the ! at the end of a call for"],
    ['Ruby method names ending in ? convention', 'Ruby method names ending in ! convention'],
    ['What is 5!?', 'What is 5!!?'],
  ])('are content: %s / %s', (a, b) => {
    expectVeto('symbol', a, b);
  });

  test.each([
    ['What is **photosynthesis**?', 'What is photosynthesis?'],
    ['My cat is sick... what do I do?', 'My cat is sick, what do I do?'],
    ['My cat is sick -- what do I do?', 'My cat is sick, what do I do?'],
    ['What is the capital of France :)', 'What is the capital of France?'],
    ['Hello ! What is the capital of France ?', 'Hello! What is the capital of France?'],
    ['What is 2 + 2?', 'What is 2 plus 2?'],
    ['What is x²+1?', 'What is x^2 + 1?'],
    ['What does "?" mean in Rust?', 'What does ? mean in Rust?'],
    ['Difference between = and == in Python', 'Difference between == and = in Python'],
    ['- What is a cow?', 'What is a cow?'],
  ])('set a text or are said: %s / %s', expectServed);
});
