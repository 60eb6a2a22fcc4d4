import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { IMPLIED_COST } from '../compare/weights.ts';
import { show } from './show.ts';
import { strong } from './strong.ts';
import { swappedTurn } from './turns.ts';

/** A content word swapped for one that is neither inflection nor synonym. */
export const substitutionGuard: Guard = {
  name: 'substitution',
  check: (comparison) => {
    const [a, b] = [strong(comparison.aloneA), strong(comparison.aloneB)];
    if (a.length > 0 && b.length > 0) return show(a, b);
    return swappedLight(comparison) ?? swappedTurn(comparison);
  },
};

/** Alone they say little (`need`, `get`, `main`, `best`), but one for the other they do: need against get. */
function swappedLight({ aloneA, aloneB, partnerOfA }: Comparison): string | undefined {
  for (const a of aloneA) {
    const b = aloneB.find((other) => areSwapped(a, other, isInPlace(a, other, partnerOfA)));
    if (b !== undefined) return show([a], [b]);
  }
  return undefined;
}

/** Behind the same word, or before the same noun. */
function isInPlace(a: Alone, b: Alone, partners: Int32Array): boolean {
  const before = a.index > 0 && partners[a.index - 1] === b.index - 1;
  return (
    before ||
    (a.unit.head === a.index + 1 && b.unit.head === b.index + 1 && partners[a.unit.head] === b.unit.head)
  );
}

/** In one place even what is implied is a swap: `a MySQL server`, `a MySQL database`. */
function areSwapped(a: Alone, b: Alone, inPlace: boolean): boolean {
  if (a.unit.verb !== b.unit.verb || (a.unit.mask & b.unit.mask) === 0) return false;
  return a.unit.verb
    ? Math.max(a.cost, b.cost) >= 0.2
    : Math.min(a.cost, b.cost) >= (inPlace ? IMPLIED_COST : 0.2);
}
