import type { Element } from '../analysis/element.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `Who is the father of Mozart`, `Who is Mozart the father of`: the preposition left over turns the question round. */
export const strandedGuard: Guard = {
  name: 'argument-order',
  check: ({ a, b }: Comparison) =>
    isStranded(a.elements) === isStranded(b.elements) ? undefined : 'what "of" belongs to is turned round',
};

function isStranded(elements: readonly Element[]): boolean {
  return elements.some(({ word, function: named }, at) => {
    const next = elements[at + 1];
    return named === 'prep' && word === 'of' && (next === undefined || next.kind === 'stop');
  });
}
