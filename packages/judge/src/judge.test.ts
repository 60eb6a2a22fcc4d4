import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJudge } from './judge.ts';
import { expectServed, isServed, judge } from './test-judge.ts';

const ask = (text: string, threshold = 0.84) => ({ text, threshold });
const stored = (text: string, score = 0.95, minScore = 0) => ({ text, score, minScore });

describe('the cosine', () => {
  test('a score below what the caller demands is refused before anything is read', () => {
    expect(judge.judge(ask('What is Rust?', 0.9), stored('What is Rust?', 0.89))).toMatchObject({
      accepted: false,
      guard: 'below-threshold',
    });
  });

  test("a score below the entry's own minimum is refused", () => {
    expect(judge.judge(ask('What is Rust?'), stored('What is Rust', 0.93, 0.95))).toMatchObject({
      accepted: false,
      guard: 'entry-threshold',
    });
  });

  test('a score that is no number is refused', () => {
    expect(judge.judge(ask('What is Rust?'), stored('What is Rust?', NaN)).accepted).toBe(false);
  });

  test('far apart texts are refused by the score even where no guard objects', () => {
    expect(judge.judge(ask('What is Rust?', 0), stored('Explain Rust', 0.5))).toMatchObject({
      accepted: false,
      guard: 'score',
    });
  });
});

describe('rephrasings that an earlier system of this kind showed', () => {
  test.each([
    [0.93, 'What is the capital of France?', "Which city serves as France's capital?"],
    [0.918, 'What is the capital of France?', 'Tell me the capital city of France.'],
    [0.88, 'What is Rust?', 'Tell me about Rust'],
    [0.98, 'What is Rust?', '   what is Rust?     '],
    [0.98, 'What is Rust?', 'What is Rust'],
    [0.98, 'What is Rust?', 'What  is  Rust'],
    [
      0.94,
      'How do I implement OAuth2 authentication in Rust with Actix-web?',
      "What's the best way to add OAuth2 to an Actix-web application in Rust?",
    ],
    [
      0.98,
      'How do I implement OAuth2 authentication in Rust with Actix-web?',
      'How to handle OAuth2 authentication in Rust using Actix-web framework?',
    ],
    [
      0.95,
      "I'm getting 'cannot borrow as mutable' error when trying to modify a vector inside a loop in Rust. How do I fix this?",
      "Getting 'cannot borrow as mutable' in Rust loop with vector modification",
    ],
    [
      0.96,
      'How do I properly handle errors in async Rust without using unwrap?',
      'How to avoid unwrap and handle errors properly in Rust async functions?',
    ],
  ])('at cosine %d: %s / %s', (score, a, b) => {
    expect(judge.judge(ask(a, 0.87), stored(b, score))).toMatchObject({ accepted: true });
  });
});

const QUESTIONS = [
  'How do I reset my password?',
  'What is the capital of France?',
  'Is it safe to take ibuprofen with aspirin?',
  'How do I convert a string to an integer in Python?',
  'Which countries border Germany but not France?',
  'Who was beaten by Real Madrid in 2018?',
  'List at least three fruits without seeds.',
];
const question = fc.constantFrom(...QUESTIONS);

describe('properties', () => {
  test('any text is served for itself, unless the cosine forbids it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        expect(judge.explain(ask(text), stored(text, 1)).findings).toEqual([]);
      }),
    );
  });

  test('nothing makes it throw, and the verdict is the same whichever text was stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), question, (noise, text) => {
        isServed(noise, text);
        isServed(`${text} ${noise}`, text);
      }),
    );
  });

  test('courtesy, case at the start, white space and the closing mark change nothing', () => {
    const courtesy = fc.constantFrom('', 'Please: ', 'Hi, ', 'Hello! ', 'Could you please tell me: ');
    const closing = fc.constantFrom('', '?', '.', ' Thanks!', ' Thank you in advance.');
    fc.assert(
      fc.property(question, courtesy, closing, (text, before, after) => {
        expectServed(text, `${before}${text.replace(/[.?]$/u, '')}${after}`);
        expectServed(text, `  ${text.replaceAll(' ', '   ')} `);
      }),
    );
  });

  test('a veto survives courtesy around either text', () => {
    const around = fc.constantFrom('', 'Please tell me: ', 'Hi there, ', 'Quick question: ');
    fc.assert(
      fc.property(around, around, (one, other) => {
        expect(isServed(`${one}is tea safe for dogs?`, `${other}is tea not safe for dogs?`)).toBe(false);
        expect(isServed(`${one}did Tom sue Ann?`, `${other}did Ann sue Tom?`)).toBe(false);
      }),
    );
  });

  test('a small memory gives the verdicts of a large one', () => {
    const forgetful = createJudge({ memorySize: 1 });
    fc.assert(
      fc.property(question, question, (a, b) => {
        expect(forgetful.judge(ask(a), stored(b))).toEqual(judge.judge(ask(a), stored(b)));
      }),
    );
  });

  test('a text without an end is read to its end', () => {
    const long = 'why does the quick brown fox not jump over 12 lazy dogs (unless asked)? '.repeat(60);
    expectServed(long, long);
    expect(isServed(long, `${long} And the cat?`)).toBe(false);
    expect(isServed("'".repeat(5_000), '"('.repeat(2_000))).toBe(false);
  });
});

test('an explanation lists every objection, the features and the score', () => {
  const explanation = judge.explain(
    ask('Convert 100 USD to EUR', 0.99),
    stored('Convert 200 EUR to USD', 0.96),
  );
  expect(explanation.verdict).toMatchObject({ accepted: false, guard: 'below-threshold' });
  expect(explanation.findings.map((finding) => finding.guard)).toContain('currency');
  expect(explanation.features['cosine']).toBe(0.96);
  expect(explanation.score).toBeGreaterThan(0);
  expect(explanation.requiredScore).toBeLessThan(1);
});

test('the looser policies serve what the strict one leaves, and never a demonstrated conflict', () => {
  const eager = createJudge({ policy: 'eager' });
  const [a, b] = ['How do I learn cooking?', 'How do I learn cooking at college?'];
  expect(judge.judge(ask(a), stored(b, 0.96)).accepted).toBe(false);
  expect(eager.judge(ask(a), stored(b, 0.96)).accepted).toBe(true);
  expect(eager.judge(ask('Is tea safe?'), stored('Is tea not safe?', 0.99)).accepted).toBe(false);
});
