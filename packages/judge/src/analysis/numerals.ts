import type { Measures } from '../lexicon/measures.ts';
import type { Item } from './rewrite.ts';

/** A figure of the text in comparable form. */
export type Figure = {
  /** Equal for equal figures: `#5`, `o3` (third), `length:5000`, `usd:100`, `clock:15:30`, `date:2020-1-5`, `v1.2.3`. */
  readonly key: string;
  /** Another key it may be equal by: five pounds are money or mass. */
  readonly otherKey?: string;
  readonly kind: 'count' | 'ordinal' | 'quantity' | 'money' | 'clock' | 'date' | 'version';
  /** As people write it, for reasons. */
  readonly shown: string;
  /** Items covered, from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
};

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
  ['dozen', 12],
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
  ['lakh', 1e5],
  ['crore', 1e7],
  ['k', 1e3],
  ['mn', 1e6],
  ['bn', 1e9],
]);
const ORDINALS: ReadonlyMap<string, number> = new Map(
  `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
  sixteenth seventeenth eighteenth nineteenth twentieth`
    .split(/\s+/u)
    .map((word, index): [string, number] => [word, index + 1]),
);
const MONTHS =
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  );

type Number = {
  readonly value: number | undefined;
  readonly raw: string;
  readonly to: number;
  readonly ordinal: boolean;
};

/** The figure that starts at an item, with its unit or currency; `undefined` where none starts. */
export function figureAt(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  const half = halfUnit(items, at, measures) ?? partOf(items, at, measures);
  if (half !== undefined) return half;
  const prefix = prefixCurrency(items, at, measures);
  const start = prefix === undefined ? at : items[at + 1]?.word === '.' ? at + 2 : at + 1;
  const number = numberAt(items, start) ?? oneUnit(items, start, measures);
  if (number === undefined) return undefined;
  const { value, raw, to } = number;
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
  const clock = clockOf(items, number);
  if (clock !== undefined) return figure(clock.key, 'clock', clock.to);
  if (value === undefined)
    return figure(keyOfRaw(raw), /^\d+(?:\.\d+){2,}$/u.test(raw) ? 'version' : 'date', to);
  if (number.ordinal) return figure(besideMonth(items, at, to) ? `#${value}` : `o${value}`, 'ordinal', to);
  const unitAt = items[to]?.word === '-' ? to + 1 : to;
  const unit = items[unitAt];
  const names =
    unit === undefined || unit.token.quoted
      ? []
      : [unit.rewritten ? unit.word : unit.token.text, unit.word, ...unit.forms.lemmas];
  const currency =
    prefix ?? names.map((name) => measures.currencyOf(name)).find((code) => code !== undefined);
  if (currency !== undefined)
    return figure(`${currency}:${value}`, 'money', prefix === undefined ? unitAt + 1 : to);
  const measured = names.find((name) => measures.isUnit(name) && isUnitHere(name, unit, raw));
  const quantity = measured === undefined ? undefined : measures.quantity(value, measured);
  if (quantity !== undefined) {
    const found = figure(quantity, 'quantity', unitAt + 1);
    // `feet in one mile`, `feet in a mile`.
    const other =
      measured === 'pound'
        ? `gbp:${value}`
        : value === 1 && (raw === '' || raw === '1')
          ? measured
          : undefined;
    return other === undefined ? found : { ...found, otherKey: other };
  }
  return figure(/^\d+\.\d+$/u.test(raw) ? `#${raw}` : `#${value}`, 'count', to);
}

/** One letter is a unit only when written onto the figure (`5m`, `20 °c`); `in` never is. */
function isUnitHere(name: string, unit: Item | undefined, raw: string): boolean {
  if (name === 'in' || name === 'second' || name === 'may') return name === 'second' && !/^\d?1$/u.test(raw);
  return name.length > 1 || unit?.token.glued === true || '%°smgh'.includes(name);
}

/** `one hour`, `an hour and a half`: counted where a unit follows. */
function oneUnit(items: readonly Item[], at: number, measures: Measures): Number | undefined {
  const [article, unit] = [items[at]?.word, items[at + 1]];
  const isUnit =
    unit !== undefined && unit.forms.lemmas.some((name) => name.length > 1 && measures.isUnit(name));
  if (!isUnit || unit.token.quoted || LOOSE_UNITS.has(unit.word)) return undefined;
  return article === 'one' ? { value: 1, raw: '', to: at + 1, ordinal: false } : undefined;
}

/** `one day`, `one word`, `one second`: no measure. */
const LOOSE_UNITS = new Set(['day', 'second', 'word', 'page', 'degree', 'cup', 'foot', 'may', 'bit']);

/** `half an hour`, `half a year`, `an hour and a half`. */
function halfUnit(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  const words = items.slice(at, at + 5).map(({ word }) => word);
  const isArticle = (word: string | undefined): boolean => word === 'a' || word === 'an' || word === 'one';
  const [unitAt, value, to] =
    words[0] === 'half' && isArticle(words[1])
      ? [at + 2, 0.5, at + 3]
      : isArticle(words[0]) && words.slice(2).join(' ') === 'and a half'
        ? [at + 1, 1.5, at + 5]
        : [-1, 0, -1];
  const unit = items[unitAt]?.forms.lemmas.find((name) => name.length > 1 && measures.isUnit(name));
  const key = unit === undefined ? undefined : measures.quantity(value, unit);
  if (key === undefined) return undefined;
  const shown = items.slice(at, to).map(({ token }) => token.text);
  return { key, kind: 'quantity', from: at, to, shown: shown.join(' ') };
}

const PARTS: ReadonlyMap<string, number> = new Map([
  ['half', 1 / 2],
  ['1/2', 1 / 2],
  ['½', 1 / 2],
  ['1/3', 1 / 3],
  ['2/3', 2 / 3],
  ['1/4', 1 / 4],
  ['quarter', 1 / 4],
  ['¼', 1 / 4],
  ['3/4', 3 / 4],
  ['¾', 3 / 4],
]);

/** `1/2 cup`, `a quarter of a tank`, `3/4 of an hour`: a share, of a unit where one follows. */
function partOf(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  const first = ['a', 'one'].includes(items[at]?.word ?? '') ? at + 1 : at;
  const value = PARTS.get(items[first]?.word ?? '');
  const word = items[first]?.word ?? '';
  if (value === undefined || items[first]?.token.quoted === true) return undefined;
  let unitAt = first + 1;
  const isShare = items[unitAt]?.word === 'of';
  if (isShare) unitAt += 1;
  if (['a', 'an', 'the'].includes(items[unitAt]?.word ?? '') && isShare) unitAt += 1;
  const unit = items[unitAt]?.forms.lemmas.find((name) => name.length > 1 && measures.isUnit(name));
  const shown = items.slice(at, unitAt + 1).map(({ token }) => token.text);
  const key = unit === undefined ? undefined : measures.quantity(value, unit);
  if (key !== undefined && word !== 'half')
    return { key, kind: 'quantity', from: at, to: unitAt + 1, shown: shown.join(' ') };
  if (!isShare || word === 'half' || word === '1/2') return undefined;
  return { key: `#${value}`, kind: 'count', from: at, to: first + 1, shown: items[first]?.token.text ?? '' };
}

function prefixCurrency(items: readonly Item[], at: number, measures: Measures): string | undefined {
  const item = items[at];
  const next = items[at + 1]?.word === '.' ? items[at + 2] : items[at + 1];
  if (item === undefined || next === undefined || item.token.kind === 'number') return undefined;
  const code = measures.currencyOf(item.word);
  if (code === undefined || next.token.kind !== 'number') return undefined;
  return item.token.kind === 'symbol' || item.word.length <= 3 ? code : undefined;
}

function numberAt(items: readonly Item[], at: number): Number | undefined {
  const item = items[at];
  if (item === undefined) return undefined;
  if (item.token.kind === 'number' && !item.rewritten) return digitsAt(items, at, item.word);
  if (/^\d+(?:\.\d+)?$/u.test(item.word)) return digitsAt(items, at, item.word);
  const suffixed = /^(\d+)(?:st|nd|rd|th)$/u.exec(item.word);
  if (suffixed) return { value: Number(suffixed[1]), raw: item.word, to: at + 1, ordinal: true };
  if (item.token.quoted && item.word === 'one') return undefined;
  const roman = romanAt(items, at);
  if (roman !== undefined) return { value: roman, raw: '', to: at + 1, ordinal: false };
  return wordsAt(items, at);
}

const ROMAN: ReadonlyMap<string, number> = new Map(
  'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX'
    .split(' ')
    .map((text, index): [string, number] => [text, index + 1]),
);

/** `Type II`, `Henry VIII`: capitals behind a word. A single letter is a letter. */
function romanAt(items: readonly Item[], at: number): number | undefined {
  const item = items[at];
  if (item === undefined || item.rewritten || item.token.kind !== 'word' || item.token.text.length < 2)
    return undefined;
  return items[at - 1]?.token.kind === 'word' ? ROMAN.get(item.token.text) : undefined;
}

function digitsAt(items: readonly Item[], at: number, raw: string): Number {
  const plain = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(raw) ? raw.replaceAll(',', '') : raw;
  const next = items[at + 1];
  if (next?.token.glued === true && /^(?:st|nd|rd|th)$/u.test(next.word)) {
    return { value: Number(plain), raw, to: at + 2, ordinal: true };
  }
  if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/u.test(plain))
    return { value: undefined, raw, to: at + 1, ordinal: false };
  if (next?.word === 's' && next.token.glued && /^[2-9]0$/u.test(plain))
    return { value: 1900 + Number(plain), raw: `19${plain}`, to: at + 1, ordinal: false };
  const scale = next === undefined ? undefined : SCALES.get(next.word);
  const scaled = scale !== undefined && (next?.word.length !== 1 || next.token.glued);
  return {
    value: Number(plain) * (scaled ? scale : 1),
    raw: scaled ? `${plain}*` : plain,
    to: at + (scaled ? 2 : 1),
    ordinal: false,
  };
}

/** Number words: `two hundred and fifty thousand`, `twenty-five`, `twenty first`, `a dozen`. */
function wordsAt(items: readonly Item[], start: number): Number | undefined {
  let at = start;
  let [total, current, seen] = [0, 0, false];
  if (['a', 'an'].includes(items[at]?.word ?? '') && isScale(items[at + 1]?.word)) {
    current = 1;
    at += 1;
  }
  for (; at < items.length; at += 1) {
    const word = items[at]?.word ?? '';
    const value = VALUES.get(word);
    const scale = word.length > 2 ? SCALES.get(word) : undefined;
    const ordinal = seen && current % 10 === 0 && current >= 20 ? ORDINALS.get(word) : undefined;
    if (ordinal !== undefined && ordinal < 10)
      return { value: total + current + ordinal, raw: '', to: at + 1, ordinal: true };
    if (
      value !== undefined &&
      (!seen || current % 100 === 0 || (current % 10 === 0 && current % 100 >= 20 && value < 10))
    ) {
      current = word === 'dozen' ? Math.max(1, current) * 12 : current + value;
    } else if (scale !== undefined) {
      current = Math.max(1, current) * scale;
      if (scale >= 1000) [total, current] = [total + current, 0];
    } else if (!(word === 'and' && seen && current % 100 === 0 && VALUES.has(items[at + 1]?.word ?? ''))) {
      break;
    }
    seen = true;
  }
  if (!seen) return ordinalWord(items, start);
  if (at === start + 1 && items[start]?.word === 'one' && !isCountedOne(items, start)) return undefined;
  const half = items[at]?.word === 'and' && items[at + 1]?.word === 'a' && items[at + 2]?.word === 'half';
  return { value: total + current + (half ? 0.5 : 0), raw: '', to: half ? at + 3 : at, ordinal: false };
}

function isScale(word: string | undefined): boolean {
  return word === 'dozen' || (word !== undefined && word.length > 2 && SCALES.has(word));
}

function ordinalWord(items: readonly Item[], at: number): Number | undefined {
  const value = ORDINALS.get(items[at]?.word ?? '');
  if (value === undefined) return undefined;
  const before = items[at - 1]?.word ?? '';
  if (value === 2 && (before === 'a' || before === 'per' || items[at - 1]?.token.kind === 'number'))
    return undefined;
  return { value, raw: '', to: at + 1, ordinal: true };
}

/** `two`, `dozen`, `hundred`. */
export function isNumberWord(word: string): boolean {
  return (VALUES.has(word) && word !== 'one') || (word.length > 2 && SCALES.has(word));
}

/** `one` counts after a bound or before a scale or unit; elsewhere it is a pronoun. */
function isCountedOne(items: readonly Item[], at: number): boolean {
  const before = items[at - 1]?.word ?? '';
  return (
    before.startsWith('@m') ||
    before.startsWith('@o') ||
    ['under', 'over', 'above', 'below', 'only', 'exactly', 'plus', 'minus', 'times', 'by'].includes(before)
  );
}

function clockOf(items: readonly Item[], number: Number): { key: string; to: number } | undefined {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?$/u.exec(number.raw);
  if (!match) return undefined;
  const next = items[number.to]?.word;
  const half = next === 'am' || next === 'pm' ? next : undefined;
  if (half === undefined && next !== 'oclock' && !number.raw.includes(':')) return undefined;
  const hour = Number(match[1]);
  const hour24 = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return {
    key: `clock:${hour24}:${match[2] ?? '00'}`,
    to: number.to + (half !== undefined || next === 'oclock' ? 1 : 0),
  };
}

function besideMonth(items: readonly Item[], from: number, to: number): boolean {
  const near = [
    items[from - 1]?.word,
    items[to]?.word,
    items[to]?.word === 'of' ? items[to + 1]?.word : undefined,
  ];
  return near.some((word) => word !== undefined && MONTHS.includes(word));
}

/** Dates, addresses and the like, as written but without leading zeros. */
function keyOfRaw(raw: string): string {
  return `=${raw.replace(/(^|\D)0+(?=\d)/gu, '$1')}`;
}
