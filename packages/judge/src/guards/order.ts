import type { Analysis } from '../analysis/analyse.ts';
import type { Role, Unit } from '../analysis/unit.ts';
import type { Comparison, Guard, Match } from '../compare/comparison.ts';
import { traded } from './attachment.ts';
import { opposedPrepositions } from './prepositions.ts';

/** Of `x of y` and `y x` one is the other's modifier either way. */
const LEANING = new Set<Role>(['mod', 'p:of', 'p:in', 'p:on', 'p:for', 'p:at', 'p:with', 'p:about', 'p:by']);
/** Words whose two operands may change places. */
const SYMMETRIC = new Set(
  'difference different differ versus compare comparison similar similarity same equal relationship relation correlation distance common'.split(
    ' ',
  ),
);

/** Shared words in swapped parts: from A to B, who beat whom, A faster than B. Voice and fronting are resolved. */
export const orderGuard: Guard = { name: 'argument-order', check };

/** Past this many shared words, pair by pair would take too long: any change of places counts. */
const MOST_ORDERED = 120;

function firstCrossing(comparison: Comparison): string | undefined {
  const moved = comparison.matches.find((match, index) => match.b < (comparison.matches[index - 1]?.b ?? -1));
  return moved === undefined
    ? undefined
    : `"${shown(comparison, moved)}" stands in another place of a long text`;
}

function check(comparison: Comparison): string | undefined {
  const { matches } = comparison;
  const symmetric = isSymmetric(comparison.a.units) && isSymmetric(comparison.b.units);
  const carried = symmetric ? carriedFigure(comparison) : undefined;
  if (carried !== undefined) return carried;
  if (matches.length > MOST_ORDERED) return firstCrossing(comparison);
  for (const [index, first] of matches.entries()) {
    const swapped =
      roleConflict(comparison, first) ?? headConflict(comparison, first) ?? ownerConflict(comparison, first);
    if (swapped !== undefined) return swapped;
    if (comparison.a.units[first.a]?.word === 'respond') continue;
    for (const second of matches.slice(index + 1)) {
      if (comparison.a.units[second.a]?.word === 'respond') continue;
      if (second.b >= first.b || symmetric) continue;
      if (isUnparsed(comparison.a) || isUnparsed(comparison.b))
        return `"${shown(comparison, first)}" and "${shown(comparison, second)}" may have changed places`;
      if (!isExplained(comparison, first, second)) {
        return `"${shown(comparison, first)}" and "${shown(comparison, second)}" have changed places`;
      }
    }
  }
  return traded(comparison);
}

/** `Does anxiety trigger headache`: a question with `do` in which no verb was found says nothing of who does what. */
function isUnparsed({ units, elements }: Analysis): boolean {
  return (
    units.length > 2 &&
    units.every(({ verb }) => !verb) &&
    elements.some(({ word }) => ['do', 'does', 'did'].includes(word))
  );
}

/** `inflation in 2020 with growth in 2021`: what is compared may change places, but takes its figure along. */
function carriedFigure({ a, b, matches, partnerOfA, partnerOfB }: Comparison): string | undefined {
  for (const match of matches) {
    const figure = a.units[match.a];
    if (figure?.kind !== 'figure' || !figure.role.startsWith('p:')) continue;
    const [left, right] = [match.a - 1, match.b - 1];
    const [expected, actual] = [partnerOfA[left] ?? -1, partnerOfB[right] ?? -1];
    if (a.units[left]?.kind !== 'word' || b.units[right]?.kind !== 'word') continue;
    if (expected !== -1 && actual !== -1 && expected !== right)
      return `"${figure.shown}" goes with another word`;
  }
  return undefined;
}

function isSymmetric(units: readonly Unit[]): boolean {
  return units.some((unit) => unit.keys.some((key) => SYMMETRIC.has(key)));
}

/** One word that does a thing in one text and has it done to it in the other. */
function roleConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  const pair = `${a.role} ${b.role}`;
  const voices = a.speaker !== 'none' && b.speaker !== 'none' && a.speaker !== b.speaker;
  if (voices) return `who does "${a.shown}" to whom is turned round`;
  if (a.verb !== b.verb || !haveMatchedVerb(comparison)) return undefined;
  if (pair === 'subj obj' || pair === 'obj subj')
    return `"${a.shown}" acts in one text and is acted on in the other`;
  const bitten = (a.role === 'obj' && b.owned > match.b) || (b.role === 'obj' && a.owned > match.a);
  if (bitten || isDoerAndTarget(a, b) || isDoerAndTarget(b, a) || standsForSpeaker(comparison, a, b))
    return `"${a.shown}" plays another part`;
  return undefined;
}

/** `Germany lost`, `lost to Germany`; `my landlord`, `my landlord's apartment`. */
function isDoerAndTarget(one: Unit, other: Unit): boolean {
  if (one.role === 'subj')
    return (
      ['p:to', 'p:from', 'p:against', 'p:for'].includes(other.role) ||
      (other.role === 'p:of' && other.owned > -1)
    );
  return false;
}

/** Someone does in one text what the speaker does in the other: `Can my boss see it`, `Can I see my boss's`. */
function standsForSpeaker({ a, b, partnerOfA, partnerOfB }: Comparison, one: Unit, other: Unit): boolean {
  const [verbA, verbB] = [a.units[one.governor], b.units[other.governor]];
  if (one.role === 'subj' && isTarget(other))
    return b.units[partnerOfA[one.governor] ?? -1]?.speaker === 'subj' && verbA !== undefined;
  if (other.role === 'subj' && isTarget(one))
    return a.units[partnerOfB[other.governor] ?? -1]?.speaker === 'subj' && verbB !== undefined;
  return false;
}

function isTarget(unit: Unit): boolean {
  return unit.role === 'obj' || (unit.role === 'p:of' && unit.owned !== -1);
}

/** My neighbor's dog and my neighbor's cat. */
function ownerConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  if (a.owned === -1 || b.owned === -1) return undefined;
  const expected = comparison.partnerOfA[a.owned] ?? -1;
  const actual = comparison.partnerOfB[b.owned] ?? -1;
  if (expected === -1 || actual === -1 || expected === b.owned) return undefined;
  if (sameRun(comparison.b.units, expected, b.owned) || sameRun(comparison.a.units, actual, a.owned))
    return undefined;
  return `"${a.shown}" belongs to another word`;
}

function haveMatchedVerb({ a, b, matches }: Comparison): boolean {
  return matches.some((match) => a.units[match.a]?.verb === true && b.units[match.b]?.verb === true);
}

/** An adjective, figure or noun that stands with another noun than before. */
function headConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  if (a.head === -1 || b.head === -1) return undefined;
  const expected = comparison.partnerOfA[a.head] ?? -1;
  const actual = comparison.partnerOfB[b.head] ?? -1;
  if (expected === -1 || actual === -1 || expected === b.head) return undefined;
  if (sameRun(comparison.b.units, expected, b.head) || sameRun(comparison.a.units, actual, a.head))
    return undefined;
  return `"${a.shown}" goes with another word`;
}

/** Both lean on each other within one noun phrase. */
function sameRun(units: readonly Unit[], one: number, other: number): boolean {
  return Math.abs(one - other) <= 1 || units[one]?.head === other || units[other]?.head === one;
}

/** Whether two words that changed places still play the same parts. */
function isExplained(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  if ([a1, a2, b1, b2].some(({ joint }) => joint === 'then')) return false;
  if (isSign(a1) || isSign(a2)) return a1.group !== -1 && a1.group === a2.group;
  const [firstIsVerb, secondIsVerb] = [a1.verb && b1.verb, a2.verb && b2.verb];
  if (isNominalised(a1, b1, a2, b2) || isNominalised(a2, b2, a1, b1)) return true;
  if (firstIsVerb !== secondIsVerb) return true;
  if (a1.role !== a2.role && a1.role === b2.role && a2.role === b1.role) return false;
  if (isQualifier(a1) !== isQualifier(a2) || (a1.kind === 'figure') !== (a2.kind === 'figure')) return true;
  if (inOtherClauses(a1, a2) && inOtherClauses(b1, b2))
    return (
      a1.clause === b1.clause &&
      a2.clause === b2.clause &&
      keepsClause(comparison, first) &&
      keepsClause(comparison, second)
    );
  if (a1.group !== -1 && a1.group === a2.group && b1.group !== -1 && b1.group === b2.group) return true;
  if (
    firstIsVerb &&
    a1.infinitive === b1.infinitive &&
    a2.infinitive === b2.infinitive &&
    a1.infinitive !== a2.infinitive
  )
    return true;
  if (firstIsVerb)
    return a1.clause === b1.clause && a2.clause === b2.clause && (a1.clause !== a2.clause || isLoose(a1, a2));
  if (owns(a1, second.a, a2, first.a) && owns(b1, second.b, b2, first.b))
    return ownsAlike(a1, second.a, b1, second.b);
  const steady = samePart(a1.role, b1.role) && samePart(a2.role, b2.role);
  if (!steady) return false;
  if (
    a1.role === 'mod' &&
    a2.role === 'mod' &&
    keepsHead(comparison, a1, b1) &&
    keepsHead(comparison, a2, b2)
  )
    return !(areNeighbours(first.a, second.a) && areNeighbours(first.b, second.b));
  if (a1.governor !== a2.governor && keepsGovernor(comparison, a1, b1) && keepsGovernor(comparison, a2, b2))
    return true;
  if (leansOn(a1, second.a, a2, first.a) || leansOn(b1, second.b, b2, first.b)) {
    if ([a1, a2, b1, b2].every(isCapitalised) && !(a1.owned > -1 && a1.owned > first.a)) return false;
    return !compoundTurned(comparison, first, second);
  }
  return a1.role !== a2.role || b1.role !== b2.role || a1.clause !== a2.clause;
}

/** `the Empire fell`, `the fall of the Empire`: who does it in one text has it in the other. */
function isNominalised(verbA: Unit, verbB: Unit, a: Unit, b: Unit): boolean {
  if (verbA.verb === verbB.verb) return false;
  const [done, named] = verbA.verb ? [a, b] : [b, a];
  return done.role === 'subj' && named.role === 'p:of';
}

/** `const char *` is not `char * const`: signs belong where they stand. */
function isSign(unit: Unit): boolean {
  return unit.kind === 'exact' && !/[\p{L}\p{N}]/u.test(unit.shown);
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

function keepsHead({ partnerOfA }: Comparison, a: Unit, b: Unit): boolean {
  return a.head !== -1 && partnerOfA[a.head] === b.head;
}

function keepsGovernor({ partnerOfA }: Comparison, a: Unit, b: Unit): boolean {
  return a.governor !== -1 && partnerOfA[a.governor] === b.governor;
}

function inOtherClauses(one: Unit, other: Unit): boolean {
  return one.clauseNumber !== other.clauseNumber;
}

function isLoose(a1: Unit, a2: Unit): boolean {
  return a1.ing !== a2.ing || a1.past !== a2.past;
}

function isQualifier(unit: Unit): boolean {
  return unit.kind === 'word' && ((unit.mask & 1) === 0 || unit.keys.includes('free'));
}

/** One of the two belongs to the other. */
function owns(one: Unit, otherIndex: number, other: Unit, oneIndex: number): boolean {
  return one.owned === otherIndex || other.owned === oneIndex;
}

/** The giraffe's neck and the neck of the giraffe, not the neck's giraffe. */
function ownsAlike(a1: Unit, otherInA: number, b1: Unit, otherInB: number): boolean {
  return (a1.owned === otherInA) === (b1.owned === otherInB);
}

/** `University of Washington` and `Washington University` are two. */
function isCapitalised(unit: Unit): boolean {
  return unit.letterCase === 'title' || unit.letterCase === 'upper';
}

/** `chocolate milk recipe`, `milk chocolate recipe`: each may lean on the other before both lean on the last. */
function areNeighbours(one: number, other: number): boolean {
  return Math.abs(one - other) === 1;
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

function unitsOf(comparison: Comparison, match: Match): [Unit, Unit] {
  const [a, b] = [comparison.a.units[match.a], comparison.b.units[match.b]];
  if (a === undefined || b === undefined) throw new RangeError('a match points outside its text');
  return [a, b];
}

function shown(comparison: Comparison, match: Match): string {
  return comparison.a.units[match.a]?.shown ?? '';
}
