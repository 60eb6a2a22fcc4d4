import { functionClass } from './function-words.ts';
import type { Word } from './words.ts';

/** What somebody does for me is what I do with them. */
const RECEIVED: ReadonlyMap<string, string> = new Map([
  ['sold', 'bought'],
  ['sells', 'buy'],
  ['lent', 'borrowed'],
  ['lends', 'borrow'],
  ['taught', 'learned'],
  ['sent', 'received'],
  ['gave', 'got'],
  ['gives', 'get'],
]);

const LONGEST_NAME = 6;

/** `My neighbour sold me a car`: `I bought from my neighbour a car`. */
export function receivedDeals(words: readonly Word[]): readonly Word[] {
  const me = words.findIndex(({ norm }) => norm === 'me' || norm === 'us');
  const [deed, pronoun] = [words[me - 1], words[me]];
  const done = deed === undefined ? undefined : RECEIVED.get(deed.norm);
  if (deed === undefined || pronoun === undefined || done === undefined) return words;
  let first = me - 1;
  while (first > me - LONGEST_NAME && isNamed(words[first - 1])) first -= 1;
  const before = words[first - 1];
  if (first === me - 1 || (before !== undefined && before.token.kind !== 'punct')) return words;
  return [
    ...words.slice(0, first),
    { ...pronoun, norm: pronoun.norm === 'me' ? 'i' : 'we' },
    { ...deed, norm: done },
    { ...pronoun, norm: 'from' },
    ...words.slice(first, me - 1),
    ...words.slice(me + 1),
  ];
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
