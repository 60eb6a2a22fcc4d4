import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

/** Code, signs and names with figures are compared letter by letter: `-r` is not `-R`, `C#` is not `C++`. */
export const codeGuard: Guard = {
  name: 'code',
  check: (comparison) => differing(comparison, (alone) => alone.unit.kind === 'exact' && !isSign(alone)),
};

export const symbolGuard: Guard = {
  name: 'symbol',
  check: (comparison) => differing(comparison, isSign),
};

function isSign({ unit }: Alone): boolean {
  return unit.kind === 'exact' && !/[\p{L}\p{N}]/u.test(unit.word);
}

function differing(comparison: Comparison, select: (alone: Alone) => boolean): string | undefined {
  const [a, b] = [comparison.aloneA.filter(select), comparison.aloneB.filter(select)];
  return a.length + b.length === 0 ? undefined : show(a, b);
}
