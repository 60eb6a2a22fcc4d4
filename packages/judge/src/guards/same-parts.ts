import type { Analysis } from '../analysis/analyse.ts';
import type { Role, Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Match } from '../compare/comparison.ts';
import { isCapitalised, isSign } from './exchange.ts';
import { opposedPrepositions } from './preposition-pairs.ts';

/** Of `x of y` and `y x` one is the other's modifier either way. */
const LEANING = new Set<Role>(['mod', 'p:of', 'p:in', 'p:on', 'p:for', 'p:at', 'p:with', 'p:about', 'p:by']);

/** Whether two words that changed places still play the same parts. */
export function isExplained(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  if ((isSign(a1) && !a2.verb) || (isSign(a2) && !a1.verb)) return a1.group !== -1 && a1.group === a2.group;
  const [firstIsVerb, secondIsVerb] = [a1.verb && b1.verb, a2.verb && b2.verb];
  if (firstIsVerb !== secondIsVerb) return true;
  if (a1.role !== a2.role && a1.role === b2.role && a2.role === b1.role) return false;
  if (isQualifier(a1) !== isQualifier(a2) || (a1.kind === 'figure') !== (a2.kind === 'figure')) return true;
  if (inOtherClauses(a1, a2) && inOtherClauses(b1, b2))
    return (
      a1.clause === b1.clause &&
      a2.clause === b2.clause &&
      isAsked(comparison.a, a1) === isAsked(comparison.b, b1) &&
      keepsClause(comparison, first) &&
      keepsClause(comparison, second)
    );
  if (a1.group !== -1 && a1.group === a2.group && b1.group !== -1 && b1.group === b2.group) return true;
  const steady = [[a1, b1] as const, [a2, b2] as const].every(
    ([one, other]) => samePart(one.role, other.role) || isSender(one, other) || isSender(other, one),
  );
  if (!steady) return false;
  if (leansOn(a1, second.a, a2, first.a) || leansOn(b1, second.b, b2, first.b)) {
    if ([a1, a2, b1, b2].every(isCapitalised) && !(a1.owned > -1 && a1.owned > first.a)) return false;
    return !compoundTurned(comparison, first, second);
  }
  return a1.role !== a2.role || b1.role !== b2.role || a1.clause !== a2.clause;
}

/** `This is a square; is it a rectangle?`: what is told and what is asked. */
function isAsked({ elements }: Analysis, { at }: Unit): boolean {
  return elements.find(({ kind }, index) => index > at && kind === 'stop')?.word === '?';
}

/** Whether the words around it moved along: the clause changed its place, not the word its clause. */
function keepsClause(comparison: Comparison, match: Match): boolean {
  const [a, b] = unitsOf(comparison, match);
  const around = comparison.matches.filter(
    (other) => other !== match && comparison.a.units[other.a]?.clauseNumber === a.clauseNumber,
  );
  if (around.length === 0)
    return comparison.b.units.filter((unit) => unit.clauseNumber === b.clauseNumber).length === 1;
  const verbs = around.filter((other) => comparison.a.units[other.a]?.verb === true);
  const anchors = verbs.length > 0 ? verbs : around;
  return anchors.some((other) => comparison.b.units[other.b]?.clauseNumber === b.clauseNumber);
}

function inOtherClauses(one: Unit, other: Unit): boolean {
  return one.clauseNumber !== other.clauseNumber;
}

function isQualifier(unit: Unit): boolean {
  return unit.kind === 'word' && ((unit.mask & 1) === 0 || unit.keys.includes('free'));
}

function leansOn(one: Unit, otherIndex: number, other: Unit, oneIndex: number): boolean {
  return one.head === otherIndex || other.head === oneIndex;
}

/** `dog house` against `house dog`: a compound turned round, without a preposition to say so. */
function compoundTurned(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  return (a1.head === second.a && b2.head === first.b) || (a2.head === first.a && b1.head === second.b);
}

/** `the bank's letter`, `the letter from the bank`. */
function isSender(one: Unit, other: Unit): boolean {
  return one.role === 'p:of' && one.owned > -1 && other.role === 'p:from';
}

function samePart(a: Role, b: Role): boolean {
  if (a === b) return true;
  if (a === 'top' || b === 'top') return !isSharp(a) && !isSharp(b);
  if (LEANING.has(a) && LEANING.has(b)) return opposedPrepositions(a, b) === undefined;
  if (isSharp(a) || isSharp(b)) return false;
  // `Does Python support it`, `Is it supported in Python`.
  const doer = a === 'subj' ? b : b === 'subj' ? a : 'top';
  if (doer.startsWith('p:') && !['p:in', 'p:on', 'p:at', 'p:by'].includes(doer)) return false;
  return !(a === 'subj' && b === 'obj') && !(a === 'obj' && b === 'subj');
}

/** Roles that say exactly what a word does. */
function isSharp(role: Role): boolean {
  return [
    'p:than',
    'p:from',
    'p:to',
    'p:into',
    'p:before',
    'p:after',
    'p:over',
    'p:instead',
    'p:without',
    'p:against',
    'p:as',
  ].includes(role);
}
