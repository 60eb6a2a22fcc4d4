import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';

/** A number as written, before its unit is read. */
export type Numeral = {
  readonly value: number | undefined;
  readonly raw: string;
  readonly to: number;
  readonly ordinal: boolean;
};

export const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
export const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
  ['dozen', 12],
]);
export const SCALES: ReadonlyMap<string, number> = new Map([
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
export const ORDINALS: ReadonlyMap<string, number> = new Map(
  `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
  sixteenth seventeenth eighteenth nineteenth twentieth`
    .split(/\s+/u)
    .map((word, index): [string, number] => [word, index + 1])
    .concat(TENS.map((word, index): [string, number] => [word.replace(/y$/u, 'ieth'), 20 + 10 * index])),
);

/** With which a number in words begins: most words are done with here. */
export const NUMBER_OPENERS: ReadonlySet<string> = new Set(
  'a an half quarter'.split(' ').concat([VALUES, SCALES, ORDINALS].flatMap((words) => [...words.keys()])),
);

/** Number words: `two hundred and fifty thousand`, `twenty-five`, `twenty first`, `a dozen`. */
export function wordsAt(items: readonly Item[], start: number): Numeral | undefined {
  let at = start;
  let [total, current, seen] = [0, 0, false];
  const part = partOfScale(items, start);
  if (part !== undefined) {
    [current, at] = [part.value, part.to];
  } else if (['a', 'an'].includes(items[at]?.word ?? '') && isScale(items[at + 1]?.word)) {
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
      (!seen ||
        word === 'dozen' ||
        current % 100 === 0 ||
        (current % 10 === 0 && current % 100 >= 20 && value < 10 && !isOfWordBehind(items, at)))
    ) {
      current = word === 'dozen' ? (current || 1) * 12 : current + value;
    } else if (scale !== undefined) {
      current = (current || 1) * scale;
      if (scale >= 1000) [total, current] = [total + current, 0];
    } else if (!(word === 'and' && seen && current % 100 === 0 && VALUES.has(items[at + 1]?.word ?? ''))) {
      break;
    }
    seen = true;
  }
  if (!seen) return ordinalWord(items, start);
  if (at === start + 1 && items[start]?.word === 'one' && !isCountedOne(items, start)) return undefined;
  const half = items[at]?.word === 'and' && items[at + 1]?.word === 'a' && items[at + 2]?.word === 'half';
  const behind = half ? SCALES.get(items[at + 3]?.word ?? '') : undefined;
  return {
    value: (total + current + (half ? 0.5 : 0)) * (behind ?? 1),
    raw: '',
    to: at + (half ? 3 : 0) + (behind === undefined ? 0 : 1),
    ordinal: false,
  };
}

/** `twenty five-cent coins` are twenty; how old somebody is is easily written so. */
function isOfWordBehind(items: readonly Item[], at: number): boolean {
  const next = items[at + 1];
  return items[at]?.token.glued === false && next?.token.glued === true && next.word !== 'year';
}

const PARTS: Readonly<Record<string, number>> = { half: 0.5, quarter: 0.25 };

/** `half a million`, `a quarter of a million`, `a half-dozen`: what stands before the scale, and where the scale stands. */
function partOfScale(items: readonly Item[], start: number): { value: number; to: number } | undefined {
  const word = (at: number): string => items[at]?.word ?? '';
  const at = word(start) === 'a' ? start + 1 : start;
  const value = Object.hasOwn(PARTS, word(at)) ? PARTS[word(at)] : undefined;
  if (value === undefined || items[at]?.token.quoted === true) return undefined;
  const article = word(at + 1) === 'of' ? at + 2 : at + 1;
  const to = word(article) === 'a' ? article + 1 : at + 1;
  return isScale(word(to)) ? { value, to } : undefined;
}

function isScale(word: string | undefined): boolean {
  return word === 'dozen' || (word !== undefined && word.length > 2 && SCALES.has(word));
}

function ordinalWord(items: readonly Item[], at: number): Numeral | undefined {
  const value = ORDINALS.get(items[at]?.word ?? '');
  if (value === undefined) return undefined;
  const before = items[at - 1]?.word ?? '';
  if (value === 2 && (before === 'per' || items[at - 1]?.token.kind === 'number')) return undefined;
  if (value === 2 && before === 'a' && !isSecondOf(items[at + 1])) return undefined;
  return { value, raw: '', to: at + 1, ordinal: true };
}

/** `a second child`; not `in a second`, `a second ago`. */
function isSecondOf(next: Item | undefined): boolean {
  return (
    next?.token.kind === 'word' &&
    functionClass(next.word) === undefined &&
    !['ago', 'later', 'earlier', 'longer'].includes(next.word)
  );
}

/** `two`, `dozen`, `hundred`. */
export function isNumberWord(word: string): boolean {
  return (VALUES.has(word) && word !== 'one') || (word.length > 2 && SCALES.has(word));
}

function isNumber(item: Item | undefined): boolean {
  return item !== undefined && (item.token.kind === 'number' || isNumberWord(item.word));
}

/** `one` counts after a bound or before a scale or unit; elsewhere it is a pronoun. */
function isCountedOne(items: readonly Item[], at: number): boolean {
  const before = items[at - 1]?.word ?? '';
  // `five one-line poems`.
  if (isNumberWord(before) || items[at - 1]?.token.kind === 'number') return true;
  if (items[at + 1]?.word === 'and' && items[at + 3]?.word === 'half') return true;
  // `from one to ten`, `one or two`; `the number one cause`, but `a number one can call`.
  if (['to', 'or'].includes(items[at + 1]?.word ?? '') && isNumber(items[at + 2])) return true;
  if (before === 'number') return items[at - 2]?.word !== 'a';
  return (
    before.startsWith('@m') ||
    before.startsWith('@o') ||
    ['under', 'over', 'above', 'below', 'only', 'exactly', 'plus', 'minus', 'times', 'by'].includes(before)
  );
}
