import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Pairing } from './avoidance.ts';

type Side = { readonly own: Analysis; readonly other: Analysis; readonly partners: Int32Array };

/** Whether a figure, or what belongs to it, is said in the other text without being one there. */
export function isCountedAlike(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): boolean {
  const side = a.units.includes(unit)
    ? { own: a, other: b, partners: pairing.partnerOfA }
    : { own: b, other: a, partners: pairing.partnerOfB };
  return unit.kind === 'figure' ? isSingle(unit, side) : isAge(unit, side);
}

/** `1 bag`, `one bag`, `a bag`. */
function isSingle({ word, head }: Unit, { other, partners }: Side): boolean {
  const partner = other.units[partners[head] ?? -1];
  if (word !== '#1' || partner?.kind !== 'word') return false;
  let at = partner.at - 1;
  while (at >= partner.at - 3 && other.elements[at]?.kind === 'content' && !other.elements[at]?.verb) at -= 1;
  return ['a', 'an', 'one'].includes(other.elements[at]?.word ?? '');
}

/** `a 3-month-old puppy`, `a puppy of 3 months`, `he is 6`; not `a 6-year-old contract`, `a 6-year contract`. */
function isAge(unit: Unit, { own, other, partners }: Side): boolean {
  if (!unit.keys.includes('old')) return false;
  const figure = own.units.findIndex(({ at }) => at === unit.at - 1);
  const partner = other.units[partners[figure] ?? -1];
  return partner?.kind === 'figure' && partner.head === -1;
}
