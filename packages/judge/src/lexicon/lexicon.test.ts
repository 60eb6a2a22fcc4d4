import { describe, expect, test } from 'vitest';
import { dataLines } from './data-file.ts';
import { loadDictionary } from './dictionary.ts';
import { Lexicon } from './lexicon.ts';
import { PhraseBook } from './phrase-book.ts';
import { parseRule } from './phrase-rule.ts';
import { Synonyms } from './synonyms.ts';

const { lexicon, morphology, synonyms } = loadDictionary();
const NOUNS = { a: 1, b: 1 };
const VERBS = { a: 2, b: 2 };

test('finds words and only words it has', () => {
  expect(lexicon.has('house')).toBe(true);
  expect(lexicon.has('hous')).toBe(false);
  expect(lexicon.has('')).toBe(false);
  expect(lexicon.size).toBeGreaterThan(80_000);
});

test('refuses bytes of another format', () => {
  expect(() => new Lexicon(new Uint8Array(64))).toThrow('another format');
});

test('rarity rises from small words to rare ones', () => {
  const rarity = (word: string): number => lexicon.rarity(lexicon.find(word) ?? -1);
  expect(rarity('what')).toBeLessThan(rarity('money'));
  expect(rarity('money')).toBeLessThan(rarity('photosynthesis'));
});

describe('synonyms', () => {
  test('from WordNet, from the curated groups, of one root, opposite', () => {
    expect(synonyms.areSynonyms('car', 'automobile', NOUNS)).toBe(true);
    expect(synonyms.areSynonyms('delete', 'remove', VERBS)).toBe(true);
    expect(synonyms.areOneRoot('implement', 'implementation')).toBe(true);
    expect(synonyms.areOpposites('hot', 'cold')).toBe(true);
  });

  test('sister terms, people of an activity and other parts of speech are none', () => {
    expect(synonyms.areSynonyms('aspirin', 'ibuprofen', NOUNS)).toBe(false);
    expect(synonyms.areSynonyms('billion', 'million', NOUNS)).toBe(false);
    expect(synonyms.areOneRoot('employ', 'employer')).toBe(false);
    expect(synonyms.areSynonyms('shop', 'store', VERBS)).toBe(false);
  });

  test('hold both ways', () => {
    for (const line of dataLines('synonyms.txt')) {
      const [, one = '', other = ''] = line.split(' ');
      const masks = { a: 15, b: 15 };
      expect(synonyms.areSynonyms(other, one, masks)).toBe(synonyms.areSynonyms(one, other, masks));
    }
  });

  test('a malformed line is an error', () => {
    expect(() => new Synonyms(lexicon, ['q one two'])).toThrow('synonyms.txt');
  });
});

describe('base forms', () => {
  test.each([
    ['children', 'child'],
    ['bought', 'buy'],
    ['running', 'run'],
    ['stopped', 'stop'],
    ['cities', 'city'],
    ['organised', 'organize'],
    ['colours', 'color'],
    ['cheapest', 'cheap'],
    ['smartphones', 'smartphone'],
  ])('%s is a form of %s', (form, base) => expect(morphology.formsOf(form).lemmas).toContain(base));

  test('what only ends like a plural is none', () => {
    expect(morphology.formsOf('https').lemmas).toEqual(['https']);
    expect(morphology.formsOf('kubernetes').lemmas).toEqual(['kubernetes']);
    expect(morphology.formsOf('glass').lemmas).toEqual(['glass']);
  });
});

describe('phrases', () => {
  const book = new PhraseBook(['^ how (do|can) i [ever] => @how', 'turn ~ off => disable ~', 'a * way => *']);
  const match = (text: string, at = 0) => {
    const words = text.split(' ');
    return book.longestAt(
      {
        length: words.length,
        namesOf: (index) => [words[index] ?? ''],
        endsAt: (index) => index >= words.length,
        isWord: () => true,
        has: (name) => words.includes(name),
        isGerund: () => false,
        isQuoted: () => false,
        isFigure: (index) => /^\d/u.test(words[index] ?? ''),
        isAfterBe: () => false,
        isContent: (index) => (words[index]?.length ?? 0) > 2,
      },
      at,
      at === 0,
    );
  };

  test('the longest rule wins, optional words included', () => {
    expect(match('how can i ever sleep')?.end).toBe(4);
    expect(match('how can i sleep')?.end).toBe(3);
  });

  test('a rule for the start of a sentence holds only there', () => {
    expect(match('so how can i', 1)).toBeUndefined();
  });

  test('gaps and wildcards say what they took', () => {
    expect(match('turn the light off')?.gap).toEqual([1, 3]);
    expect(match('a nice way')?.wildcard).toBe(1);
    expect(match('a b way')).toBeUndefined();
  });

  test('a line without an arrow is an error', () => {
    expect(() => new PhraseBook(['no arrow here'])).toThrow('phrases.txt');
  });
});

test('a turn of phrase with choices inside choices is refused: it would be read askew', () => {
  expect(() => parseRule('(in (plain|simple) terms|simply) => @simple', 0)).toThrow('do not nest');
});
