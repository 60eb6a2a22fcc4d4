import type { Measures } from '../lexicon/measures.ts';
import type { Item } from './item.ts';
import { wordsAt, type Numeral } from './number-words.ts';

/** Measures of which a hundredth is said without its unit. */
const IN_HUNDREDTHS = new Set(['meter', 'pound', 'euro', 'dollar']);

/** Of which the next smaller is named as well: its name, and how many make one. */
const NAMED: Readonly<Record<string, readonly [unit: string, short: string, count: number]>> = {
  hour: ['minute', 'm', 60],
  h: ['minute', 'm', 60],
  hr: ['minute', 'm', 60],
  minute: ['second', 's', 60],
  min: ['second', 's', 60],
  year: ['month', 'mo', 12],
};

type Part = { readonly value: number; readonly to: number };

/** What the number behind a unit adds to its value, and where it ends: `six foot two`, `one metre ninety`, `two pounds fifty`. */
export function smallerPart(items: readonly Item[], unitAt: number, measures: Measures): Part | undefined {
  const unit = items[unitAt];
  if (unit === undefined) return undefined;
  const named = namedPart(items, unitAt);
  if (named !== undefined) return named;
  if (unit.word === 'ft' || unit.forms.lemmas.includes('foot')) return inches(items, unitAt, measures);
  if (!unit.forms.lemmas.some((name) => IN_HUNDREDTHS.has(name))) return undefined;
  // In figures it is as likely weight: `5 pounds 10`.
  const { value, to } = wholeOf(wordsAt(items, unitAt + 1)) ?? { value: 0, to: 0 };
  return value < 10 || value > 99 || goesOn(items[to], measures) ? undefined : { value: value / 100, to };
}

/** `2 hours and 30 minutes`, `1h 30m`; not `between 2 hours and 30 minutes`. */
function namedPart(items: readonly Item[], unitAt: number): Part | undefined {
  const larger = items[unitAt]?.forms.lemmas.find((name) => Object.hasOwn(NAMED, name));
  const [smaller, short, count] = (larger === undefined ? undefined : NAMED[larger]) ?? ['', '', 0];
  if (count === 0) return undefined;
  const isJoined = items[unitAt + 1]?.word === 'and';
  if (isJoined && [2, 3, 4].some((back) => items[unitAt - back]?.word === 'between')) return undefined;
  const at = unitAt + (isJoined ? 2 : 1);
  const { value, to } = wholeOf(digitsAt(items, at) ?? wordsAt(items, at)) ?? { value: count, to: 0 };
  const unit = items[to];
  if (unit === undefined || value >= count || unit.token.quoted) return undefined;
  const isNamed =
    unit.forms.lemmas.some((name) => name === smaller || name === smaller.slice(0, 3)) ||
    (unit.word === short && unit.token.glued);
  return isNamed ? { value: value / count, to: to + 1 } : undefined;
}

/** `five feet ten inches`; of several feet the inches are named, else two things are counted: `ten feet two doors away`. */
function inches(items: readonly Item[], unitAt: number, measures: Measures): Part | undefined {
  const at = unitAt + 1;
  const { value, to } = wholeOf(digitsAt(items, at) ?? wordsAt(items, at) ?? oneAt(items, at)) ?? {
    value: 12,
    to: 0,
  };
  if (value > 11) return undefined;
  if (items[to]?.forms.lemmas.includes('inch') === true) return { value: value / 12, to: to + 1 };
  return items[unitAt]?.word !== 'foot' || goesOn(items[to], measures)
    ? undefined
    : { value: value / 12, to };
}

/** `six foot two by four`, `two pounds fifty times`, `two dollars fifty percent`: the number belongs to what follows. */
function goesOn(next: Item | undefined, measures: Measures): boolean {
  if (next === undefined) return false;
  const isUnit = next.forms.lemmas.some((unit) => unit.length > 1 && unit !== 'in' && measures.isUnit(unit));
  return isUnit || next.forms.plural || ['by', 'x', '*'].includes(next.word);
}

function wholeOf(number: Numeral | undefined): Part | undefined {
  if (number?.value === undefined || number.ordinal || !Number.isInteger(number.value)) return undefined;
  return { value: number.value, to: number.to };
}

/** `six foot one`: behind a foot it counts. */
function oneAt(items: readonly Item[], at: number): Numeral | undefined {
  return items[at]?.word === 'one' ? { value: 1, raw: '', to: at + 1, ordinal: false } : undefined;
}

function digitsAt(items: readonly Item[], at: number): Numeral | undefined {
  const raw = items[at]?.word ?? '';
  return /^\d{1,2}$/u.test(raw) ? { value: Number(raw), raw, to: at + 1, ordinal: false } : undefined;
}
