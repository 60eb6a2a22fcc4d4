import { avoidedBy, isAvoiding } from '../compare/avoidance.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import type { Marker, Unit } from '../analysis/unit.ts';
import { POS } from '../lexicon/lexicon-format.ts';

/**
 * Negations must be equal in number (this guard) and bear on the same words (the one below). `or not`, `no. 5` and `why don't you` are already
 * resolved by the analysis; `avoid X` and `prevent X` count as negations of X where the other text says `not` or `without`.
 */
export const negationGuard: Guard = {
  name: 'negation',
  check: (comparison) => {
    const [a, b] = comparable(comparison);
    if (a.length !== b.length) return `only one text negates "${shownTarget(comparison, a, b)}"`;
    return isMovedIn(comparison) && areDeeds(comparison, a, b) ? MOVED : undefined;
  },
};

/** `Why is there no J in Italian?`, `Why isn't there a J in Italian?`: of two texts that deny as often, where they do is easily misread. */
export const movedNegationGuard: Guard = {
  name: 'moved-negation',
  check: (comparison) => {
    const [a, b] = comparable(comparison);
    return a.length === b.length && isMovedIn(comparison) && !areDeeds(comparison, a, b) ? MOVED : undefined;
  },
};

const MOVED = 'the negation bears on another word';

function isMovedIn(comparison: Comparison): boolean {
  const [a, b] = comparable(comparison);
  return (
    a.some((one) => isMoved(one, b, comparison.partnerOfA, comparison.b.units)) ||
    b.some((one) => isMoved(one, a, comparison.partnerOfB, comparison.a.units))
  );
}

/** `try not to sleep`, `not try to sleep`: of two deeds it matters which is denied. */
function areDeeds({ a, b }: Comparison, ofA: readonly Marker[], ofB: readonly Marker[]): boolean {
  const isDeed =
    (units: readonly Unit[]) =>
    (marker: Marker): boolean =>
      units[marker.target]?.verb === true;
  return ofA.some(isDeed(a.units)) && ofB.some(isDeed(b.units));
}

function comparable(comparison: Comparison): readonly [readonly Marker[], readonly Marker[]] {
  const [meantA, meantB] = [negations(comparison, 'a'), negations(comparison, 'b')];
  // `Don't I need a visa?` asks whether I do, and is `Do I not need a visa?` where that is asked.
  const isMeant = ({ value }: Marker): boolean => value !== '~not';
  const [plainA, plainB] = [meantA.filter(isMeant), meantB.filter(isMeant)];
  return [plainA.length < plainB.length ? meantA : plainA, plainB.length < plainA.length ? meantB : plainB];
}

function isMoved(
  one: Marker,
  others: readonly Marker[],
  partners: Int32Array,
  units: readonly Unit[],
): boolean {
  const partner = partners[one.target] ?? -1;
  return (
    partner !== -1 &&
    !others.some((other) => isNear(units, other.target, partner) && !areOfTwo(one.value, other.value))
  );
}

/** `he got a raise and I didn't`, `I got a raise and he didn't`. */
function areOfTwo(one: string, other: string): boolean {
  return one !== other && one !== 'not' && other !== 'not';
}

/** Light verbs and adverbs may stand between `not` and what it negates. */
function isNear(units: readonly Unit[], one: number, other: number): boolean {
  const isThing = (at: number): boolean => units[at]?.verb === false && (units[at].mask & POS.noun) !== 0;
  if (one === other) return true;
  if (isReported(units, Math.min(one, other), Math.max(one, other))) return false;
  // `no metro but trams`, `no trams but a metro`: two things next to each other are two things.
  return (
    Math.abs(one - other) === 1 &&
    units[one]?.clauseNumber === units[other]?.clauseNumber &&
    !(isThing(one) && isThing(other) && units[one]?.head !== other && units[other]?.head !== one)
  );
}

const REPORTING = new Set(
  'say tell claim state report write promise swear prove know admit deny decide remember explain show try'.split(
    ' ',
  ),
);

/** `said he didn't steal`, `didn't say he stole`: what is said and that it is said are denied apart. */
function isReported(units: readonly Unit[], first: number, second: number): boolean {
  const [one, other] = [units[first], units[second]];
  return one?.verb === true && other?.verb === true && one.keys.some((key) => REPORTING.has(key));
}

function negations(comparison: Comparison, side: 'a' | 'b'): readonly Marker[] {
  const { markers, units } = comparison[side];
  const plain = markers.filter((marker) => marker.sort === 'negation');
  const alone = side === 'a' ? comparison.aloneA : comparison.aloneB;
  const avoided = alone
    .filter(({ unit }) => isAvoiding(unit))
    .map(({ index, unit }): Marker => ({
      sort: 'negation',
      value: 'not',
      target: avoidedBy(units, index),
      shown: unit.shown,
    }));
  return [...plain, ...avoided];
}

function shownTarget(comparison: Comparison, a: readonly Marker[], b: readonly Marker[]): string {
  const [markers, units] = a.length > b.length ? [a, comparison.a.units] : [b, comparison.b.units];
  return units[markers.at(-1)?.target ?? -1]?.shown ?? '';
}
