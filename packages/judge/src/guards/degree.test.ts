import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('another degree', () => {
  test.each([
    ['What is a cheap phone?', 'What is the cheapest phone?'],
    ['Which planet is big?', 'Which planet is the biggest?'],
    ['Is tea more expensive?', 'Is tea less expensive?'],
    ['How can I stop being so boring?', 'How can I stop being so bored?'],
  ])('%s / %s', (a, b) => expectVeto('comparative', a, b));
});

describe('degrees that ask the same', () => {
  test.each([
    ['What are the best books about Rome?', 'What are some good books about Rome?'],
    ['Who are the most famous poets?', 'Who are some famous poets?'],
    ['How do I become stronger?', 'How do I become strong?'],
    ['Which is better, a train or a bus?', 'Which is best, a train or a bus?'],
  ])('%s / %s', expectServed);
});
