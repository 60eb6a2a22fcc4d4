import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { otherQuotes } from './code-quotes.ts';
import { isList, settingOf } from './quoted-alike.ts';

/** Quotations: where both texts quote, they quote the same, and code with the same marks. Of figures in code (`port: "80"`) that one text quotes is enough. */
export const quoteGuard: Guard = {
  name: 'quote',
  check: ({ a, b }: Comparison) => {
    const other = otherQuotes(a, b);
    if (other !== undefined) return other;
    const lone = a.quotes.length === 0 ? b : b.quotes.length === 0 ? a : undefined;
    if (lone !== undefined) {
      const written = lone.quotes.find(
        ({ start, text }) => /^\d+$/u.test(text) && /[(:=,[]\s?$/u.test(lone.text.slice(0, start - 1)),
      );
      return written && `"${written.text}" is a string in one text alone`;
    }
    const [ofA, ofB] = [quoted(a), quoted(b)];
    if (
      ofA.join('\n') === ofB.join('\n') ||
      areSetOtherwise(a, b, [ofA, ofB]) ||
      areUncased(a, b, [ofA, ofB]) ||
      isNested(a, b, ofA) ||
      isNested(b, a, ofB)
    )
      return undefined;
    return `"${ofA.find((text) => !ofB.includes(text)) ?? ofA.join('", "')}" is quoted in one text alone`;
  },
};

/** The same quotations but for how they are set, once each, and in any order where they are listed. */
function areSetOtherwise(
  a: Analysis,
  b: Analysis,
  [ofA, ofB]: readonly [readonly string[], readonly string[]],
): boolean {
  const setting = settingOf(a, b);
  const areLists = isList(a) && isList(b);
  const [one = [], other = []] = [ofA, ofB].map((quotes) => [...new Set(quotes)].map(setting));
  // How they are set is all that tells `New York` from `new york` here.
  if ([one, other].some((quotes) => new Set(quotes).size < quotes.length)) return false;
  const written = (quotes: readonly string[]): string => (areLists ? quotes.toSorted() : quotes).join('\n');
  return written(one) === written(other);
}

/** `who wrote "the hobbit"`: in a text that uses no capitals at all a quotation has none either. */
function areUncased(
  a: Analysis,
  b: Analysis,
  [ofA, ofB]: readonly [readonly string[], readonly string[]],
): boolean {
  const inLowerCase = [a, b].some(({ text }) => text === text.toLowerCase());
  return inLowerCase && ofA.join('\n').toLowerCase() === ofB.join('\n').toLowerCase();
}

/** `TypeError: 'x' is not callable`, `the error "TypeError: 'x' is not callable"`: what one quotes as a whole holds a quotation. */
function isNested(inner: Analysis, outer: Analysis, quotes: readonly string[]): boolean {
  return outer.quotes.every(
    ({ text }) =>
      inner.text.includes(text) && quotes.every((quote) => quote !== text && text.includes(quote)),
  );
}

/** `the idiom "to break the ice"` is `the idiom "break the ice"`. */
function quoted({ quotes, text: whole }: Analysis): readonly string[] {
  const isIdiom = SAYING.test(whole);
  return quotes.map(({ text }) => {
    const plain = text.replace(/[.,!?]$/u, '');
    return isIdiom ? plain.replace(/^to (?=\S+ \S)/iu, '') : plain;
  });
}

const SAYING = /\b(?:idiom|saying|proverb|phrase|expression)s?\b/iu;
