import type { Guard } from '../compare/comparison.ts';
import { isMood } from '../compare/mood.ts';
import { differing, isSign } from './exact-content.ts';

/** Signs and operators: `==` is not `===`. A pictograph on one side alone may be mere mood. */
export const symbolGuard: Guard = {
  name: 'symbol',
  check: (comparison) => {
    const { a, b, aloneA, aloneB } = comparison;
    const isLone = aloneA.some(isSign) !== aloneB.some(isSign);
    return differing(
      comparison,
      (alone) => isSign(alone) && !(isLone && isMood(alone.unit, aloneA.includes(alone) ? a : b)),
    );
  },
};
