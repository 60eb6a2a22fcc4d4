import type { Alone, Comparison } from '../compare/comparison.ts';
import { show } from './show.ts';

/** Of what is compared as written: signs, apart from code and names with figures. */
export function isSign({ unit }: Alone): boolean {
  return unit.kind === 'exact' && !/[\p{L}\p{N}]/u.test(unit.word);
}

/** What of it stands in one text alone. */
export function differing(comparison: Comparison, select: (alone: Alone) => boolean): string | undefined {
  const [a, b] = [comparison.aloneA.filter(select), comparison.aloneB.filter(select)];
  return a.length + b.length === 0 ? undefined : show(a, b);
}
