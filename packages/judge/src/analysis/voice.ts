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
  for (let back = at - 1; back >= 0 && back >= at - 3; back -= 1) {
    const { word = '', verb: other, forms } = elements[back] ?? {};
    if (BE.has(word) || forms?.lemmas.includes('get') === true) return true;
    if (other === true) return false;
  }
  return false;
}

function isNoun(element: Element | undefined): boolean {
  return element?.kind === 'content' && !element.verb;
}

export function isInfinitive(elements: readonly Element[], at: number): boolean {
  return elements[at - 1]?.word === 'to' && elements[at]?.verb === true;
}
