import { abbreviates, lettersOf } from '../analysis/abbreviation.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';

/** How many units from `from` on an abbreviation stands for (`STD`, `sexually transmitted disease`); 0 for none. */
export function spelledOut(
  abbreviation: Unit,
  units: readonly Unit[],
  { from, elements }: { readonly from: number; readonly elements: readonly Element[] },
): number {
  const letters = isAbbreviation(abbreviation) ? lettersOf(abbreviation.shown) : '';
  const first = units[from];
  if (first === undefined || letters === '' || first.word[0] !== letters[0]) return 0;
  let found = 0;
  for (let count = 2; count <= letters.length; count += 1) {
    const last = units[from + count - 1];
    if (last?.kind !== 'word') break;
    // `John F. Kennedy`.
    const words = elements.slice(first.at, last.at + 1).flatMap(({ word }) => (word === '.' ? [] : [word]));
    if (abbreviates(letters, words)) found = count;
  }
  return found;
}

/** In capitals, or no word at all. */
function isAbbreviation({ kind, unknown, letterCase }: Unit): boolean {
  return kind === 'word' && (unknown || letterCase === 'upper' || letterCase === 'mixed');
}
