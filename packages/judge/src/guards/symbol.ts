import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';
import { isMood } from '../compare/mood.ts';
import { differing, isSign } from './exact-content.ts';
import { otherSigns } from './signs.ts';

/** Signs and operators: `==` is not `===`. A pictograph on one side alone may be mere mood. */
export const symbolGuard: Guard = {
  name: 'symbol',
  check: (comparison) => {
    const { a, b, aloneA, aloneB } = comparison;
    const isLone = aloneA.some(isSign) !== aloneB.some(isSign);
    return (
      differing(
        comparison,
        (alone) => isSign(alone) && !(isLone && isMood(alone.unit, aloneA.includes(alone) ? a : b)),
      ) ??
      otherBracket(comparison) ??
      otherSigns(comparison)
    );
  },
};

const BRACKETS = new Set(['(', '[', '{']);

/** `(x for x in y)`, `[x for x in y]`. */
function otherBracket(comparison: Comparison): string | undefined {
  for (const match of comparison.matches) {
    const [one, other] = unitsOf(comparison, match);
    const [ofA, ofB] = [comparison.a.elements[one.at - 1]?.word, comparison.b.elements[other.at - 1]?.word];
    if (ofA !== ofB && BRACKETS.has(ofA ?? '') && BRACKETS.has(ofB ?? ''))
      return `"${ofA ?? ''}${one.shown}" against "${ofB ?? ''}${other.shown}"`;
  }
  return undefined;
}
