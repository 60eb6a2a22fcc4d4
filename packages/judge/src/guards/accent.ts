import { withoutAccents } from '../analysis/fold.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `schon` and `schön`, `ano` and `año`, `é` and `è`: the embedder reads no accents. Only a word that English lends may drop them. Some a hyphen tells apart. */
export const accentGuard: Guard = {
  name: 'accent',
  check: ({ a, b, matches }: Comparison) => {
    const aboutWords = [a, b].some(
      ({ quotes, units }) =>
        quotes.length > 0 || units.some(({ keys }) => keys.some((key) => LANGUAGE_WORDS.has(key))),
    );
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (one === undefined || other === undefined || !differsInAccents(one.shown, other.shown)) continue;
      const mayBeAnother =
        one.unknown && one.letterCase === 'lower' && !areTypedPlainly(one.shown, other.shown);
      if (aboutWords || one.shown.length === 1 || mayBeAnother || isTwin(one.shown, [a.text, b.text]))
        return `"${one.shown}" against "${other.shown}"`;
    }
    return hyphenated(a.text, b.text) ?? hyphenated(b.text, a.text);
  },
};

/** Joined they are other words: `re-sign a contract`, `resign`; `re-enter` is not among them. */
const HYPHENATED =
  /\b(?<word>(?:re-(?:sign|cover|creat|form|present|leas|sent|stor|act|lay|serv|sort|mark|treat|turn|dress|count|prove|strain|press|search|call|bound)|un-ion|co-op)\w*)/iu;

function hyphenated(one: string, other: string): string | undefined {
  const word = HYPHENATED.exec(one)?.groups?.word;
  const joined = word?.replace('-', '');
  if (word === undefined || joined === undefined || HYPHENATED.test(other)) return undefined;
  return new RegExp(String.raw`\b${joined}\b`, 'iu').test(other)
    ? `"${word}" against "${joined}"`
    : undefined;
}

/** Without their accents other words, and common ones. */
const TWINS = new Set(['rose', 'roses', 'expose', 'exposes', 'mate', 'mates']);

function isTwin(word: string, texts: readonly string[]): boolean {
  // Of `yerba mate` there is one only.
  return TWINS.has(withoutAccents(word.toLowerCase())) && !texts.every((text) => /\byerba\b/iu.test(text));
}

/** `crème brûlée`, `creme brulee`: none at all is how one types; of short words many have a twin (`ano`, `año`). */
function areTypedPlainly(one: string, other: string): boolean {
  return one.length >= PLAIN_FROM && isAccented(one) !== isAccented(other);
}
const PLAIN_FROM = 5;

const LANGUAGE_WORDS = new Set(
  'mean meaning word pronounce pronunciation spell translate translation language letter accent french german spanish italian portuguese turkish polish czech hungarian swedish danish norwegian vietnamese romanian dutch'.split(
    ' ',
  ),
);

function differsInAccents(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a !== b && (isAccented(a) || isAccented(b)) && withoutAccents(a) === withoutAccents(b);
}

function isAccented(word: string): boolean {
  return word !== withoutAccents(word);
}
