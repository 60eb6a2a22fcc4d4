import { interned } from '../lexicon/interned.ts';

/**
 * - `word`: Latin letters, perhaps with inner apostrophes; hyphens already split it.
 * - `number`: digits with their separators; the value stands in `NumberMention`s later.
 * - `mixed`: letters and digits in one (`b12`, `k8s`); compared as written, without case.
 * - `code`: a path, flag, call, address or identifier; compared exactly.
 * - `symbol`: operators and signs that carry meaning (`+`, `==`, `#`, `€`, an emoji).
 * - `script`: letters of a writing system the embedder does not read.
 * - `punct`: what only structures the sentence.
 */
export type TokenKind = 'word' | 'number' | 'mixed' | 'code' | 'symbol' | 'script' | 'punct';

export type LetterCase = 'lower' | 'title' | 'upper' | 'mixed' | 'none';

export type Token = {
  /** As written, after folding typography. */
  readonly text: string;
  /** Lower case, accents kept. */
  readonly norm: string;
  readonly kind: TokenKind;
  readonly letterCase: LetterCase;
  /** Offset in the folded text. */
  readonly start: number;
  /** First word of a sentence: its capital says nothing. */
  readonly opens: boolean;
  /** Joined to the token before it without white space (`Actix-web`, `5km`). */
  readonly glued: boolean;
  /** Of a mark: a word in lower case follows, no sentence ends here. Of a word: a phrase ends with it. */
  readonly inside: boolean;
  /** Inside quotation marks or backticks. */
  readonly quoted: boolean;
};

/** What is cut out of a text, before its place in the sentence is known. */
export type Piece = Pick<Token, 'text' | 'kind' | 'start' | 'glued'>;

export function tokenOf(
  { text, kind, start, glued }: Piece,
  { opens, quoted, inside }: Pick<Token, 'opens' | 'quoted' | 'inside'>,
): Token {
  const letterCase = kind === 'punct' || kind === 'symbol' ? 'none' : letterCaseOf(text);
  const norm = interned(text.toLowerCase());
  return { text, norm, kind, letterCase, start, opens, glued, inside, quoted };
}

/** What is said, in lower case, without what only structures it. */
export function saidIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ kind, norm }) => (kind === 'punct' ? [] : [norm]));
}

function letterCaseOf(text: string): LetterCase {
  if (/^[a-z]+$/u.test(text)) return 'lower';
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (letters === '') return 'none';
  if (letters === letters.toLowerCase()) return 'lower';
  if (letters === letters.toUpperCase()) return letters.length === 1 ? 'title' : 'upper';
  const rest = letters.slice(1);
  return rest === rest.toLowerCase() ? 'title' : 'mixed';
}
