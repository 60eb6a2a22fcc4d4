import type { Item } from './item.ts';
import { wordsAt, type Numeral } from './number-words.ts';

type Ratio = { readonly key: string; readonly to: number };

/** `50/50` and `fifty-fifty`, `4-7-8` and `four-seven-eight`, `120/80` and `120 over 80`, in a ratio `3:1` and `three to one`. */
export function ratioOf(items: readonly Item[], at: number, number: Numeral): Ratio | undefined {
  if (number.ordinal || items[at]?.token.quoted === true) return undefined;
  const written = /^(\d{1,3})([-/:])(\d{1,3})$/u.exec(number.raw);
  if (written !== null) {
    const [, first = '', sign = '', second = ''] = written;
    return writtenRatio(items, { first: Number(first), second: Number(second), sign, to: number.to }, at);
  }
  if (number.value === undefined) return undefined;
  return said(items, at) ?? pressure(items, number) ?? toOne(items, number, at);
}

type Written = {
  readonly first: number;
  readonly second: number;
  readonly sign: string;
  readonly to: number;
};

function writtenRatio(
  items: readonly Item[],
  { first, second, sign, to }: Written,
  at: number,
): Ratio | undefined {
  if (isWhole(first, second)) return { key: `=${first}/${second}`, to };
  if (sign === '/' && isPressure(first, second))
    return { key: `=${first}/${second}`, to: behindPressure(items, to) };
  return sign === ':' && isRatio(items, at, to) ? { key: `=${first}:${second}`, to } : undefined;
}

/** `fifty-fifty`, `eighty-twenty`, `four-four`; a hyphen joins `twenty-five` to one number. */
function said(items: readonly Item[], at: number): Ratio | undefined {
  const values: number[] = [];
  let to = at;
  for (; to < at + 4; to += 1) {
    const word = items[to];
    const number = word === undefined || word.token.kind !== 'word' ? undefined : wordsAt([word], 0);
    if (word === undefined || number?.value === undefined || number.ordinal) break;
    if (to > at && !isHyphened(items[to - 1], word)) break;
    values.push(number.value);
  }
  const [first = 0, second = 0] = values;
  if (values.length === 2 && (isWhole(first, second) || (first === second && first < 20)))
    return { key: `=${first}/${second}`, to };
  return values.length === 3 && values.every((value) => value < 20)
    ? { key: `=${values.join('-')}`, to }
    : undefined;
}

function isHyphened(before: Item | undefined, { token }: Item): boolean {
  return (
    before !== undefined && token.glued && token.start === before.token.start + before.token.text.length + 1
  );
}

/** Parts of a hundred. */
function isWhole(first: number, second: number): boolean {
  return first + second === 100 && first > 0 && second > 0 && first % 5 === 0;
}

/** `120 over 80`, with or without what it is measured in. */
function pressure(items: readonly Item[], { value = 0, to }: Numeral): Ratio | undefined {
  const second = Number(/^\d{2,3}$/u.exec(items[to + 1]?.word ?? '')?.[0] ?? 0);
  if (items[to]?.word !== 'over' || !isPressure(value, second)) return undefined;
  const behind = items[to + 2];
  // `a fine for 120 over 80 mph`, `150 over 90 days`.
  const ends =
    behind === undefined || behind.word === 'mmhg' || behind.token.kind === 'punct' || SMALL.has(behind.word);
  return ends ? { key: `=${value}/${second}`, to: behindPressure(items, to + 2) } : undefined;
}

const SMALL = new Set(
  'a and is or too high low normal good bad ok okay fine for dangerous safe in at'.split(' '),
);

function isPressure(first: number, second: number): boolean {
  return first >= 70 && first <= 250 && second >= 40 && second <= 150 && first > second;
}

function behindPressure(items: readonly Item[], to: number): number {
  return items[to]?.word === 'mmhg' ? to + 1 : to;
}

/** `odds of three to one`, `a 3 to 1 mix`. */
function toOne(items: readonly Item[], { value = 0, to }: Numeral, at: number): Ratio | undefined {
  const behind = items[to + 1];
  if (items[to]?.word !== 'to' || behind === undefined || !isRatio(items, at, to + 2)) return undefined;
  const second =
    behind.word === 'one'
      ? 1
      : /^\d{1,3}$/u.test(behind.word)
        ? Number(behind.word)
        : wordsAt([behind], 0)?.value;
  return second === undefined || !Number.isInteger(value)
    ? undefined
    : { key: `=${value}:${second}`, to: to + 2 };
}

const RATIOS = new Set('ratio factor odds scale leverage compression'.split(' '));

/** Named as a ratio right before or right behind. */
function isRatio(items: readonly Item[], from: number, to: number): boolean {
  const before = items[from - 1];
  const named = ['of', 'at', 'is'].includes(before?.word ?? '') ? items[from - 2] : before;
  return [named, items[to], items[to + 1]].some(
    (item) => item?.forms.lemmas.some((name) => RATIOS.has(name)) === true,
  );
}
