import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** A and B, A or B. */
export const conjunctionGuard: Guard = {
  name: 'conjunction',
  check: ({ a, b, matches }: Comparison) => {
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (one !== undefined && other !== undefined && (isGranted(one, other) || isGranted(other, one)))
        return `"${one.shown}" is a condition in one text, granted in the other`;
      if (one === undefined || other === undefined || one.joint === '' || other.joint === '') continue;
      if (one.joint !== other.joint)
        return `"${one.shown}" is joined by ${one.joint} in one text, by ${other.joint} in the other`;
    }
    return undefined;
  },
};

const GRANTING = new Set(['though', 'although', 'because']);

/** `if I cancel`, `even though I cancel`, `because I cancel`. */
function isGranted(one: Unit, other: Unit): boolean {
  return one.clause === 'if' && GRANTING.has(other.clause);
}
