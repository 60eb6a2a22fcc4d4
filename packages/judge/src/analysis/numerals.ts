import type { Measures } from '../lexicon/measures.ts';
import { clockOf, spokenClock } from './clock.ts';
import { decadeAt } from './decade.ts';
import type { Figure } from './figure.ts';
import { NUMBER_OPENERS, SCALES, wordsAt, type Numeral } from './number-words.ts';
import type { Item } from './item.ts';
import { ratioOf } from './ratio.ts';
import { isBehindRuler, isRegnal, romanAt } from './regnal.ts';
import { smallerPart } from './smaller-part.ts';
import { halfUnit, opensShare, partOf } from './shares.ts';

const MONTHS =
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  );

/** The figure that starts at an item, with its unit or currency; `undefined` where none starts. */
export function figureAt(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  if (!mayOpen(items, at)) return undefined;
  const share = opensShare(items[at])
    ? (spokenClock(items, at) ?? halfUnit(items, at, measures) ?? partOf(items, at, measures))
    : undefined;
  if (share !== undefined) return share;
  const named = isBehindRuler(items, at) ? figureAt(items, at + 1, measures) : undefined;
  if (named?.kind === 'ordinal' && isRegnal(items, named))
    return { ...named, key: `#${named.key.slice(1)}`, otherKeys: [named.key], from: at };
  const prefix = prefixCurrency(items, at, measures);
  const start = prefix === undefined ? at : items[at + 1]?.word === '.' ? at + 2 : at + 1;
  const number = numberAt(items, start) ?? oneUnit(items, start, measures);
  if (number === undefined) return undefined;
  const { value, raw, to } = prefix === undefined ? number : millions(items, number);
  const shown = (end: number): string =>
    items
      .slice(at, end)
      .map((item) => item.token.text)
      .filter((text, index, all) => text !== all[index - 1])
      .join(' ');
  const figure = (key: string, kind: Figure['kind'], end: number): Figure => ({
    key,
    kind,
    from: at,
    to: end,
    shown: shown(end),
  });
  const ratio = prefix === undefined ? ratioOf(items, start, number) : undefined;
  if (ratio !== undefined) return figure(ratio.key, 'date', ratio.to);
  const clock = clockOf(items, number);
  if (clock !== undefined) return figure(clock.key, 'clock', clock.to);
  if (value === undefined)
    return figure(keyOfRaw(raw), /^\d+(?:\.\d+){2,}$/u.test(raw) ? 'version' : 'date', to);
  if (number.ordinal) return figure(besideMonth(items, at, to) ? `#${value}` : `o${value}`, 'ordinal', to);
  const unitAt = items[to]?.word === '-' ? to + 1 : to;
  const unit = items[unitAt];
  const names = unit === undefined || unit.token.quoted ? [] : namesOf(unit);
  const currency =
    prefix ?? names.map((name) => measures.currencyOf(name)).find((code) => code !== undefined);
  const part = prefix === undefined ? smallerPart(items, unitAt, measures) : undefined;
  const whole = part === undefined ? value : Number((value + part.value).toPrecision(9));
  const end = part?.to ?? unitAt + 1;
  if (currency !== undefined) return figure(`${currency}:${whole}`, 'money', prefix === undefined ? end : to);
  const measured = names.find((name) => measures.isUnit(name) && isUnitHere(name, unit, raw));
  if (measured === 'pound' && part !== undefined) return figure(`gbp:${whole}`, 'money', end);
  const quantity =
    measured === undefined ? undefined : measures.quantity(value + (part?.value ?? 0), measured);
  if (quantity !== undefined) {
    const single = LOOSE_UNITS.has(measured ?? '') && value === 1 ? undefined : measures.singleOf(quantity);
    const others = [
      measured === 'pound' ? `gbp:${value}` : undefined,
      value === 1 && (raw === '' || raw === '1') && unit?.word.length !== 1 ? measured : undefined,
      single,
      isAge(items, unitAt + 1) ? `#${value}` : undefined,
      // `25% of my income` is a quarter of it.
      measured === '%' || measured === 'percent' ? shareOf(items[end], value) : undefined,
    ].filter((key) => key !== undefined);
    return { ...figure(quantity, 'quantity', end), otherKeys: others };
  }
  return figure(/^\d+\.\d+$/u.test(raw) ? `#${raw}` : `#${value}`, 'count', to);
}

/** Most words open no figure: in letters alone, no number, no numeral, no `the` of `Henry the Eighth` and nothing before a figure (`EUR 5`). */
function mayOpen(items: readonly Item[], at: number): boolean {
  const [{ word = '' } = {}, next] = [items[at], items[at + 1]];
  return (
    !/^[a-z]+$/u.test(word) ||
    NUMBER_OPENERS.has(word) ||
    word === 'the' ||
    /^[ivx]+$/u.test(word) ||
    next?.token.kind === 'number' ||
    next?.word === '.'
  );
}

const DEGREES: Readonly<Record<string, string>> = { F: 'fahrenheit', C: 'celsius' };

/** What the word behind a figure may be as a unit. `350 F`: a capital of its own is a temperature. */
function namesOf({ word, forms, token, rewritten }: Item): readonly string[] {
  const degree = rewritten || token.kind !== 'word' ? undefined : DEGREES[token.text];
  const written = rewritten ? word : token.text;
  return degree === undefined ? [written, word, ...forms.lemmas] : [degree];
}

function shareOf(behind: Item | undefined, percent: number): string | undefined {
  return behind?.word === 'of' && percent < 100 ? `#${percent / 100}` : undefined;
}

/** `six years old`, `a six-year-old`: of a person one says `is six`. */
function isAge(items: readonly Item[], behind: number): boolean {
  return items[behind]?.word === 'old' && items[behind - 1]?.forms.lemmas.includes('year') === true;
}

/** Where a bound stands before it, an article counts: `under an hour`, `less than a day`. */
const BOUNDING = new Set('@under @over @min @max under over within'.split(' '));

/** One letter is a unit only when written onto the figure (`5m`, `20 °c`), in its capital (`60 W`) or without another use (`0.5 l`); `in` never is. */
function isUnitHere(name: string, unit: Item | undefined, raw: string): boolean {
  if (name === 'in' || name === 'second' || name === 'may') return name === 'second' && !/^\d?1$/u.test(raw);
  return name.length > 1 || unit?.token.glued === true || '%°smghl'.includes(name) || isElectric(unit);
}

/** `60 W`, `12 V`, `20 A`; where all is in capitals they say nothing. */
function isElectric(unit: Item | undefined): boolean {
  return unit?.token.letterCase === 'title' && ['W', 'V', 'A'].includes(unit.token.text);
}

const ARTICLES = new Set(['a', 'an', 'one']);

/** `one hour`, `an hour and a half`: counted where a unit follows. */
function oneUnit(items: readonly Item[], at: number, measures: Measures): Numeral | undefined {
  const [article = '', unit] = [items[at]?.word, items[at + 1]];
  if (!ARTICLES.has(article)) return undefined;
  if (unit === undefined || !unit.forms.lemmas.some((name) => isCounting(name, measures))) return undefined;
  // `a job in Rome and one in Bern`.
  if (unit.token.quoted || unit.word === 'in') return undefined;
  const isBound = BOUNDING.has(items[at - 1]?.word ?? '');
  const counts = isBound ? unit.word !== 'may' : article === 'one' && !LOOSE_UNITS.has(unit.word);
  return counts ? { value: 1, raw: '', to: at + 1, ordinal: false } : undefined;
}

/** `one dollar`; not `one won`, `one real`. */
function isCounting(name: string, measures: Measures): boolean {
  if (name.length > 1 && measures.isUnit(name)) return true;
  return name.length > 3 && name !== 'real' && name !== 'rand' && measures.currencyOf(name) !== undefined;
}

/** `one day`, `one word`, `one second`: no measure. */
const LOOSE_UNITS = new Set(['day', 'second', 'word', 'page', 'degree', 'cup', 'foot', 'may', 'bit']);

/** `$5m`: behind a sign of money a letter on the figure is a scale. */
function millions(items: readonly Item[], number: Numeral): Numeral {
  const { value, raw, to, ordinal } = number;
  const letter = items[to];
  const scale = letter?.token.glued === true ? LETTERS[letter.word] : undefined;
  return value === undefined || scale === undefined || ordinal
    ? number
    : { value: value * scale, raw: `${raw}*`, to: to + 1, ordinal };
}

const LETTERS: Readonly<Record<string, number>> = { m: 1e6, b: 1e9, t: 1e12 };

function prefixCurrency(items: readonly Item[], at: number, measures: Measures): string | undefined {
  const item = items[at];
  const next = items[at + 1]?.word === '.' ? items[at + 2] : items[at + 1];
  if (item === undefined || next === undefined || item.token.kind === 'number') return undefined;
  const code = measures.currencyOf(item.word);
  if (code === undefined || next.token.kind !== 'number') return undefined;
  return item.token.kind === 'symbol' || item.word.length <= 3 ? code : undefined;
}

function numberAt(items: readonly Item[], at: number): Numeral | undefined {
  const item = items[at];
  if (item === undefined) return undefined;
  if (item.token.kind === 'number' && !item.rewritten) return digitsAt(items, at, item.word);
  if (/^\d+(?:\.\d+)?$/u.test(item.word)) return digitsAt(items, at, item.word);
  const suffixed = /^(\d+)(?:st|nd|rd|th)$/u.exec(item.word);
  if (suffixed) return { value: Number(suffixed[1]), raw: item.word, to: at + 1, ordinal: true };
  if (item.token.quoted && item.word === 'one') return undefined;
  const roman = romanAt(items, at);
  if (roman !== undefined) return { ...roman, raw: '', ordinal: isCentury(items[roman.to]) };
  return wordsAt(items, at);
}

/** `the XIX century`. */
function isCentury(next: Item | undefined): boolean {
  return next?.word === 'century' || next?.word === 'centuries';
}

/** `007`, `0809`, `02134`, `00`: zeros that no number begins with are part of a code; `05` is a day or an hour. */
const CODE = /^0(?:\d{2,}|0)$/u;

function digitsAt(items: readonly Item[], at: number, raw: string): Numeral {
  const plain = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(raw) ? raw.replaceAll(',', '') : raw;
  const next = items[at + 1];
  if (next?.token.glued === true && /^(?:st|nd|rd|th)$/u.test(next.word)) {
    return { value: Number(plain), raw, to: at + 2, ordinal: true };
  }
  if (CODE.test(plain) || !/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/u.test(plain))
    return { value: undefined, raw, to: at + 1, ordinal: false };
  const decade = decadeAt(items, at, plain);
  if (decade !== undefined) return { value: undefined, raw: decade, to: at + 2, ordinal: false };
  const scale = next === undefined ? undefined : scaleOf(next);
  const scaled = scale !== undefined && (next?.word.length !== 1 || next.token.glued);
  return {
    value: Number(plain) * (scaled ? scale : 1),
    raw: scaled ? `${plain}*` : plain,
    to: at + (scaled ? 2 : 1),
    ordinal: false,
  };
}

/** `2k`, `2 million`; `1.2M` and `7B`, but `5m`. */
function scaleOf({ word, token }: Item): number | undefined {
  if (token.glued && token.text === 'M') return 1e6;
  return token.glued && token.text === 'B' ? 1e9 : SCALES.get(word);
}

function besideMonth(items: readonly Item[], from: number, to: number): boolean {
  // `Jan. 1st`.
  const short = items[from - 1]?.word === '.' && (items[from - 2]?.token.text.length ?? 9) <= 4;
  const near = [
    items[short ? from - 2 : from - 1]?.word,
    items[to]?.word,
    items[to]?.word === 'of' ? items[to + 1]?.word : undefined,
  ];
  return near.some((word) => word !== undefined && MONTHS.includes(word));
}

/** Dates, addresses and the like, as written but without leading zeros; a code with them. */
function keyOfRaw(raw: string): string {
  if (CODE.test(raw)) return `=${raw}`;
  return `=${raw.replace(/(^|\D)0+(?=\d)/gu, '$1')}`;
}
