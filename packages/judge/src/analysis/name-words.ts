import { functionClass } from './function-words.ts';
import type { Word } from './word.ts';

/** Words of a name or a plain noun phrase are looked for no further than this. */
export const LONGEST_NAME = 6;

/** A word of a name or a plain noun phrase: `the king of Spain`, `my neighbour's brother`. */
export function isNameWord(word: Word | undefined): boolean {
  if (word === undefined || word.token.quoted || !['word', 'mixed', 'number'].includes(word.token.kind))
    return false;
  const named = functionClass(word.norm);
  return (
    named === undefined || named === 'det' || named === 'poss' || word.norm === 'of' || word.norm === "'s"
  );
}
