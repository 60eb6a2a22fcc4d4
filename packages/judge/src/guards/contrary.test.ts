import { describe, expect, test } from 'vitest';
import { expectVeto, objectionsTo } from '../test-judge.ts';

describe('words of which each excludes the other', () => {
  test.each([
    ['What should I eat before a run?', 'What should I eat after a run?'],
    ['a salad with onions', 'a salad without onions'],
    ['Find pasta recipes that take at least an hour.', 'Find pasta recipes that take at most an hour.'],
    ['Suggest laptops above $1500', 'Suggest laptops below $1500'],
    ['When do hedgehogs hibernate?', 'Where do hedgehogs hibernate?'],
    ['When was it cancelled?', 'Why was it cancelled?'],
    ['What did Marx write on capitalism?', 'What did Marx write on communism?'],
    ['May a child of 9 watch Jaws?', 'May a child of 9 read Jaws?'],
    ['What was the limit on autobahns?', 'What will be the limit on autobahns?'],
  ])('%s / %s', (a, b) => expectVeto('contrary', a, b));

  test.each([
    ['How do I make pancakes without using eggs?', 'How do I make pancakes using no eggs?'],
    ['Is a terabyte more than a gigabyte?', 'Is a gigabyte less than a terabyte?'],
    ['How do I know when a melon is ripe?', 'How can I tell if a melon is ripe?'],
    ['When and where was Mozart born?', 'When was Mozart born? And where?'],
    ['What does a gynecology clinic do?', 'What does a gynaecology clinic do?'],
    ['What causes appendicitis?', 'What causes apendicitis?'],
    ['What happens since the update?', 'What happens after the update?'],
    ['Where can I find the opening hours of the Berlin store?', 'berlin store opening hours'],
  ])('%s / %s: none', (a, b) => expect(objectionsTo(a, b)).not.toContain('contrary'));
});
