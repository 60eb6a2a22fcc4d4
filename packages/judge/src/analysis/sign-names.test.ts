import { describe, expect, test } from 'vitest';
import { isServed } from '../test-judge.ts';

describe('signs that are spoken of', () => {
  test.each([
    ['How do I type the € sign on a Mac?', 'How do I type the euro sign on a Mac?'],
    ['How do I type @ on a Spanish keyboard?', 'How do I type the at sign on a Spanish keyboard?'],
    ['How do I type a ™ sign on a Mac?', 'How do I type a trademark sign on a Mac?'],
    ['How do I escape a backslash in Java?', 'How do I escape \\ in Java?'],
    ['Use of the % operator in C', 'Use of the percent operator in C'],
    ['What does the & in "R&D budget" stand for?', 'What does the ampersand in "R&D budget" stand for?'],
    ['What does the hash sign do in Python?', 'What does # do in Python?'],
    ['What does && do in a shell command?', 'What does the double ampersand do in a shell command?'],
    ["What's the use of the _ in Python loops?", "What's the use of the underscore in Python loops?"],
  ])('may be named: %s / %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['How do I type the € sign on a Mac?', 'How do I type the dollar sign on a Mac?'],
    ['How do I type a ® sign on a Mac?', 'How do I type a trademark symbol on a Mac?'],
    ['How do I type the £ sign in the US?', 'How do I type the pound sign in the US?'],
    ['What does the & symbol mean in C?', 'What does the double ampersand mean in C?'],
    ["What's the use of the __ in Python loops?", "What's the use of the underscore in Python loops?"],
    ['What does % mean in SQL LIKE?', 'What does the underscore mean in SQL LIKE?'],
    ['How do you spell ampersand?', 'How do you spell &?'],
    ['What is the origin of the word ampersand?', 'What is the origin of the word &?'],
    ['What is an asterisk called in French?', 'What is * called in French?'],
    ['How do I look at signs in a museum?', 'How do I look @ in a museum?'],
    ['How do I become a registered operator?', 'How do I become a ®?'],
    ['How do I configure Asterisk on Ubuntu?', 'How do I configure * on Ubuntu?'],
    ['How do I use underscore.js?', 'How do I use _.js?'],
  ])('and each is its own: %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
