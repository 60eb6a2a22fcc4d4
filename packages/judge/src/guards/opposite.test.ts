import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('opposites that no dictionary has', () => {
  test.each([
    ['How do I manually update Windows?', 'How do I automatically update Windows?'],
    ['Why did my dog suddenly lose weight?', 'Why did my dog gradually lose weight?'],
    ['How do I sign in to Netflix?', 'How do I sign up for Netflix?'],
    ['How do I restart my router?', 'How do I reset my router?'],
    ["What's the same as paracetamol?", "What's different from paracetamol?"],
  ])('%s / %s', (a, b) => {
    expectVeto('opposite', a, b);
  });

  test.each([
    ['How do I log in to Netflix?', 'How do I sign in to Netflix?'],
    ['How do I restart my router?', 'How do I reboot my router?'],
  ])('none: %s / %s', expectServed);
});

describe('opposites that WordNet means and does not write down', () => {
  test.each([
    ['What are some cheap places to eat in Bologna?', 'What are some pricey places to eat in Bologna?'],
    ['Which school vaccines are mandatory?', 'Which school vaccines are optional?'],
    ['How do I treat a mild burn?', 'How do I treat a severe burn?'],
    ['Which licences allow commercial use?', 'Which licences forbid commercial use?'],
    ['How do I delete the previous word in vim?', 'How do I delete the next word in vim?'],
    ['What is a symmetric matrix?', 'What is an asymmetric matrix?'],
  ])('%s / %s', (a, b) => {
    expectVeto('opposite', a, b);
  });

  test.each([
    ['Suggest a cheap hotel near Shibuya', 'Suggest an inexpensive hotel near Shibuya'],
    ['How do I undo a git commit?', 'How can a git commit be undone?'],
    ['Is gold dearer than silver?', 'Is silver cheaper than gold?'],
  ])('none: %s / %s', expectServed);
});

describe('opposites that change places', () => {
  test.each([
    ['How do I make thin hair thicker?', 'How do I make thick hair thinner?'],
    ['How to make short nails long', 'How to make long nails short'],
    ['How do I make a loud room quiet?', 'How do I make a quiet room loud?'],
  ])('%s / %s', (a, b) => {
    expectVeto('opposite', a, b);
  });

  test('may stand in any order where they are compared', () => {
    expectServed('Which is healthier, hot or cold milk?', 'Which is healthier, cold or hot milk?');
  });
});

describe('how often and how much', () => {
  test.each([
    ['Why does my car always stall?', 'Why does my car sometimes stall?'],
    ['Do cats always land on their feet?', 'Do cats usually land on their feet?'],
    ['Why does my knee always click?', 'Why does my knee occasionally click?'],
    ['How do you make a few friends?', 'How do you make few friends?'],
    ['Is a little sugar bad for dogs?', 'Is little sugar bad for dogs?'],
  ])('%s / %s', (a, b) => {
    expectVeto('opposite', a, b);
  });

  test('`I always wondered` says nothing of the question', () => {
    expectServed("I've always wondered why cats purr", 'Why do cats purr?');
  });

  test('a little dress is a small one', () => {
    expectServed('How do I style a little black dress?', 'How do I style a little black dress');
  });
});
