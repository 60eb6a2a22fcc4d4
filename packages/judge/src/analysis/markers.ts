import type { Element } from './element.ts';
import { isRhetorical, negatedBy } from './negation-target.ts';
import type { Marker } from './unit.ts';

const QUANTIFIERS: Readonly<Record<string, string>> = {
  all: 'all',
  every: 'all',
  each: 'all',
  everyone: 'all',
  everybody: 'all',
  everything: 'all',
  always: 'all',
  whole: 'all',
  entire: 'all',
  most: 'most',
  few: 'few',
  little: 'few',
  both: 'both',
  half: 'half',
  enough: 'enough',
  only: 'only',
  sometimes: 'sometimes',
  more: 'more',
  less: 'less',
  least: 'less',
  some: '~some',
  any: '~some',
  several: '~some',
  many: '~many',
  much: '~many',
};

const NEGATIONS = new Set('not no never none nothing nobody nowhere neither nor without'.split(' '));

const BOUNDS = new Set(['@min', '@max', '@over', '@under']);

/** Prepositions that bound a figure. */
const BOUND_WORDS: Readonly<Record<string, string>> = {
  over: 'over',
  above: 'over',
  beyond: 'over',
  past: 'over',
  under: 'under',
  below: 'under',
  within: 'max',
};

const STYLES = new Set(['@brief', '@detail', '@simple', '@steps', '@example']);

const PERSONS: Readonly<Record<string, string>> = {
  he: 'he',
  him: 'he',
  his: 'he',
  she: 'she',
  her: 'she',
  hers: 'she',
};

export function markerAt(
  elements: readonly Element[],
  at: number,
  target: (from: number) => number,
): Marker | undefined {
  const element = elements[at];
  if (element === undefined) return undefined;
  const { word } = element;
  const marker = (sort: Marker['sort'], value: string, from: number): Marker => ({
    sort,
    value,
    target: target(from),
    shown: element.token.text,
  });
  if (element.kind === 'mark') {
    if (word === '@not') return marker('negation', 'not', at + 1);
    if (BOUNDS.has(word)) return marker('bound', word.slice(1), at + 1);
    return STYLES.has(word) ? marker('style', word.slice(1), elements.length) : undefined;
  }
  const behind = elements[at + 1]?.word ?? '';
  if (Object.hasOwn(MARGINS, word) && PASSED.has(behind))
    return marker('quantifier', MARGINS[word] ?? '', at + 1);
  if (element.kind !== 'function') return undefined;
  if (NEGATIONS.has(word)) {
    // Said with more stress it may be meant: `Don't I need …`, `Do I not need …`.
    if (isRhetorical(elements, at)) return marker('negation', '~not', at + 1);
    const { from, subject } = negatedBy(elements, at);
    return marker('negation', subject === undefined ? 'not' : `not ${subject}`, from);
  }
  // Without more it only softens; beside an `only` in the other text it says the same.
  if (word === 'just') return marker('quantifier', '~only', at + 1);
  if (word === 'even' && ['if', 'when'].includes(elements[at + 1]?.word ?? ''))
    return marker('quantifier', 'even if', at + 2);
  if (word === 'only' && ['if', 'when'].includes(elements[at + 1]?.word ?? ''))
    return marker('quantifier', 'only if', at + 2);
  // `today only`.
  if (word === 'only' && endsPhrase(elements[at + 1])) return marker('quantifier', 'only', at - 1);
  // `Do only I pay`, `Do I only pay`.
  if (word === 'only' && elements[at + 1]?.function === 'pron')
    return marker('quantifier', 'only one', at + 1);
  if (word === 'except') return marker('exception', 'except', at + 1);
  const next = elements[at + 1];
  const bound = next?.kind === 'figure' && Object.hasOwn(BOUND_WORDS, word) ? BOUND_WORDS[word] : undefined;
  if (bound !== undefined) return marker('bound', bound, at + 1);
  if ([elements[at - 1], next].some((beside) => beside?.kind === 'figure') && Object.hasOwn(CLOSENESS, word))
    return marker('quantifier', CLOSENESS[word] ?? '', at + 1);
  const person = PERSONS[word];
  if (person !== undefined && Object.hasOwn(PERSONS, word)) return marker('person', person, at + 1);
  // `one user`, not `one of` and not `the one`.
  if (word === 'one' && elements[at + 1]?.kind === 'content' && elements[at - 1]?.function !== 'det')
    return marker('quantifier', '~one', at + 1);
  const quantified = ['much', 'many', 'little', 'few'].includes(elements[at + 1]?.word ?? '');
  if (word === 'too' && quantified) return marker('quantifier', 'too', at + 1);
  const counts = element.function === 'degree' || word === 'most';
  const isDegree = counts && next !== undefined && next.kind === 'content' && takesDegree(next);
  // `hate the most`, `pays less`: nothing behind it that could be counted.
  if (counts && (endsPhrase(next) || next?.function === 'filler' || next?.function === 'prep'))
    return Object.hasOwn(SIGNS, word) ? marker('quantifier', SIGNS[word] ?? '', at - 1) : undefined;
  const listed = Object.hasOwn(QUANTIFIERS, word) ? QUANTIFIERS[word] : undefined;
  // `little water` is hardly any, `a little water` is some.
  const quantity = listed === 'few' && elements[at - 1]?.word === 'a' ? '~some' : listed;
  if (quantity === 'all' && elements[at - 1]?.word === 'not') return marker('quantifier', 'not all', at + 1);
  return quantity === undefined || isDegree ? undefined : marker('quantifier', quantity, at + 1);
}

/** How sharp a figure is; alone it says too little to count. */
const CLOSENESS: Readonly<Record<string, string>> = {
  exactly: '~exact',
  about: '~about',
  around: '~about',
};

/** By how much something is past a limit. */
const MARGINS: Readonly<Record<string, string>> = {
  just: '~near',
  barely: '~near',
  slightly: '~near',
  way: '~far',
  well: '~far',
  far: '~far',
  long: '~far',
};
const PASSED = new Set(
  'past over under above below after before beyond too outside inside behind'.split(' '),
);

/** Which way a verb is measured by a word behind it. */
const SIGNS: Readonly<Record<string, string>> = { more: 'up', most: '~up', less: 'down', least: '~down' };

function endsPhrase(next: Element | undefined): boolean {
  return next === undefined || next.kind === 'stop' || next.kind === 'pause' || next.function === 'conj';
}

/** `more expensive` compares; `more money` asks for a larger amount. */
export function takesDegree(element: Element): boolean {
  return element.adjective;
}
