import { describe, expect, test } from 'vitest';
import { loadDictionary } from '../lexicon/dictionary.ts';
import { analyse } from './analyse.ts';

const dictionary = loadDictionary();
const read = (text: string) => analyse(text, dictionary);
const words = (text: string): string[] => read(text).units.map((unit) => unit.word);
const roles = (text: string): string[] => read(text).units.map((unit) => `${unit.shown}: ${unit.role}`);

describe('figures', () => {
  test.each([
    ['two hundred and fifty thousand people', '#250000'],
    ['twenty-five apples', '#25'],
    ['1,000.50 points', '#1000.50'],
    ['3k users', '#3000'],
    ['a dozen eggs', '#12'],
    ['the twenty first question', 'o21'],
    ['5 km', 'length:5000'],
    ['5000 meters', 'length:5000'],
    ['$100', 'usd:100'],
    ['100 dollars', 'usd:100'],
    ['at 3:30 pm', 'clock:15:30'],
    ['release 1.2.3', '=1.2.3'],
    ['5/6/2020', '=5/6/2020'],
  ])('%s is %s', (text, key) => {
    expect(
      read(text)
        .units.filter((unit) => unit.kind === 'figure')
        .map((unit) => unit.word),
    ).toEqual([key]);
  });

  test('"one" is a pronoun unless it counts', () => {
    expect(read('Which one is better?').units.some((unit) => unit.kind === 'figure')).toBe(false);
    expect(read('babies under one').units.some((unit) => unit.kind === 'figure')).toBe(true);
  });
});

describe('turns of phrase', () => {
  test.each([
    ['Could you please tell me how to reset my password?', ['reset', 'password']],
    ['I want to know what the capital of Peru is', ['capital', 'peru']],
    ['What is the best way to get rid of ants?', ['get_rid_of', 'ant']],
    ['turn the lights off', ['disable', 'light']],
    ['the USA', ['unite', 'state']],
    ['K8s vs Docker', ['kubernetes', 'docker']],
  ])('%s', (text, plain) => expect(words(text)).toEqual(plain));

  test('what is quoted is left alone', () => {
    expect(words('What does "get rid of" mean?')).toContain('get');
  });
});

describe('roles', () => {
  test('the passive has the roles of the active', () => {
    expect(roles('Alice beat Bob')).toEqual(['Alice: subj', 'beat: top', 'Bob: obj']);
    expect(roles('Bob was beaten by Alice')).toEqual(['Bob: obj', 'beaten: top', 'Alice: subj']);
  });

  test('prepositions, genitives and compounds', () => {
    expect(roles('flights from Oslo to Rome')).toEqual(['flights: top', 'Oslo: p:from', 'Rome: p:to']);
    expect(roles("France's capital")).toEqual(["France's: p:of", 'capital: top']);
    expect(roles('the dog house')).toEqual(['dog: mod', 'house: top']);
  });
});

describe('what is asked', () => {
  test.each([
    ['How do I sort a list?', 'how'],
    ['What is the best way to sort a list?', 'how'],
    ['In Python, can I sort a list?', 'yesno'],
    ['If it rains, who pays?', 'who'],
    ['What do you call someone who speaks many languages?', 'what'],
    ['What should I do when a wasp stings me?', 'how'],
    ['Sort a list', 'do'],
    ['sorted lists', 'none'],
    ['How many moons has Mars?', 'howmany'],
    ['What causes rain?', 'why'],
  ])('%s: %s', (text, type) => expect(read(text).ask.type).toBe(type));
});

describe('tokens', () => {
  test('code, flags, names with signs and addresses stay whole', () => {
    expect(words('Use C++, C#, .NET, -r, foo_bar(x) and http://a.b/c?d=1')).toEqual(
      expect.arrayContaining(['C++', 'C#', '.NET', '-r', 'foo_bar(x)', 'http://a.b/c?d=1']),
    );
  });

  test('offsets point into the folded text', () => {
    const { text, tokens } = read('Is “naïve” – really – an insult?');
    for (const token of tokens) expect(text.slice(token.start).startsWith(token.text)).toBe(true);
  });

  test('the share of known words tells English from other languages', () => {
    expect(read('Where is the library?').knownShare).toBe(1);
    expect(read('¿Dónde está la biblioteca?').knownShare).toBeLessThan(0.5);
  });
});
