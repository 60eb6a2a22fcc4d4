import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, objectionsTo } from '../test-judge.ts';

describe('quotation marks in code', () => {
  test.each([
    ['What does echo "$HOME" print?', "What does echo '$HOME' print?"],
    ["What is the type of 'a' in C?", 'What is the type of "a" in C?'],
    ["What is 'a' + 'b' in Java?", 'What is "a" + "b" in Java?'],
    ['What does SELECT "name" FROM t return?', "What does SELECT 'name' FROM t return?"],
    ['What does typeof "5" return?', 'What does typeof 5 return?'],
    ['What is the value of x after x = "y"?', 'What is the value of x after x = y?'],
  ])('make another thing of it: %s / %s', (a, b) => {
    expectVeto('quote', a, b);
  });

  test.each([
    ['What does print("hello") do in Python?', "What does print('hello') do in Python?"],
    ['What does the idiom "break the ice" mean?', "What does the idiom 'break the ice' mean?"],
    ['How do you say "thank you" in Java?', 'How do you say thank you in Java?'],
  ])('or say nothing: %s / %s', (a, b) => {
    expect(objectionsTo(a, b)).not.toContain('quote');
  });

  test('are the same', () => {
    expectServed('What does echo "$HOME" print?', 'what does echo "$HOME" print');
  });
});
