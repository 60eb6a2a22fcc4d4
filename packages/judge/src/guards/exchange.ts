import type { Analysis } from '../analysis/analyse.ts';
import type { Slot } from '../analysis/slots.ts';
import type { Unit } from '../analysis/unit.ts';
import { POS } from '../lexicon/lexicon-format.ts';
import { unitsOf, type Comparison, type Match } from '../compare/comparison.ts';
import { areLabelled } from '../compare/labels.ts';
import {
  areSame,
  isDouble,
  isGiven,
  isLoaded,
  isMutual,
  isNominalised,
  isOwnedAlike,
  areSaidOfAll,
  keepsParts,
} from './alternations.ts';

/**
 * Two things that stand in each other's places: in the same frame (`full`, whatever the parse makes of it), or by their
 * roles, or one in the other's (`likely`). Lists, `mutual` and `giving` verbs are seen through.
 */
export function exchangeOf(comparison: Comparison, first: Match, second: Match): 'full' | 'likely' | 'none' {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  if ((isSign(a1) && !a2.verb) || (isSign(a2) && !a1.verb)) return 'likely';
  // `fry frozen chicken`, `freeze fried chicken`.
  const [first1, first2] = [isDone(comparison.a, a1), isDone(comparison.a, a2)];
  if (first1 !== first2 && isDone(comparison.b, b1) === first2 && isDone(comparison.b, b2) === first1)
    return 'full';
  if (isDouble(comparison.a.units, a1, a2) && isDouble(comparison.b.units, b2, b1)) return 'full';
  const [there, back] = [takesPlace(comparison, first, second), takesPlace(comparison, second, first)];
  const inRoles = a1.role === b2.role && a2.role === b1.role && a1.role !== a2.role;
  if (isMovedOver(comparison, first, second)) return 'full';
  if (!there && !back && !inRoles) return 'none';
  if (isSeenThrough(comparison, first, second)) return 'none';
  const apart =
    !isBeside(a2, first.a) &&
    !isBeside(b1, second.b) &&
    !areSame(a1.slot, a2.slot) &&
    !areSame(b1.slot, b2.slot);
  if (there && back && apart) return 'full';
  if (inRoles) return 'likely';
  if (a1.verb && a2.verb && a1.clauseNumber !== a2.clauseNumber && b1.clauseNumber !== b2.clauseNumber)
    return 'none';
  if (there && back) return 'likely';
  // Told in more or fewer sentences, or with its clauses turned round, a text begins with another word.
  const begins = (!there || isFirst(b1.phraseSlot)) && (!back || isFirst(b2.phraseSlot));
  if (begins && ((a1.verb && a2.verb) || isRetold(comparison))) return 'none';
  return 'likely';
}

/** `the deposit in cash and the rent by card`, `the deposit by card and the rent in cash`. */
function isMovedOver(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  const moves = (one: Unit, other: Unit, to: Unit): boolean =>
    one.role.startsWith('p:') &&
    one.role === other.role &&
    one.phraseSlot.after !== -1 &&
    comparison.partnerOfA[one.phraseSlot.after] === to.phraseSlot.after;
  return moves(a1, b1, b2) && moves(a2, b2, b1) && a1.phraseSlot.after !== a2.phraseSlot.after;
}

/** Two that may stand in any order, or do in another construction. */
function isSeenThrough(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  return (
    areLabelled(comparison, first, second) ||
    (areJoined(a1, a2) && areJoined(b1, b2)) ||
    isPredicated(first, second, a1, a2) ||
    isPredicated(first, second, b1, b2, 'b') ||
    isCompound(comparison, first, second) ||
    isCompound(comparison, second, first) ||
    isGiven(comparison, first, second) ||
    isLoaded(comparison, first, second) ||
    isNominalised(comparison, first, second) ||
    isNominalised(comparison, second, first) ||
    isOwnedAlike(comparison, first, second) ||
    isOwnedAlike(comparison, second, first) ||
    keepsParts(comparison, first, second) ||
    areSaidOfAll(comparison, a1, b1) ||
    areSaidOfAll(comparison, a2, b2) ||
    isMutual(comparison, a1, b1)
  );
}

/** In another number of clauses, or in the other voice. */
function isRetold({ a, b, matches }: Comparison): boolean {
  if (clausesOf(a) !== clausesOf(b) || sentencesOf(a) !== sentencesOf(b)) return true;
  return matches.some((match) => {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    return one?.verb === true && other?.verb === true && one.passive !== other.passive;
  });
}

function clausesOf({ units }: Analysis): number {
  return new Set(units.map(({ clauseNumber }) => clauseNumber)).size;
}

function sentencesOf({ elements }: Analysis): number {
  return elements.filter(({ kind }, at) => kind === 'stop' && at < elements.length - 1).length;
}

/** Which one of its kind was meant is not sure. */
export function isRepeated(units: readonly Unit[], unit: Unit): boolean {
  return units.some((other) => other !== unit && other.word === unit.word);
}

/** `fried`, `frozen`. */
function isDone({ elements }: Analysis, { at, head }: Unit): boolean {
  return elements[at]?.forms.participle === true && (head !== -1 || elements[at + 1]?.kind === 'content');
}

/** Right behind it: two that are turned round there stand in no frame. */
function isBeside(other: Unit, oneIndex: number): boolean {
  return other.slot.after === oneIndex && other.slot.link === '';
}

function isFirst({ after, link }: Slot): boolean {
  return after === -1 && link === '';
}

/** `const char *` is not `char * const`: signs belong where they stand. */
export function isSign(unit: Unit): boolean {
  return unit.kind === 'exact' && !/[\p{L}\p{N}]/u.test(unit.shown);
}

/** Members of one list, `and`, `or` or commas between them, and no preposition of their own. */
function areJoined(one: Unit, other: Unit): boolean {
  const [first, second] = [one.role, other.role].filter((role) => role.startsWith('p:'));
  // `80 plus 20` counts, it lists nothing.
  if (one.kind === 'figure' && other.kind === 'figure') return false;
  const isOnePhrase = one.clauseNumber === other.clauseNumber && areSame(one.phraseSlot, other.phraseSlot);
  return (
    one.group !== -1 &&
    one.group === other.group &&
    !isOnePhrase &&
    (second === undefined || first === second)
  );
}

/** In the second text the one stands where the other stood in the first. */
function takesPlace(comparison: Comparison, one: Match, other: Match): boolean {
  const [oneA, oneB] = unitsOf(comparison, one);
  const [otherA, otherB] = unitsOf(comparison, other);
  const becomes = (left: Slot, right: Slot): boolean => {
    const after = left.after === one.a ? other.b : (comparison.partnerOfA[left.after] ?? -1);
    return left.link === right.link && after === right.after;
  };
  const inOnePhrase =
    areSame(oneA.phraseSlot, otherA.phraseSlot) || areSame(oneB.phraseSlot, otherB.phraseSlot);
  return (!inOnePhrase && becomes(otherA.phraseSlot, oneB.phraseSlot)) || becomes(otherA.slot, oneB.slot);
}

/** `a cracked screen`, `the screen is cracked`: what leans on its noun in one text is no noun. */
function isPredicated(first: Match, second: Match, one: Unit, other: Unit, text: 'a' | 'b' = 'a'): boolean {
  const leans = (unit: Unit, on: number): boolean =>
    unit.head === on && unit.kind === 'word' && (unit.past || unit.ing || (unit.mask & POS.noun) === 0);
  return leans(one, second[text]) || leans(other, first[text]);
}

/** `a trip to Prague`, `a Prague trip`: what a noun has behind it in one text leans on it in the other. */
function isCompound({ a, b }: Comparison, noun: Match, other: Match): boolean {
  const [nounA, nounB, otherA, otherB] = [
    a.units[noun.a],
    b.units[noun.b],
    a.units[other.a],
    b.units[other.b],
  ];
  if ([nounA, nounB, otherA, otherB].every((unit) => unit === undefined || isCapitalised(unit))) return false;
  const leans = (unit: Unit | undefined, on: number): boolean => unit?.head === on || unit?.owned === on;
  const follows = (unit: Unit | undefined, on: number): boolean => {
    return (
      unit?.role.startsWith('p:') === true &&
      unit.phraseSlot.after === on &&
      LINKING.has(unit.phraseSlot.link)
    );
  };
  return (
    (leans(otherA, noun.a) && noun.a > other.a && follows(otherB, noun.b)) ||
    (leans(otherB, noun.b) && noun.b > other.b && follows(otherA, noun.a))
  );
}

const LINKING = new Set(['of ', 'in ', 'on ', 'at ', 'for ', 'with ', 'about ', 'by ', 'to ', 'from ']);

/** `University of Washington` and `Washington University` are two. */
export function isCapitalised(unit: Unit): boolean {
  return unit.letterCase === 'title' || unit.letterCase === 'upper';
}
