import { functionClass } from './function-words.ts';
import type { Word } from './words.ts';

/** What is said of one side with the first word is said of the other with the second. */
const TURNED: Readonly<Record<string, readonly string[]>> = {
  smaller: ['bigger'],
  slower: ['faster'],
  lower: ['higher'],
  cheaper: ['more', 'expensive'],
  younger: ['older'],
  lighter: ['heavier'],
  weaker: ['stronger'],
  worse: ['better'],
  narrower: ['wider'],
  thinner: ['thicker'],
  poorer: ['richer'],
  shallower: ['deeper'],
  quieter: ['louder'],
  colder: ['warmer'],
  easier: ['harder'],
};

/** What somebody does for me is what I do with them. */
const RECEIVED: Readonly<Record<string, string>> = {
  sold: 'bought',
  sells: 'buy',
  lent: 'borrowed',
  lends: 'borrow',
  taught: 'learned',
  sent: 'received',
};

const BE = new Set(['is', 'are', 'was', 'were']);
const LONGEST_SIDE = 6;

/** `Is A smaller than B` as `Is B bigger than A`, `he lent me it` as `I borrowed from him`: one of two ways to tell a thing. */
export function toldFromOneSide(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ norm }) => norm === 'than' || norm === 'me' || norm === 'us');
  if (at < 2) return words;
  return (words[at]?.norm === 'than' ? turned(words, at) : received(words, at)) ?? words;
}

function turned(words: readonly Word[], than: number): readonly Word[] | undefined {
  const compared = words[than - 1];
  if (compared === undefined) return undefined;
  const less = words[than - 2]?.norm === 'less';
  const comparative = less ? than - 2 : than - 1;
  const opposite = less ? ['more', compared.norm] : own(TURNED, compared.norm);
  if (opposite === undefined) return undefined;
  let left = comparative;
  while (left > comparative - LONGEST_SIDE && isNamed(words[left - 1])) left -= 1;
  const opens = words[left - 2];
  const asks = BE.has(words[left - 1]?.norm ?? '') && (opens === undefined || isOpening(opens));
  let right = than + 1;
  while (right <= than + LONGEST_SIDE && isNamed(words[right])) right += 1;
  if (!asks || left === comparative || right === than + 1 || words[than + 1]?.token.kind === 'number')
    return undefined;
  return [
    ...words.slice(0, left),
    ...words.slice(than + 1, right),
    ...opposite.map((norm) => ({ ...compared, norm })),
    ...words.slice(than, than + 1),
    ...words.slice(left, comparative),
    ...words.slice(right),
  ];
}

/** `My neighbour sold me a car`: `I bought from my neighbour a car`. */
function received(words: readonly Word[], me: number): readonly Word[] | undefined {
  const [deed, pronoun] = [words[me - 1], words[me]];
  const done = deed === undefined ? undefined : own(RECEIVED, deed.norm);
  if (deed === undefined || pronoun === undefined || done === undefined) return undefined;
  let first = me - 1;
  while (first > me - LONGEST_SIDE && isNamed(words[first - 1])) first -= 1;
  const before = words[first - 1];
  if (first === me - 1 || (before !== undefined && before.token.kind !== 'punct')) return undefined;
  return [
    ...words.slice(0, first),
    { ...pronoun, norm: pronoun.norm === 'me' ? 'i' : 'we' },
    { ...deed, norm: done },
    { ...pronoun, norm: 'from' },
    ...words.slice(first, me - 1),
    ...words.slice(me + 1),
  ];
}

function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function isOpening({ norm, token }: Word): boolean {
  return token.kind === 'punct' || functionClass(norm) === 'wh';
}

/** A word of a name or a plain noun phrase. */
function isNamed(word: Word | undefined): boolean {
  if (word === undefined || word.token.quoted || !['word', 'mixed', 'number'].includes(word.token.kind))
    return false;
  const named = functionClass(word.norm);
  return (
    named === undefined || named === 'det' || named === 'poss' || word.norm === 'of' || word.norm === "'s"
  );
}
