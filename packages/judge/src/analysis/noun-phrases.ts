import { POS } from '../lexicon/lexicon-format.ts';
import type { Element } from './element.ts';
import { isDeictic, isTemporal } from './temporal.ts';

/** Index of the noun that a word right before it modifies: `Python list comprehension` all lean on the last. */
export function headAt(elements: readonly Element[], at: number): number {
  const element = elements[at];
  if (element === undefined || element.verb || !isNominal(element)) return -1;
  const last = lastOfRun(elements, at);
  if (last > at) return last;
  // `humans first used it`.
  if (element.figure?.kind === 'ordinal' && elements[at + 1]?.verb === true) return -1;
  // A figure behind its noun still belongs to it: `Windows 11`.
  const before = elements[at - 1];
  return element.kind === 'figure' && !isTemporal(elements, at) && isNominal(before) && before?.verb === false
    ? at - 1
    : -1;
}

/** `the giraffe's neck`, `the neck of the giraffe`: the noun that another owns, -1 where none does. */
export function ownedAt(elements: readonly Element[], at: number): number {
  if (!isNominal(elements[at]) || elements[at]?.verb === true) return -1;
  const last = lastOfRun(elements, at);
  if (elements[last + 1]?.kind === 'genitive') {
    return isNominal(elements[last + 2]) ? lastOfRun(elements, last + 2) : -1;
  }
  let first = at;
  while (
    first > at - LONGEST_RUN &&
    (extendsRun(elements[first - 1]) || ['det', 'poss'].includes(elements[first - 1]?.function ?? ''))
  )
    first -= 1;
  return elements[first - 1]?.word === 'of' && isNominal(elements[first - 2]) ? first - 2 : -1;
}

/** No noun phrase is longer; without an end, a list of words would be read once for each of its words. */
export const LONGEST_RUN = 12;

export function lastOfRun(elements: readonly Element[], at: number): number {
  let last = at;
  for (let next = at + 1; next <= at + LONGEST_RUN && extendsRun(elements[next]); next += 1)
    if (elements[next]?.kind !== 'figure') last = next;
  return last;
}

/** An adjective after a noun does not belong to it: `Is Python faster …`. */
export function extendsRun(element: Element | undefined): boolean {
  if (!isNominal(element) || element?.verb !== false || isDeictic(element)) return false;
  // `a car two weeks ago`: a measure stands for itself, a plain figure names its noun.
  if (element.figure?.key.startsWith('time:') === true) return false;
  return element.kind !== 'content' || (element.mask & POS.noun) !== 0;
}

export function isNominal(element: Element | undefined): boolean {
  return (
    element !== undefined &&
    ['content', 'figure', 'exact'].includes(element.kind) &&
    element.token.kind !== 'symbol'
  );
}

/** Joined to a neighbour by and, or, versus, a slash, or a comma in a row. */
export function groupAt(elements: readonly Element[], at: number, state: { group: number }): number {
  if (!isNominal(elements[at])) return -1;
  const joins = (place: number): boolean => {
    // `how many cats and how many dogs`.
    const index = elements[place]?.word === '@howmany' ? place - 1 : place;
    const element = elements[index];
    return (
      (element?.function === 'conj' && element.word !== 'but') ||
      element?.word === 'versus' ||
      element?.word === ',' ||
      element?.word === '+'
    );
  };
  let [first, last] = [at, at];
  while (first > at - LONGEST_RUN && isPhrase(elements[first - 1])) first -= 1;
  while (last < at + LONGEST_RUN && isPhrase(elements[last + 1])) last += 1;
  // `in the morning or in the evening`.
  if (elements[first - 1]?.function === 'prep' && (elements[first - 1]?.word === 'to' || joins(first - 2)))
    first -= 1;
  const before = joins(first - 1) && first >= 2;
  if (!before && !joins(last + 1)) return -1;
  if (!before && !isNominal(elements[at - 1])) state.group += 1;
  return state.group;
}

/** Whether `and` or `or` stands next to the phrase it belongs to. */
export function jointAt(elements: readonly Element[], at: number): 'and' | 'or' | '' {
  if (!isNominal(elements[at])) return '';
  let [first, last] = [at, at];
  while (first > at - LONGEST_RUN && isPhrase(elements[first - 1])) first -= 1;
  while (last < at + LONGEST_RUN && isPhrase(elements[last + 1])) last += 1;
  if (elements[first - 1]?.word === 'to') first -= 1;
  const words = [elements[first - 1]?.word, elements[last + 1]?.word];
  return words.includes('or') ? 'or' : words.includes('and') ? 'and' : '';
}

function isPhrase(element: Element | undefined): boolean {
  if (element === undefined || element.verb) return false;
  return (
    isNominal(element) ||
    element.kind === 'genitive' ||
    element.function === 'det' ||
    element.function === 'poss'
  );
}
