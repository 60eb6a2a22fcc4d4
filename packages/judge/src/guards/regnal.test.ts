import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('who is counted among those of one name', () => {
  test.each([
    ["Who was Henry the Eighth's last wife?", "Who was Henry VIII's last wife?"],
    ['Who is the mother of King Charles III?', "Who is King Charles III's mother?"],
    ["Who was Elizabeth I's mother?", 'Who was the mother of Elizabeth the First?'],
    ['Who was Henry the 8th of England?', 'Who was Henry VIII of England?'],
    ['Where is louis xiv buried?', 'Where is Louis XIV buried?'],
    ["What's the max level in Diablo IV?", "What's the max level in Diablo 4?"],
    ['How do I mod GTA V?', 'How do I mod GTA 5?'],
    ['Wars of the XIX century', 'Wars of the 19th century'],
  ])('may be written in two ways: %s / %s', expectServed);

  test.each([
    ['Who was Henry the Eighth?', 'Who was Henry VII?'],
    ['Who was the eighth Henry?', 'Who was Henry VIII?'],
    ["Who was Elizabeth I's mother?", "Who was Elizabeth II's mother?"],
    ['Was Napoleon the first emperor of France?', 'Was Napoleon I emperor of France?'],
    ['Was George the third to leave?', 'Was George III to leave?'],
    ['Is Batman V Superman good?', 'Is Batman 5 Superman good?'],
    ['Wars of the XIX century', 'Wars of the 18th century'],
    ['How do I mod GTA V?', 'How do I mod GTA 4?'],
  ])('is another by another number: %s / %s', (a, b) => {
    expectVeto('number', a, b);
  });
});
