import type { Comparison, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';
import { strong } from './strong.ts';

/** What one text may say more than the other without becoming another question. */
const LIGHT_LIMIT = 0.5;

/** A constraint that one text adds: for vegetarians, without root, in 2020. */
export const additionGuard: Guard = {
  name: 'addition',
  check: (comparison: Comparison) => {
    const [a, b] = [strong(comparison.aloneA), strong(comparison.aloneB)];
    if (a.length + b.length > 0) return a.length > 0 && b.length > 0 ? undefined : show(a, b);
    const light = [...comparison.aloneA, ...comparison.aloneB];
    return light.reduce((sum, { cost }) => sum + cost, 0) > LIGHT_LIMIT
      ? show(comparison.aloneA, comparison.aloneB)
      : undefined;
  },
};
