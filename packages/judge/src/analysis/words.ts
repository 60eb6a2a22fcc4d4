import type { Dictionary } from '../lexicon/dictionary.ts';
import { interned } from '../lexicon/interned.ts';
import { expanded } from './contracted.ts';
import { withoutAccents } from './fold.ts';
import { isNumberWord } from './number-words.ts';
import { respelt } from './respelt.ts';
import type { Token } from './token.ts';
import type { Word } from './word.ts';

/** Endings that are words of their own. `'s` is decided by what it hangs on. */
const ENDINGS: Readonly<Record<string, string>> = {
  "n't": 'not',
  "'m": 'am',
  "'re": 'are',
  "'ve": 'have',
  "'ll": 'will',
  "'d": 'would',
};

const WHOLE: Readonly<Record<string, readonly string[]>> = {
  "can't": ['can', 'not'],
  "won't": ['will', 'not'],
  "shan't": ['shall', 'not'],
  "ain't": ['is', 'not'],
  "let's": ['let', 'us'],
  "y'all": ['you'],
  "o'clock": ['oclock'],
  cannot: ['can', 'not'],
  cant: ['can', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  didnt: ['did', 'not'],
  isnt: ['is', 'not'],
  arent: ['are', 'not'],
  wasnt: ['was', 'not'],
  werent: ['were', 'not'],
  wont: ['will', 'not'],
  wouldnt: ['would', 'not'],
  shouldnt: ['should', 'not'],
  couldnt: ['could', 'not'],
  hasnt: ['has', 'not'],
  havent: ['have', 'not'],
  hadnt: ['had', 'not'],
  whats: ['what', 'is'],
  wheres: ['where', 'is'],
  whos: ['who', 'is'],
  hows: ['how', 'is'],
  thats: ['that', 'is'],
  im: ['i', 'am'],
  ive: ['i', 'have'],
  id: ['id'],
  youre: ['you', 'are'],
  theyre: ['they', 'are'],
  gonna: ['going', 'to'],
  wanna: ['want', 'to'],
  gotta: ['got', 'to'],
  gimme: ['give', 'me'],
  lemme: ['let', 'me'],
  kinda: ['kind', 'of'],
  dunno: ['do', 'not', 'know'],
};

/** After one of these, `'s` is `is`; after anything else it is a genitive. */
const TAKES_IS = new Set('what where who how when why that there here it he she this everything'.split(' '));

/** The genitive mark, as a word. */
export const GENITIVE = "'s";

export function wordsOf(tokens: readonly Token[], dictionary: Dictionary): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    const special = respelt(tokens, at, dictionary);
    if (special !== undefined) {
      words.push(...special.words);
      at += special.extra;
      continue;
    }
    const joined = joinHyphens(tokens, at, dictionary);
    if (joined === undefined) {
      words.push(...wordsOfToken(token, dictionary));
    } else {
      words.push({ norm: joined.norm, token: { ...token, text: joined.text } });
      at += joined.extra;
    }
  }
  return expanded(words, dictionary, GENITIVE);
}

/** `wi-fi`, `e-mail`, `co-worker`: hyphenated spellings of one known word. */
function joinHyphens(
  tokens: readonly Token[],
  at: number,
  { lexicon, morphology }: Dictionary,
): { norm: string; text: string; extra: number } | undefined {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (first?.kind !== 'word' || second?.kind !== 'word' || !second.glued) return undefined;
  if (second.start !== first.start + first.text.length + 1) return undefined;
  const hyphened = `${first.norm}-${second.norm}`;
  const listed = morphology.canonical(hyphened);
  const text = `${first.text}-${second.text}`;
  if (listed !== hyphened) return { norm: listed, text, extra: 1 };
  // `a twelve-month contract` counts its months.
  if (isNumberWord(first.norm)) return undefined;
  const solid = first.norm + second.norm;
  return solid.length > 5 && lexicon.has(solid) ? { norm: solid, text, extra: 1 } : undefined;
}

function wordsOfToken(token: Token, { morphology }: Dictionary): Word[] {
  if (token.norm === '°c' || token.norm === '°f')
    return [{ norm: token.norm, token: { ...token, kind: 'word' } }];
  if (token.kind !== 'word') return [{ norm: token.norm, token }];
  // `TVs`.
  if (token.letterCase === 'mixed' && /^[A-Z]{2,}s$/u.test(token.text))
    return [{ norm: token.norm.slice(0, -1), token: { ...token, letterCase: 'upper' } }];
  if (token.norm === 'us' && token.letterCase === 'upper') return [{ norm: 'usa', token }];
  const plain = isAscii(token.norm) ? token.norm : withoutAccents(token.norm);
  const whole = Object.hasOwn(WHOLE, plain) ? WHOLE[plain] : undefined;
  if (whole !== undefined) return whole.map((norm) => ({ norm, token }));
  const apostrophe = plain.lastIndexOf("'");
  if (apostrophe > 0) return contracted(plain, apostrophe, token);
  return [{ norm: interned(morphology.canonical(plain.replace(/'$/u, ''))), token }];
}

/** `waht` is `what`: two letters swapped in a word that opens questions. */
function unswapped(word: string): string {
  if (word.length < 4 || TAKES_IS.has(word)) return word;
  const letters = (text: string): string => Array.from(text).toSorted().join('');
  const own = letters(word);
  for (const other of TAKES_IS)
    if (other.length === word.length && other[0] === word[0] && letters(other) === own) return other;
  return word;
}

function contracted(plain: string, apostrophe: number, token: Token): Word[] {
  const before = unswapped(plain.slice(0, apostrophe));
  const after = plain.slice(apostrophe);
  if (after === "'" || after === "'s") {
    return TAKES_IS.has(before) && after === "'s"
      ? [
          { norm: before, token },
          { norm: 'is', token },
        ]
      : [
          { norm: before, token },
          { norm: GENITIVE, token },
        ];
  }
  if (after === "'t" && before.endsWith('n'))
    return [
      { norm: before.slice(0, -1), token },
      { norm: 'not', token },
    ];
  const word = ENDINGS[after];
  return word === undefined
    ? [{ norm: plain.replaceAll("'", ''), token }]
    : [
        { norm: before, token },
        { norm: word, token },
      ];
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 126) return false;
  return true;
}
