import { BE } from './be.ts';
import type { Element } from './element.ts';

export function isPassive(elements: readonly Element[], at: number, be: boolean): boolean {
  const verb = elements[at];
  if (verb === undefined || !verb.forms.participle || verb.forms.ing) return false;
  // `a book recommended by my sister`.
  if (be || (elements[at + 1]?.word === 'by' && elements[at - 1]?.kind === 'content')) return true;
  // `My forest, trained on …, reaches …`.
  if (elements[at - 1]?.word === ',' && elements[at + 1]?.function === 'prep' && isNoun(elements[at - 2]))
    return true;
  if (isBareParticiple(elements, at)) return true;
  for (let back = at - 1; back >= 0 && back >= at - 5; back -= 1) {
    const { word = '', verb: other } = elements[back] ?? {};
    // `Is a fishing permit required?`: further back only over the subject.
    if (back < at - 3 && !elements.slice(back + 1, at).every(isOfPhrase)) return false;
    // `to have a tooth pulled`.
    if (
      isNoun(elements[at - 1]) &&
      ['have', 'having'].includes(word) &&
      FULL.has(elements[back - 1]?.word ?? '')
    )
      return true;
    // `Where can I get it repaired?`
    if (isNoun(elements[at - 1]) && elements[back - 1]?.word === '@wherefind') return true;
    if (isPassiveAuxiliary(elements[back])) return true;
    if (other === true) return false;
  }
  return false;
}

/** `was bullied`, `gets invited`. */
export function isPassiveAuxiliary(element: Element | undefined): boolean {
  return BE.has(element?.word ?? '') || element?.forms.lemmas.includes('get') === true;
}

function isOfPhrase({ kind, function: named, word }: Element): boolean {
  return kind === 'content' || (named === 'det' && word !== 'that') || named === 'poss';
}

/** Behind these `have` is no auxiliary of a question. */
const FULL = new Set(['to', '@want', '@can', '@should', '@must', '@how', 'can', 'should', 'must', 'i', 'we']);

function isNoun(element: Element | undefined): boolean {
  return element?.kind === 'content' && !element.verb;
}

/** Keywords are short. */
const MOST_KEYWORDS = 12;
const SPOKEN: ReadonlySet<string> = new Set(['det', 'poss', 'pron', 'aux', 'modal', 'sub']);

/** `documents needed residence permit`: among bare keywords nobody did it. */
function isBareParticiple(elements: readonly Element[], at: number): boolean {
  const verb = elements[at];
  return (
    elements.length <= MOST_KEYWORDS &&
    verb?.forms.past === true &&
    verb.forms.lemmas[0] !== verb.word &&
    elements[at - 1]?.kind === 'content' &&
    elements[0]?.function !== 'wh' &&
    !elements.some(({ kind, function: named }) => kind === 'mark' || SPOKEN.has(named ?? ''))
  );
}

export function isInfinitive(elements: readonly Element[], at: number): boolean {
  return elements[at - 1]?.word === 'to' && elements[at]?.verb === true;
}
