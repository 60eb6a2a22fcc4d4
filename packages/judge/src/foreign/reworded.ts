import { areEqual } from '../are-equal.ts';
import type { Language } from './languages.ts';
import type { Wording } from './wording.ts';

/** Whether two questions of one language are the same but for politeness, word order and the form of the verb. */
export function areReworded(a: Wording | undefined, b: Wording | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.language !== b.language || !isAskedAlike(a, b) || a.bound.join(' ') !== b.bound.join(' '))
    return false;
  if (areEqual(a.free, b.free) || isOneMoved(a.free, b.free)) return true;
  if ((a.asked ?? b.asked) === undefined || a.free.length < 2 || b.free.length < 2) return false;
  const [ofA, ofB] = [fronted(a), fronted(b)];
  return (
    ofA.some((one) => [...ofB, ...final(b)].some((other) => isSame(one, other))) ||
    ofB.some((one) => final(a).some((other) => isSame(one, other)))
  );
}

/** `Kannst du … schreiben?` asks for what `Schreibe …` does. */
function isAskedAlike({ asked: one }: Wording, { asked: other }: Wording): boolean {
  const [plain, otherPlain] = [one, other].map((asked) => (asked === 'deed' ? undefined : asked));
  return plain === otherPlain;
}

type Parted = { readonly stem: string; readonly rest: readonly string[] };

function isSame(one: Parted, other: Parted): boolean {
  return one.stem === other.stem && areEqual(one.rest, other.rest);
}

/** `Wie lösche ich …`, `Wie schalte ich … aus`: the verb in front, its prefix perhaps at the end. */
function fronted({ free, language }: Wording): readonly Parted[] {
  const [first = '', last = ''] = [free[0], free.at(-1)];
  const whole = { stem: stemOf(first, language), rest: free.slice(1) };
  return language.prefixes.has(last) ? [{ stem: last + whole.stem, rest: free.slice(1, -1) }] : [whole];
}

/** `Wie kann ich … löschen`: where verbs part from their prefix they may stand last, and of what is asked for somewhere behind. */
function final({ free, language, asked }: Wording): readonly Parted[] {
  if (language.prefixes.size === 0) return [];
  const from = asked === 'deed' ? 1 : free.length - 1;
  return free
    .slice(from)
    .map((word, at) => ({ stem: stemOf(word, language), rest: free.toSpliced(from + at, 1) }));
}

/** No stem is shorter. */
const SHORTEST = 3;

function stemOf(word: string, { endings }: Language): string {
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST);
  const stem = ending === undefined ? word : word.slice(0, -ending.length);
  // `maak`, `maken`; `zeg`, `zeggen`; `wechsle`, `wechseln`; `schrijf`, `schrijven`; `lees`, `lezen`.
  return stem
    .replace(/([aeou])\1/gu, '$1')
    .replace(/([bdfgklmnprst])\1$/u, '$1')
    .replace(/(?<=\p{L}{3})e([lr])$/u, '$1')
    .replace(/v$/u, 'f')
    .replace(/z$/u, 's');
}

/**
 * One word has moved to or from the end, past at least two others: two neighbours that change places may be doer and done to, and within a
 * question an owner may go from one noun to another (`grannens hund bet min katt`).
 */
function isOneMoved(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const from = one.findIndex((word, at) => word !== other[at]);
  const to = one.findLastIndex((word, at) => word !== other[at]);
  if (to - from < 2 || to < one.length - 1) return false;
  const [ahead, behind] = [one.slice(from, to + 1), other.slice(from, to + 1)];
  return (
    areEqual([...ahead.slice(1), ahead[0] ?? ''], behind) ||
    areEqual([...behind.slice(1), behind[0] ?? ''], ahead)
  );
}
