import type { Alone, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';
import { STRONG_COST } from './strong.ts';

/** People, places, products, organisations: what is written with a capital, or known only as a name. */
export const nameGuard: Guard = {
  name: 'name',
  check: (comparison) => {
    const [a, b] = [comparison.aloneA.filter(isName), comparison.aloneB.filter(isName)];
    return a.length + b.length === 0 ? undefined : show(a, b);
  },
};

/** Left alone, and written with a capital or known only as a name. */
export function isName({ unit, cost }: Alone): boolean {
  if (unit.kind !== 'word' || cost < STRONG_COST) return false;
  return unit.proper || (!unit.caseFree && unit.letterCase !== 'lower' && unit.letterCase !== 'none');
}
