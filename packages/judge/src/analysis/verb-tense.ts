import type { Element } from './element.ts';
import type { Unit } from './unit.ts';

/** `My dog ate it`, `My dog eats it`; with `do`, `have`, `be` or a modal before it the verb says nothing of time. */
export function finiteOf(elements: readonly Element[], at: number): Unit['finite'] {
  const element = elements[at];
  if (element?.verb !== true) return 'none';
  if (element.forms.ing) return progressiveOf(elements, at);
  // `Who are broken windows repaired by?`
  if (element.forms.participle && elements[at + 1]?.word === 'by') return 'none';
  for (let back = at - 1; back >= 0 && back >= at - 7; back -= 1) {
    const { kind, function: named, verb, word = '' } = elements[back] ?? {};
    if (
      named === 'aux' ||
      named === 'modal' ||
      word === 'to' ||
      word === 'get' ||
      (kind === 'mark' && !NAMING.has(word))
    )
      return (back === at - 1 && word === 'will') || (word === 'to' && elements[back - 1]?.word === 'going')
        ? 'future'
        : isPerfect(element, word)
          ? 'perfect'
          : 'none';
    if (verb === true || kind === 'stop' || named === 'sub' || named === 'conj' || named === 'wh') break;
  }
  if (element.forms.past) return element.forms.lemmas[0] === element.word ? 'none' : 'past';
  const before = elements[at - 1];
  const subject =
    before?.function === 'pron' ||
    (before?.forms.plural === true && !before.verb) ||
    before?.word === 'people';
  return at > 0 && (element.forms.plural || subject) ? 'present' : 'none';
}

function isPerfect({ forms }: Element, auxiliary: string): boolean {
  return forms.participle && (auxiliary === 'has' || auxiliary === 'have');
}

/** Marks that name what is asked and leave the verb its tense. */
const NAMING = new Set(['@what', '@howmany', '@who', '@list', '@tell']);

const MODALS: Readonly<Record<string, string>> = {
  can: 'can',
  could: 'can',
  may: 'can',
  might: 'might',
  should: 'should',
  must: 'must',
  will: 'will',
};

/** `I can speak French`: the modal right before a verb, or before its subject. */
export function modalOf(elements: readonly Element[], at: number): string {
  if (elements[at]?.verb !== true) return '';
  for (let back = at - 1; back >= 0 && back >= at - 4; back -= 1) {
    const { word = '', function: named, verb, kind } = elements[back] ?? {};
    if (named === 'modal') return Object.hasOwn(MODALS, word) ? (MODALS[word] ?? '') : '';
    if (
      verb === true ||
      kind === 'stop' ||
      kind === 'mark' ||
      word === 'to' ||
      named === 'conj' ||
      named === 'sub'
    )
      return '';
  }
  return '';
}

/** `My dog is eating it`: the form of `be` before a verb in -ing carries the tense. */
function progressiveOf(elements: readonly Element[], at: number): Unit['finite'] {
  for (let back = at - 1; back >= 0 && back >= at - 2; back -= 1) {
    const { word = '', function: named } = elements[back] ?? {};
    if (['am', 'is', 'are'].includes(word)) return 'present';
    if (word === 'was' || word === 'were') return 'past';
    if (named !== 'filler' && named !== 'neg') break;
  }
  return 'none';
}
