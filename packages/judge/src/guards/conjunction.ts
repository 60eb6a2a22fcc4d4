import type { Comparison, Guard } from '../compare/comparison.ts';

/** A and B, A or B. */
export const conjunctionGuard: Guard = {
  name: 'conjunction',
  check: ({ a, b, matches }: Comparison) => {
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (
        one === undefined ||
        other === undefined ||
        one.joint === '' ||
        other.joint === '' ||
        [one.joint, other.joint].includes('then')
      )
        continue;
      if (one.joint !== other.joint)
        return `"${one.shown}" is joined by ${one.joint} in one text, by ${other.joint} in the other`;
    }
    return undefined;
  },
};
