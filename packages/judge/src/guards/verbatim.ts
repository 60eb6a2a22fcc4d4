import { withoutAccents } from '../analysis/fold.ts';
import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** Below this share of known English words a text is taken for another language. */
const ENGLISH_SHARE = 0.5;

/**
 * Text in a script or language that the embedder does not read: two greetings in Chinese have cosine 1. Such texts
 * must be equal word for word.
 */
export const scriptGuard: Guard = {
  name: 'script',
  check: ({ a, b }: Comparison) => {
    if (!isUnread(a) && !isUnread(b)) return undefined;
    return plain(a) === plain(b) ? undefined : 'not English, so compared word for word';
  },
};

function isUnread(analysis: Analysis): boolean {
  return analysis.knownShare < ENGLISH_SHARE || analysis.tokens.some((token) => token.kind === 'script');
}

function plain({ tokens }: Analysis): string {
  return tokens
    .filter((token) => token.kind !== 'punct')
    .map((token) => token.norm)
    .join(' ');
}

/** Quotations: where both texts quote, they quote the same. */
export const quoteGuard: Guard = {
  name: 'quote',
  check: ({ a, b }: Comparison) => {
    const lone = a.quotes.length === 0 ? b : b.quotes.length === 0 ? a : undefined;
    if (lone !== undefined) {
      const written = lone.quotes.find(
        ({ start, text }) => /^\d+$/u.test(text) && lone.text[start - 2] === '(',
      );
      return written && `"${written.text}" is a string in one text alone`;
    }
    const [ofA, ofB] = [quoted(a), quoted(b)];
    if (ofA.join('\n') === ofB.join('\n')) return undefined;
    return `"${ofA.find((text) => !ofB.includes(text)) ?? ofA.join('", "')}" is quoted in one text alone`;
  },
};

function quoted({ quotes }: Analysis): readonly string[] {
  return quotes.map(({ text }) => text.replace(/[.,!?]$/u, ''));
}

/** `schon` and `schön`, `ano` and `año`: the embedder reads no accents. Only a word that English lends may drop them. */
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
      if (aboutWords || (one.unknown && one.letterCase === 'lower'))
        return `"${one.shown}" against "${other.shown}"`;
    }
    return undefined;
  },
};

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

/** Words whose capital makes them another word. */
const NATIONS = new Set(
  'polish turkey china march may august job bush rice cook mobile nice reading bath orange apple windows amazon shell gap target chase rust go swift aids chile chad cork cologne jersey bill frank sue rob grant grace hope faith joy rose mark'.split(
    ' ',
  ),
);

/** US against us, Polish against polish, Mg against mg. Where a text uses no capitals at all, lower case says nothing. */
export const caseGuard: Guard = {
  name: 'case',
  check: ({ a, b, matches }: Comparison) => {
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (one === undefined || other === undefined) continue;
      if (isOtherSymbol(one, other)) return `"${one.shown}" against "${other.shown}"`;
      if (one.caseFree || other.caseFree) continue;
      if (
        !one.keys.some((key) => NATIONS.has(key) || (/^[a-z]$/u.test(key) && !one.glued && !other.glued)) ||
        (one.letterCase === 'lower') === (other.letterCase === 'lower')
      )
        continue;
      if (usesCapitals(a) && usesCapitals(b)) return `"${one.shown}" against "${other.shown}"`;
    }
    return undefined;
  },
};

/** Units whose capitals make them another unit: million and metre, mega- and milliwatt. */
const FIGURE_UNIT = /^\d[\d.,]*\s?([mgsh]|m[gwvm])$/iu;
const BY_CASE = new Set(['mm', 'mw', 'ma', 'mv', 'mg']);

/** Symbols of one to three letters that differ in their capitals alone: `5 M` and `5 m`, `mW` and `MW`, `Co` and `CO`. */
function isOtherSymbol(one: Unit, other: Unit): boolean {
  if (one.shown === other.shown || one.shown.toLowerCase() !== other.shown.toLowerCase()) return false;
  if (one.kind === 'figure') return FIGURE_UNIT.test(one.shown);
  if (one.caseFree || other.caseFree || one.shown.length > 3) return false;
  const cases = new Set([one.letterCase, other.letterCase]);
  if (cases.has('mixed')) return true;
  return one.shown.length === 2 && (cases.has('title') || BY_CASE.has(one.shown.toLowerCase()));
}

function usesCapitals({ tokens }: Analysis): boolean {
  return tokens.some((token) => token.kind === 'word' && token.letterCase === 'title');
}
