import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Guard } from '../compare/comparison.ts';
import { hasObject } from './suffered.ts';

/** What one may do with one's own hands or have done by somebody who lives by it; nobody renews their passport themselves. */
const HANDIWORK = new Set(
  `cut trim dye color bleach paint fix repair mend clean wash polish wax pierce whiten alter hem tailor sharpen tune tattoo
  groom massage install mount publish`.split(/\s+/u),
);

/** `How do I cut my hair?`, `How do I get my hair cut?`: by oneself, or by somebody else. */
export const doneForGuard: Guard = {
  name: 'done-for',
  check: (comparison) => {
    const { a, b, matches } = comparison;
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      if (!one.keys.some((key) => HANDIWORK.has(key))) continue;
      if ((isHad(a, one) && isDoneByOne(b, other)) || (isHad(b, other) && isDoneByOne(a, one)))
        return `"${one.shown}" oneself, or have it done`;
    }
    return undefined;
  },
};

/** `get my hair cut`, `have the house painted`: the participle behind its thing. */
function isHad({ elements }: Analysis, { at, ing }: Unit): boolean {
  if (ing || elements[at]?.forms.participle !== true || elements[at - 1]?.kind !== 'content') return false;
  const before = elements.slice(Math.max(0, at - 5), at);
  const had = before.findLastIndex(({ forms }) => forms.lemmas.some((lemma) => HAVING.has(lemma)));
  const between = before.slice(had + 1);
  return (
    had !== -1 &&
    between.every(({ kind, function: named }) => kind === 'content' || named === 'det' || named === 'poss')
  );
}

const HAVING = new Set(['get', 'have', 'become']);

/** `I cut my hair`. */
function isDoneByOne({ elements }: Analysis, { at, verb, ing, passive, speaker }: Unit): boolean {
  return verb && !ing && !passive && speaker === 'subj' && hasObject(elements, at);
}
