import type { Analysis } from '../analysis/analyse.ts';
import { namesNotation } from '../analysis/notation.ts';
import { isAboutWording } from './wording.ts';

/** Where of what is quoted capitals or marks are asked about, or its words are one by one. */
const ON_MARKS =
  /\b(?:comma|period|full stop|apostrophe|hyphen|dash|punctuat|quotation|grammar|grammatical|correct|sentence|misspel)/iu;
const ON_CAPITALS =
  /\b(?:capital|(?:upper|lower|title)[- ]?case|case[- ]sensitiv|caps|shout|abbreviat|acronym|initial|headline|title|password|grammar|grammatical|spell|correct|proofread|fix|edit|search|grep|replace|label|tag|key)/iu;

/** Who said it and what it means: no comma changes that. */
const OF_WHOLE = /\b(?:said|says|wrote|written by|mean|means|meant|meaning|refers?|origin|come from)\b/iu;

/** Quotations in a form that is the same wherever only how they are set differs: capitals, commas, `the`, `to` before an idiom. */
export function settingOf(a: Analysis, b: Analysis): (quote: string) => string {
  const both = `${a.text}\n${b.text}`;
  const isOfLetters = both.includes('`') || ON_CAPITALS.test(both) || namesNotation(both);
  if (isOfLetters) return (quote) => quote;
  const keepsMarks =
    ![a, b].some((one) => OF_WHOLE.test(askedOfQuotes(one))) ||
    ON_MARKS.test(both) ||
    isAboutWording(a.text) ||
    isAboutWording(b.text);
  const isExplained =
    /\b(?:idiom|saying|proverb|phrase|expression|mean|means|meant|meaning|refer|refers)\b/iu.test(both);
  return (quote) => {
    if (!PLAIN.test(quote)) return quote;
    const plain = quote.toLowerCase();
    if (keepsMarks) return plain;
    const bare = plain.replaceAll(/[,.!?;:]/gu, '');
    return isExplained ? bare.replace(/^(?:to|the) (?=\S+ \S)/u, '') : bare;
  };
}

/** The text without what it quotes: of `"Thomas, said Ruth, is kind."` nobody asks who said it. */
function askedOfQuotes({ text, quotes }: Analysis): string {
  return quotes.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

/** Two words or more, and nothing but words: of one the capital may be what tells it from another. */
const PLAIN = /^[\p{L}\p{M}'-]+[,.!?;:]? [\p{L}\p{M}\s',.!?;:-]+$/u;

/** `'set-up' or 'setup'`, `the words "a", "b" and "c"`: what is quoted is listed, in whatever order. */
export function isList({ text, quotes }: Analysis): boolean {
  if (quotes.length < 2 || ORDERED.test(text) || namesNotation(text.replaceAll(/\bwords?\b/giu, '')))
    return false;
  return quotes.every(({ end, text: quote }, index) => {
    const next = quotes[index + 1];
    if (!/^[\p{L}\s'-]+$/u.test(quote)) return false;
    return next === undefined || BETWEEN.test(text.slice(end + 1, next.start - 1));
  });
}

const BETWEEN = /^(?:,? (?:or|and|vs\.?|versus) |, ?)$/iu;
const ORDERED =
  /\b(?:order|respectively|first|last|before|after|sequence|then|concat\w*|join\w*|replac\w*|swap\w*|renam\w*|subtract\w*|left|right|former|latter)\b/iu;
