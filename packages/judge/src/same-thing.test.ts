import { describe, test } from 'vitest';
import { expectServed, expectVeto } from './test-judge.ts';

describe('names with dots and signs in a text without capitals', () => {
  test.each([
    ['What is ASP.NET Core?', 'what is asp.net core'],
    ['What does JSON.parse() do?', 'what does json.parse() do'],
    ['How do I open Notepad++?', 'how do i open notepad++'],
    ["What are AT&T's opening hours?", "what are at&t's opening hours"],
    ["Is the M&M's store open?", "is the m&m's store open"],
    ['Where is Texas A&M?', 'where is texas a&m'],
  ])('%s / %s', expectServed);

  test.each([
    ['What does Math.floor do?', 'What does math.floor do?'],
    ['What is in $PATH?', 'what is in $path'],
    ['What does tar -X do?', 'what does tar -x do'],
  ])('not: %s / %s', (one, other) => expectVeto('code', one, other));
});
