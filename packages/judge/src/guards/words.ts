import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

/** What one text may say more than the other without becoming another question. */
export const LIGHT_LIMIT = 0.5;
/** From this cost on a lone word is content of its own. */
export const STRONG_COST = 0.6;

/** With more words alone than this the substitution guard objects anyway. */
const MOST_COMPARED = 20;

/** Hot against cold, import against export. */
export function oppositeGuard({ synonyms }: Dictionary): Guard {
  return {
    name: 'opposite',
    check: ({ aloneA, aloneB }) => {
      for (const a of aloneA.slice(0, MOST_COMPARED)) {
        for (const b of aloneB.slice(0, MOST_COMPARED)) {
          if (a.unit.keys.some((one) => b.unit.keys.some((other) => synonyms.areOpposites(one, other))))
            return show([a], [b]);
        }
      }
      return undefined;
    },
  };
}

/** People, places, products, organisations: what is written with a capital, or known only as a name. */
export const nameGuard: Guard = {
  name: 'name',
  check: (comparison) => {
    const [a, b] = [comparison.aloneA.filter(isName), comparison.aloneB.filter(isName)];
    return a.length + b.length === 0 ? undefined : show(a, b);
  },
};

function isName({ unit, cost }: Alone): boolean {
  if (unit.kind !== 'word' || cost < STRONG_COST) return false;
  return unit.proper || (!unit.caseFree && unit.letterCase !== 'lower' && unit.letterCase !== 'none');
}

/** A content word swapped for one that is neither inflection nor synonym. */
export const substitutionGuard: Guard = {
  name: 'substitution',
  check: (comparison) => {
    const [a, b] = [strong(comparison.aloneA), strong(comparison.aloneB)];
    if (a.length > 0 && b.length > 0) return show(a, b);
    return swappedLight(comparison);
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

function strong(alone: readonly Alone[]): Alone[] {
  return alone.filter(({ unit, cost }) => unit.kind === 'word' && cost >= STRONG_COST);
}
