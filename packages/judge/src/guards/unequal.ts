import type { Analysis } from '../analysis/analyse.ts';
import type { Marker } from '../analysis/unit.ts';
import type { Comparison } from '../compare/comparison.ts';

/** What the markers of one sort say in one text and not in the other, as words; `undefined` where nothing does. */
export function unequal({ a, b }: Comparison, sort: Marker['sort']): string | undefined {
  const values = (markers: readonly Marker[]): string[] =>
    markers
      .filter((marker) => marker.sort === sort && !marker.value.startsWith('~'))
      .map((marker) => marker.value)
      .toSorted();
  const [ofA, ofB] = [a, b].map(({ markers, units, elements }, side, both) => {
    // `What are all the planets` lists what `What are the planets` lists.
    // `List all countries that border it` is no question of what all of them do.
    const isListed = elements.some(({ word }, at) => word === '@list' && elements[at + 1]?.word === 'all');
    const ofDoers =
      !isListed && markers.some(({ value, target }) => value === 'all' && units[target]?.role === 'subj');
    const listAll =
      a.ask.type === 'what' &&
      b.ask.type === 'what' &&
      !ofDoers &&
      ![a, b].some(asksOne) &&
      ![a, b].some(namesAll);
    // `for every token they hold`, `for every token all players hold`.
    const named = sort === 'quantifier' ? values(markers) : [...new Set(values(markers))];
    return named.filter(
      (value) =>
        !((value === 'all' && listAll) || (value === 'only' && softens(both[1 - side]?.markers ?? []))),
    );
  }) as [string[], string[]];
  if (ofA.join(' ') === ofB.join(' ')) return undefined;
  const aloneA = ofA.filter((value) => !ofB.includes(value));
  const aloneB = ofB.filter((value) => !ofA.includes(value));
  if (aloneA.length + aloneB.length === 0) return `${sort} ${ofA.join(', ')} against ${ofB.join(', ')}`;
  return aloneA.length > 0 && aloneB.length > 0
    ? `${sort} ${aloneA.join(', ')} against ${aloneB.join(', ')}`
    : `only one text has the ${sort} ${[...aloneA, ...aloneB].join(', ')}`;
}

/** `Name a president`. */
function asksOne({ elements }: Analysis): boolean {
  return elements.some(
    ({ word }, at) =>
      ['@list', '@give'].includes(word) && ['a', 'an', 'one'].includes(elements[at + 1]?.word ?? ''),
  );
}

/** `UNION ALL`: behind a word it is part of a name. */
function namesAll({ elements }: Analysis): boolean {
  return elements.some(
    ({ word, token }, at) =>
      word === 'all' && token.letterCase === 'upper' && elements[at - 1]?.kind === 'content',
  );
}

/** `just` for `only`. */
function softens(markers: readonly Marker[]): boolean {
  return markers.some(({ value }) => value === '~only');
}
