import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed } from '../test-judge.ts';

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
    ['what is the ... operator in JS', 'what is the operator in JS'],
    ['What does a ... b mean in Ruby?', 'What does a .. b mean in Ruby?'],
    ['What does x? mean in TypeScript?', 'What does x! mean in TypeScript?'],
    ['What does as? mean in Swift?', 'What does as! mean in Swift?'],
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
    ['My cat is sick ... what do I do?', 'My cat is sick, what do I do?'],
    ['my cat ate it! what now', 'my cat ate it, what now'],
    ['What is the capital of France :)', 'What is the capital of France?'],
    ['Hello ! What is the capital of France ?', 'Hello! What is the capital of France?'],
    ['What is 2 + 2?', 'What is 2 plus 2?'],
    ['What is x²+1?', 'What is x^2 + 1?'],
    ['What does "?" mean in Rust?', 'What does ? mean in Rust?'],
    ['Difference between = and == in Python', 'Difference between == and = in Python'],
    ['- What is a cow?', 'What is a cow?'],
  ])('set a text or are said: %s / %s', expectServed);
});

describe('sums that are said', () => {
  test.each([
    ['What is the √ of 225?', 'What is the square root of 225?'],
    ['What is √225?', 'What is the square root of 225?'],
    ['Explain a² + b² = c².', 'Explain a squared plus b squared equals c squared.'],
    ['Find the derivative of x² + 3x', 'Find the derivative of x squared plus 3x'],
    ['Which number is bigger, -3 or -8?', 'Which number is bigger, minus 3 or minus 8?'],
    ['is -5°C too cold for a walk', 'is minus five degrees Celsius too cold for a walk'],
    ['What does R² mean in a regression?', 'What does R squared mean in a regression?'],
    ["What's 2^8?", "What's two to the eighth power?"],
    ['What is 5 × 17 + 3?', 'What is five times 17 plus 3?'],
    ['Find x if 2x + 5 = 17', 'Find x if two x plus five equals seventeen'],
    ['What is -3 * -4?', 'What is negative 3 times negative 4?'],
    ["What's a dozen squared?", "What's 12 squared?"],
    ['What % of air is nitrogen?', 'What percentage of air is nitrogen?'],
    ['What does § 242 of the BGB say?', 'What does section 242 of the BGB say?'],
  ])('are the same: %s / %s', expectServed);

  test.each([
    ['What is √225?', 'What is the square root of 252?'],
    ['evaluate 5!', 'evaluate √5'],
    ['Explain a² + b = c².', 'Explain a plus b squared equals c squared.'],
    ['Find the derivative of x² + 3x', 'Find the derivative of x cubed plus 3x'],
    ['Find the derivative of x² + 3x', 'Find the derivative of x squared minus 3x'],
    ['Which number is bigger, -3 or 8?', 'Which number is bigger, 3 or minus 8?'],
    ['is 5°C too cold for a walk', 'is minus five degrees Celsius too cold for a walk'],
    ['What is 2^10?', 'What is 10 to the power of 2?'],
    ['What is 5² + 3?', 'What is 5 plus 3 squared?'],
    ['What is 5 × 17 + 3?', 'What is five plus 17 times 3?'],
    ['What is -3 * 4?', 'What is negative 3 times negative 4?'],
    ['What is 7 - 3?', 'What is three minus seven?'],
    ['What is 2 ^ 10 in Python?', 'What is 2 to the power of 10 in Python?'],
    ['How do I write 3 + 5 in Dutch?', 'How do I write three plus five in Dutch?'],
    ['How do I type x²?', 'How do I type x squared?'],
    ['What does % of 5 mean in Ruby?', 'What does percentage of 5 mean in Ruby?'],
    ['What does § 242 of the BGB say?', 'What does section 241 of the BGB say?'],
    ['How do I type §?', 'How do I type section?'],
    ['a room of 10^2', 'a room of 10 squared metres'],
  ])('or not: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
