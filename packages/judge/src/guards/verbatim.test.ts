import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectServed, expectVeto, isServed } from '../test-judge.ts';

describe('what must be equal as written', () => {
  test.each([
    ['script', '你好', '再见'],
    ['script', '中国的首都是哪里？', '法国的首都是哪里？'],
    ['script', '¿Dónde está la biblioteca?', '¿Dónde está el baño?'],
    ['quote', "Translate 'good morning' to French", "Translate 'good evening' to French"],
    ['payload', 'Validate this JSON: {"a": [1, 2]}', 'Validate this JSON: {"a": [1, 2,]}'],
    ['payload', 'Explain: x = [1, 2, 3]', 'Explain: x = (1, 2, 3)'],
    ['case', 'How do I say cheers in Polish?', 'How do I say cheers in polish?'],
    ['code', 'What does ls -r do?', 'What does ls -R do?'],
    ['code', 'How do I cast in C#?', 'How do I cast in C++?'],
    ['code', 'Where is /etc/hosts?', 'Where is /etc/passwd?'],
    ['code', 'What does max_len do?', 'What does min_len do?'],
    ['symbol', 'What is a+b?', 'What is a-b?'],
    ['symbol', 'What does ## do in Markdown?', 'What does # do in Markdown?'],
    ['symbol', 'What does 😂 mean?', 'What does 😭 mean?'],
    ['symbol', 'What does == mean in JavaScript?', 'What does === mean in JavaScript?'],
  ])('%s: %s / %s', expectVeto);
});

describe('what may be written in two ways', () => {
  test.each([
    ['Was bedeutet das Wort Heimat?', 'was bedeutet das wort heimat'],
    ['What does "serendipity" mean?', 'What does serendipity mean?'],
    ['what is the population of china', 'What is the population of China?'],
    ['Is naïve an insult?', 'Is naive an insult?'],
    ['How do I use print() in Python?', 'How do I use print in Python?'],
    ['How do I use Wi-Fi?', 'How do I use wifi?'],
    ['Where is the “Send” button?', 'Where is the "Send" button?'],
  ])('%s / %s', expectServed);
});

test('texts in another script are served for one another exactly when they are equal', () => {
  const word = fc.string({
    unit: fc.constantFrom('你', '好', '再', '见', '京', 'あ', 'い', 'д', 'а'),
    minLength: 1,
  });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isServed(a, b)).toBe(a === b);
    }),
  );
});
