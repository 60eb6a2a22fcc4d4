import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

/** Verbs that deny what follows them: to avoid or prevent it is to see that it is not. */
const AVOIDING = new Set('avoid prevent'.split(' '));

/** `get it not to fail`, `ensure it does not fail`: beside a negation these say what `prevent` says. */
const SEEING_TO = new Set('ensure get make need want'.split(' '));

export type Pairing = {
  readonly a: readonly Unit[];
  readonly b: readonly Unit[];
  readonly partnerOfA: Int32Array;
  readonly partnerOfB: Int32Array;
  readonly matches: readonly { readonly a: number; readonly b: number }[];
};

export function isAvoiding(unit: Unit): boolean {
  return unit.keys.some((key) => AVOIDING.has(key));
}

/** What is denied by the verb of avoiding at `index`: its verb (`prevent it from failing`), else its object. */
export function avoidedBy(units: readonly Unit[], index: number): number {
  const [here, next] = [units[index], units[index + 1]];
  if (here === undefined || next === undefined) return index;
  const isDenied = ({ verb, ing, clauseNumber }: Unit): boolean =>
    verb && ((ing && here.keys.includes('prevent')) || clauseNumber === here.clauseNumber + 1);
  const verb = next.verb ? 0 : units.slice(index + 1, index + 6).findIndex(isDenied);
  return index + 1 + Math.max(0, verb);
}

/** Which verbs say nothing beyond a negation that the other text has: the negation guard compares what is denied. */
export function quietVerbs(a: Analysis, b: Analysis, pairing: Pairing): (unit: Unit) => boolean {
  const lone = (units: readonly Unit[], partners: Int32Array): boolean =>
    units.some((unit, at) => partners[at] === -1 && isAvoiding(unit));
  const [loneA, loneB] = [lone(pairing.a, pairing.partnerOfA), lone(pairing.b, pairing.partnerOfB)];
  if (!loneA && !loneB) return () => false;
  const negates = ({ markers }: Analysis): boolean => markers.some(({ sort }) => sort === 'negation');
  const isNegated = negates(a) !== negates(b);
  const without = pairing.matches.some(
    (match) => pairing.a[match.a]?.role === 'p:without' && pairing.b[match.b]?.role === 'p:without',
  );
  return (unit) =>
    isAvoiding(unit)
      ? isNegated || without || (loneA && loneB)
      : isNegated && unit.verb && unit.keys.some((key) => SEEING_TO.has(key));
}
