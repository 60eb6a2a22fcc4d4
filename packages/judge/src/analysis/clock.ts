import { wordsAt, type Numeral } from './number-words.ts';
import type { Figure } from './figure.ts';
import type { Item } from './item.ts';

type Half = 'am' | 'pm';

/** `15:30`, `3.30 pm`, `8 in the evening`, `5 o'clock`: a figure that is a time of day. */
export function clockOf(items: readonly Item[], number: Numeral): { key: string; to: number } | undefined {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?$/u.exec(number.raw);
  const hour = match === null ? spokenHour(number) : Number(match[1]);
  if (hour === undefined) return undefined;
  const oclock = items[number.to]?.word === 'oclock' ? 1 : 0;
  const part = halfAt(items, number.to + oclock, hour);
  if (part === undefined && oclock === 0 && !number.raw.includes(':')) return undefined;
  if (match === null && part === undefined) return undefined;
  return {
    key: `clock:${hourOf(hour, part?.half)}:${match?.[2] ?? '00'}`,
    to: part?.to ?? number.to + oclock,
  };
}

/** `eight in the evening`. */
function spokenHour({ raw, value, ordinal }: Numeral): number | undefined {
  return raw === '' && !ordinal && value !== undefined && value >= 1 && value <= 12 ? value : undefined;
}

function hourOf(hour: number, half: Half | undefined): number {
  return half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
}

function halfAt(items: readonly Item[], at: number, hour: number): { half: Half; to: number } | undefined {
  const words = items.slice(at, at + 3).map(({ word }) => word);
  if (words[0] === 'am' || words[0] === 'pm') return { half: words[0], to: at + 1 };
  // `2 at night` is past midnight.
  if (words[0] === 'at' && words[1] === 'night')
    return { half: hour === 12 || hour < 5 ? 'am' : 'pm', to: at + 2 };
  if (words[0] !== 'in' || words[1] !== 'the') return undefined;
  if (words[2] === 'morning') return { half: 'am', to: at + 3 };
  return words[2] === 'afternoon' || words[2] === 'evening' ? { half: 'pm', to: at + 3 } : undefined;
}

/** `half past six`, `quarter to nine`, `ten past five`. */
export function spokenClock(items: readonly Item[], at: number): Figure | undefined {
  const first = items[at]?.word === 'a' ? at + 1 : at;
  const minutes = minutesAt(items, first);
  const relation = minutes && items[minutes.to]?.word;
  if (minutes === undefined || (relation !== 'past' && relation !== 'to')) return undefined;
  const hour = wordsAt(items, minutes.to + 1) ?? digitAt(items, minutes.to + 1);
  if (hour?.value === undefined || hour.value < 1 || hour.value > 12 || hour.ordinal) return undefined;
  const part = halfAt(items, hour.to, hour.value);
  if (relation === 'to' && minutes.worded && part === undefined && !isAppointed(items, at, hour.to))
    return undefined;
  const full = hourOf(hour.value, part?.half) - (relation === 'to' ? 1 : 0);
  const past = relation === 'to' ? 60 - minutes.value : minutes.value;
  const to = part?.to ?? hour.to;
  const shown = items.slice(at, to).map(({ token }) => token.text);
  return {
    key: `clock:${full}:${String(past).padStart(2, '0')}`,
    kind: 'clock',
    from: at,
    to,
    shown: shown.join(' '),
  };
}

type Minutes = { readonly value: number; readonly to: number; readonly worded: boolean };

function minutesAt(items: readonly Item[], at: number): Minutes | undefined {
  const word = items[at]?.word;
  if (word === 'half')
    return items[at + 1]?.word === 'past' ? { value: 30, to: at + 1, worded: false } : undefined;
  if (word === 'quarter') return { value: 15, to: at + 1, worded: false };
  const number = wordsAt(items, at);
  if (number?.value === undefined || number.ordinal || ![5, 10, 20, 25].includes(number.value))
    return undefined;
  return { value: number.value, to: number.to, worded: true };
}

const WHEN = new Set('at by until till before'.split(' '));

/** `at twenty to seven`; not `odds of ten to one`, `five to six people`. */
function isAppointed(items: readonly Item[], from: number, to: number): boolean {
  const next = items[to];
  return (
    WHEN.has(items[from - 1]?.word ?? '') &&
    (next === undefined || next.token.kind === 'punct' || next.word === 'on')
  );
}

function digitAt(items: readonly Item[], at: number): Numeral | undefined {
  const raw = items[at]?.word ?? '';
  return /^\d{1,2}$/u.test(raw) ? { value: Number(raw), raw, to: at + 1, ordinal: false } : undefined;
}
