import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from '../test-judge.ts';

describe('what is done, and what is suffered', () => {
  test.each([
    ['How do I get invited to a book club?', 'How do I invite people to a book club?'],
    ['How do I get paid via Venmo?', 'How do I pay via Venmo?'],
    ['What should I do if I scratched a car?', 'What should I do if my car was scratched?'],
    ['What documents must the person inviting send?', 'What documents must the person invited send?'],
    [
      'Name the authors who wrote books that were banned.',
      'Name the authors who were banned and wrote books.',
    ],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));

  test.each([
    ['My phone got stolen today. What should I do?', 'My phone was stolen today, what should I do?'],
    ['How do I get married in Las Vegas?', 'How do I marry in Las Vegas?'],
    ['How do I get certified as a diver?', 'How can I be certified as a diver?'],
    ['What should I do if my bike was stolen?', 'My bike has been stolen, what should I do?'],
  ])('%s / %s', expectServed);
});

describe('words that look alike', () => {
  test.each([
    ['Who directed the film Alien?', 'Who directed the film Aliens?'],
    ['Why do some healthy adults get colds?', 'Why do most healthy adults get colds?'],
    ['How do I block all callers save my contacts?', 'How do I block all callers and save my contacts?'],
    ['How do I remove all users but admins?', 'How do I remove all users and admins?'],
    ['Do I need permission to take leave?', 'Do I need permission to leave?'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));

  test.each([
    ['Why do most healthy adults get colds?', 'Why do the majority of healthy adults get colds?'],
    ['How do I block all callers save my contacts?', 'How do I block all callers except my contacts?'],
    ['What is the best film camera?', 'What are the best film cameras?'],
  ])('%s / %s', expectServed);
});
