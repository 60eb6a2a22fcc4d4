import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard, Match } from '../compare/comparison.ts';
import { negationGuard } from './negation.ts';

/** `an unfinished basement`, `a finished basement`: what a prefix denies right before the same noun, with nothing else in the other text that denies. */
export const deniedQualityGuard: Guard = {
  name: 'denied-quality',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    const denied = matches.find(
      (match) =>
        isDenied(a, a.units[match.a]) !== isDenied(b, b.units[match.b]) && isOfSameNoun(comparison, match),
    );
    if (denied === undefined || negationGuard.check(comparison) === undefined) return undefined;
    return `only one text denies "${a.units[denied.a]?.shown ?? ''}" of the same thing`;
  },
};

/** By a prefix: `not`, written in one word with what it denies. */
function isDenied({ elements }: Analysis, unit: Unit | undefined): boolean {
  const not = elements[(unit?.at ?? 0) - 1];
  return not?.word === '@not' && not.token === elements[unit?.at ?? -1]?.token;
}

function isOfSameNoun({ a, b, partnerOfA }: Comparison, match: Match): boolean {
  return (
    partnerOfA[match.a + 1] === match.b + 1 &&
    isBeforeNoun(a.units, match.a) &&
    isBeforeNoun(b.units, match.b)
  );
}

function isBeforeNoun(units: readonly Unit[], index: number): boolean {
  const [quality, noun] = [units[index], units[index + 1]];
  return noun?.verb === false && noun.at === (quality?.at ?? 0) + 1;
}
