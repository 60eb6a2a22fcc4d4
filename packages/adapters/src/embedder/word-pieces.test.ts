import { expect, test } from 'vitest';
import { wordPiecesOf, type WordPieceTokenizer } from './word-pieces.ts';

const [FIRST, LAST, UNKNOWN] = [101, 102, 100];

/** One piece for each character: its code, or the unknown one beyond ASCII. */
const tokenizer: WordPieceTokenizer = {
  encode: (text) => [FIRST, ...Array.from(text, pieceOf), LAST],
  unknownId: UNKNOWN,
  maxTokens: 6,
};

function pieceOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code > 127 ? UNKNOWN : code + 1_000;
}

test('a text within the window is kept whole', () => {
  expect(wordPiecesOf('abcd', tokenizer)).toEqual({
    ids: [FIRST, 1097, 1098, 1099, 1100, LAST],
    tokenCount: 6,
    truncated: false,
    unknownShare: 0,
  });
});

test('a longer one is cut before its last special piece', () => {
  const pieces = wordPiecesOf('abcde', tokenizer);
  expect(pieces).toMatchObject({ tokenCount: 7, truncated: true });
  expect(pieces.ids).toEqual([FIRST, 1097, 1098, 1099, 1100, LAST]);
});

test('unknown pieces are counted in the whole text, the special ones not', () => {
  expect(wordPiecesOf('aé', tokenizer).unknownShare).toBe(0.5);
  expect(wordPiecesOf('abcdéé', tokenizer).unknownShare).toBeCloseTo(1 / 3);
  expect(wordPiecesOf('', tokenizer).unknownShare).toBe(0);
});

test('the tokenizer never sees more than sixteen characters for each piece of the window', () => {
  const seen: string[] = [];
  const encode = (text: string): number[] => {
    seen.push(text);
    return [FIRST, UNKNOWN, LAST];
  };
  const pieces = wordPiecesOf('x'.repeat(1_000_000), { ...tokenizer, encode });
  expect(seen.map((text) => text.length)).toEqual([96]);
  expect(pieces).toMatchObject({ tokenCount: 3, truncated: true });
});

test('the cut never splits a character', () => {
  const seen: string[] = [];
  const encode = (text: string): number[] => {
    seen.push(text);
    return [FIRST, LAST];
  };
  wordPiecesOf(`x${'😀'.repeat(100)}`, { ...tokenizer, encode });
  expect(seen[0]).toBe(`x${'😀'.repeat(47)}`);
});
