import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
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
function swappedLight({ aloneA, aloneB }: Comparison): string | undefined {
  for (const a of aloneA) {
    const b = aloneB.find((other) => areSwapped(a, other));
    if (b !== undefined) return show([a], [b]);
  }
  return undefined;
}

function areSwapped(a: Alone, b: Alone): boolean {
  if (a.unit.verb !== b.unit.verb || (a.unit.mask & b.unit.mask) === 0) return false;
  return a.unit.verb ? Math.max(a.cost, b.cost) >= 0.2 : Math.min(a.cost, b.cost) >= 0.2;
}
