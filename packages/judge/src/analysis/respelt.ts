import type { Dictionary } from '../lexicon/dictionary.ts';
import { signRead } from './signs-read.ts';
import { soundOf } from './texting.ts';
import type { Token } from './token.ts';
import type { Word } from './word.ts';

/** Words for what was written in a short way, and how many more tokens they stand for. */
export type Special = { readonly words: readonly Word[]; readonly extra: number };

/** Most words are done with here: what is respelt ends in -less or -free or stands beside a figure. */
function isPlain(tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.kind !== 'word' || isFigure(tokens[at - 1]) || isFigure(next)) return false;
  return !(token.norm.endsWith('less') || next?.norm === 'free');
}

/** What is written together or in figures, as it is said. */
export function respelt(tokens: readonly Token[], at: number, dictionary: Dictionary): Special | undefined {
  const token = tokens[at];
  if (token === undefined || isPlain(tokens, at)) return undefined;
  return (
    freeOf(tokens, at) ??
    lessOf(token, dictionary) ??
    soundedAs(tokens, at, dictionary) ??
    isoDate(token) ??
    monthOf(tokens, at) ??
    halfOf(tokens, at) ??
    grouped(tokens, at) ??
    ageOf(tokens, at) ??
    rangeOf(tokens, at) ??
    operatorOf(tokens, at) ??
    rateOf(tokens, at) ??
    signOf(tokens, at)
  );
}

/** `sugar-free` is `without sugar`. */
function freeOf(tokens: readonly Token[], at: number): Special | undefined {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (first?.kind !== 'word' || second?.norm !== 'free' || !second.glued || first.quoted) return undefined;
  return {
    words: [
      { norm: 'without', token: second },
      { norm: first.norm, token: first },
      // `sugar-free dessert`: sugar is no part of the dessert's name.
      { norm: ',', token: { ...second, kind: 'punct', inside: true } },
    ],
    extra: 1,
  };
}

/** Words in -less that say no more than `without`; of those that are no word of their own all do. */
const LACKING = new Set(
  'meatless sugarless seedless flourless boneless skinless saltless fatless sleeveless strapless cordless brushless paperless cashless keyless passwordless'.split(
    ' ',
  ),
);

/** `an eggless cake` is one without eggs. */
function lessOf(token: Token, { lexicon }: Dictionary): Special | undefined {
  if (!token.norm.endsWith('less') || token.kind !== 'word' || token.quoted || token.letterCase === 'upper')
    return undefined;
  const stem = token.norm.slice(0, -4);
  if (stem.length < 3 || !lexicon.has(stem)) return undefined;
  if (lexicon.has(token.norm) && !LACKING.has(token.norm)) return undefined;
  return {
    words: [
      { norm: 'without', token },
      { norm: stem, token },
      { norm: ',', token: { ...token, kind: 'punct', inside: true } },
    ],
    extra: 0,
  };
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** `1776-07-04` and `4.7.1776` as `july 4 1776`; dates that two countries read in two ways stay as they are. */
function isoDate(token: Token): Special | undefined {
  if (token.kind !== 'number') return undefined;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(token.text);
  const local = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/u.exec(token.text);
  const [year, month, day] =
    iso?.slice(1).map(Number) ?? (local === null ? [] : sureOrder(local.slice(1).map(Number)));
  const name = MONTHS[(month ?? 0) - 1];
  if (year === undefined || day === undefined || name === undefined || day > 31) return undefined;
  return {
    words: [name, String(day), String(year)].map((norm) => ({
      norm,
      token: { ...token, kind: norm === name ? 'word' : 'number' },
    })),
    extra: 0,
  };
}

const SHORT_MONTHS: Readonly<Record<string, string>> = { mar: 'march', jun: 'june', jul: 'july' };

/** `Mar 15`, `15 Mar`: short for a month beside a figure only. */
function monthOf(tokens: readonly Token[], at: number): Special | undefined {
  const token = tokens[at];
  const month = Object.hasOwn(SHORT_MONTHS, token?.norm ?? '') ? SHORT_MONTHS[token?.norm ?? ''] : undefined;
  if (token === undefined || month === undefined || token.quoted) return undefined;
  return isFigure(tokens[at - 1]) || isFigure(tokens[at + 1])
    ? { words: [{ norm: month, token }], extra: 0 }
    : undefined;
}

const OWNED = new Set('of a an the my your our their his her'.split(' '));
const BOUNDING = new Set('than over under least most'.split(' '));

/** `1/2 an onion`, `1/2 of it`: half; `1/2 + 1/3` and `more than 1/2 of it` are reckoned with. */
function halfOf(tokens: readonly Token[], at: number): Special | undefined {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.text !== '1/2' || token.quoted || isFigure(before)) return undefined;
  return OWNED.has(next?.norm ?? '') && !BOUNDING.has(before?.norm ?? '')
    ? spelt({ ...token, kind: 'word' }, ['half'], 0)
    : undefined;
}

/** `12 000` as `12,000`; not `2 500 ml bottles`. */
function grouped(tokens: readonly Token[], at: number): Special | undefined {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (token === undefined || isFigure(before) || token.quoted || !/^[1-9]\d{0,2}$/u.test(token.text))
    return undefined;
  let end = at + 1;
  while (/^\d{3}$/u.test(tokens[end]?.text ?? '')) end += 1;
  if (end === at + 1 || tokens[end - 1]?.text !== '000' || isFigure(tokens[end])) return undefined;
  const norm = tokens
    .slice(at, end)
    .map(({ text }) => text)
    .join(',');
  return { words: [{ norm, token }], extra: end - at - 1 };
}

/** `7yo`, `7 y/o`: a year old. */
function ageOf(tokens: readonly Token[], at: number): Special | undefined {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token === undefined || token.quoted || !isFigure(before)) return undefined;
  const isSplit = token.norm === 'y' && next?.norm === 'o' && next.start === token.start + 2;
  if (token.norm !== 'yo' && !isSplit) return undefined;
  return spelt(token, ['year', 'old'], isSplit ? 1 : 0);
}

/** Words in place of a token; figures keep what they are. */
function spelt(token: Token, norms: readonly string[], extra: number): Special {
  return {
    words: norms.map((norm) => ({
      norm,
      token: /^\d/u.test(norm) ? token : { ...token, kind: 'word', letterCase: 'lower' },
    })),
    extra,
  };
}

/** `18+` is `at least 18`, `10-15 minutes` are `10 to 15 minutes`; `w/` is `with`. */
function rangeOf(tokens: readonly Token[], at: number): Special | undefined {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.norm === 'w/') return spelt(token, ['with'], 0);
  if (token?.kind !== 'number' || token.quoted) return undefined;
  const isMore =
    next?.text === '+' && next.glued && tokens[at + 2]?.glued !== true && !isFigure(tokens[at + 2]);
  if (isMore) return spelt(token, ['at', 'least', token.norm], 1);
  const [from, to] = /^(\d{1,4})-(\d{1,4})$/u.exec(token.text)?.slice(1) ?? [];
  if (from === undefined || to === undefined || next?.kind !== 'word') return undefined;
  return Number(from) < Number(to) ? spelt(token, [from, 'to', to], 0) : undefined;
}

const OPERATORS: Readonly<Record<string, string>> = {
  plus: '+',
  minus: '-',
  times: '*',
  x: '*',
  '×': '*',
  '÷': '/',
  'divided by': '/',
  'multiplied by': '*',
};

/** `12 x 15`, `7 plus 8`: between two figures a word is a sign of arithmetic. */
function operatorOf(tokens: readonly Token[], at: number): Special | undefined {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token === undefined || token.quoted || !isFigure(tokens[at - 1])) return undefined;
  const long = next !== undefined && Object.hasOwn(OPERATORS, `${token.norm} ${next.norm}`);
  const norm = OPERATORS[long ? `${token.norm} ${next.norm}` : token.norm];
  if (norm === undefined || !isFigure(tokens[at + (long ? 2 : 1)])) return undefined;
  return { words: [{ norm, token: { ...token, text: norm, norm, kind: 'symbol' } }], extra: long ? 1 : 0 };
}

/** `20 €/hour`, `$20/hour`: what a price is for. */
function rateOf(tokens: readonly Token[], at: number): Special | undefined {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.text !== '/' || !token.glued || next?.kind !== 'word' || !next.glued) return undefined;
  return before?.kind === 'number' || before?.kind === 'symbol' ? spelt(token, ['per'], 0) : undefined;
}

function soundedAs(tokens: readonly Token[], at: number, dictionary: Dictionary): Special | undefined {
  const [token, sound] = [tokens[at], soundOf(tokens, at, dictionary)];
  return token === undefined || sound === undefined ? undefined : spelt(token, [sound], 0);
}

function signOf(tokens: readonly Token[], at: number): Special | undefined {
  const words = signRead(tokens, at);
  return words && { words, extra: 0 };
}

function isFigure(token: Token | undefined): boolean {
  return token?.kind === 'number';
}

/** Year, month, day of two figures and a year, where only one reading is possible. */
function sureOrder([first = 0, second = 0, year = 0]: readonly number[]): readonly number[] {
  if (first > 12 && second <= 12) return [year, second, first];
  if (second > 12 && first <= 12) return [year, first, second];
  return first === second ? [year, first, second] : [];
}
