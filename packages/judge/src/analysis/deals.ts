import { isNameWord, LONGEST_NAME } from './name-words.ts';
import type { Word } from './word.ts';

/** What somebody does for me is what I do with them. */
const RECEIVED: ReadonlyMap<string, string> = new Map([
  ['sold', 'bought'],
  ['sells', 'buy'],
  ['lent', 'borrowed'],
  ['lends', 'borrow'],
  ['taught', 'learned'],
  ['sent', 'received'],
]);

/** `My neighbour sold me a car`, `… sold a car to me`, `a car sold to me by …`: `I bought a car from my neighbour`. */
export function receivedDeals(words: readonly Word[]): readonly Word[] {
  const me = words.findIndex(({ norm }) => norm === 'me' || norm === 'us');
  const deed = deedBefore(words, me);
  const done = RECEIVED.get(words[deed]?.norm ?? '');
  const [given, pronoun] = [words[deed], words[me]];
  if (done === undefined || given === undefined || pronoun === undefined) return words;
  const toMe = words[me - 1]?.norm === 'to';
  if (toMe && deed === me - 2 && words[me + 1]?.norm === 'by')
    return replaced(words, deed, [done, 'by', pronoun.norm, 'from']);
  let first = deed;
  while (first > deed - LONGEST_NAME && isNameWord(words[first - 1])) first -= 1;
  const before = words[first - 1];
  if (first === deed || (before !== undefined && before.token.kind !== 'punct')) return words;
  return [
    ...words.slice(0, first),
    { ...pronoun, norm: pronoun.norm === 'me' ? 'i' : 'we' },
    { ...given, norm: done },
    ...words.slice(deed + 1, toMe ? me - 1 : me),
    { ...pronoun, norm: 'from' },
    ...words.slice(first, deed),
    ...words.slice(me + 1),
  ];
}

/** Right before the pronoun, or before the thing that is given `to me`. */
function deedBefore(words: readonly Word[], me: number): number {
  if (words[me - 1]?.norm !== 'to') return me - 1;
  for (let at = me - 2; at >= 0 && at >= me - 2 - LONGEST_NAME; at -= 1) {
    if (RECEIVED.has(words[at]?.norm ?? '')) return at;
    if (!isNameWord(words[at])) break;
  }
  return -1;
}

function replaced(words: readonly Word[], from: number, norms: readonly string[]): readonly Word[] {
  return words.map((word, at) => ({ ...word, norm: norms[at - from] ?? word.norm }));
}
