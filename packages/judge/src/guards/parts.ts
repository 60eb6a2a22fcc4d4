import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Match } from '../compare/comparison.ts';
import { isDoneToOther } from './done-to.ts';
import { isChanging, isGiving, isMutual } from './alternations.ts';
import { isRepeated } from './exchange.ts';

/** One word that does a thing in one text and has it done to it in the other. */
export function roleConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  const pair = `${a.role} ${b.role}`;
  const gaps = a.gap !== '' && b.gap !== '' && a.gap !== b.gap;
  if (gaps) return `of "${a.shown}" another part is left to a relative clause`;
  if (isDoneToAnother(a, b) || isDoneToAnother(b, a) || isDoneToOther(comparison, match))
    return `whom "${a.shown}" is done to differs`;
  if (isSuffered(comparison.a, a, b) || isSuffered(comparison.b, b, a))
    return `"${a.shown}" is done or suffered`;
  const voices = a.speaker !== 'none' && b.speaker !== 'none' && a.speaker !== b.speaker;
  if (voices) return `who does "${a.shown}" to whom is turned round`;
  if (a.verb !== b.verb || !haveMatchedVerb(comparison)) return undefined;
  if (isMutual(comparison, a, b) || isChanging(comparison, a, b)) return undefined;
  const sameVerb =
    keepsGovernor(comparison, a, b) || isRepeated(comparison.a.units, a) || isRepeated(comparison.b.units, b);
  if (sameVerb && (pair === 'subj obj' || pair === 'obj subj'))
    return `"${a.shown}" acts in one text and is acted on in the other`;
  const bitten = (a.role === 'obj' && b.owned > match.b) || (b.role === 'obj' && a.owned > match.a);
  if (
    bitten ||
    isDoerAndTarget(comparison, match, 'a') ||
    isDoerAndTarget(comparison, match, 'b') ||
    standsForSpeaker(comparison, a, b)
  )
    return `"${a.shown}" plays another part`;
  return undefined;
}

/** Whether the verb it goes with is the same one. */
export function keepsGovernor({ partnerOfA }: Comparison, a: Unit, b: Unit): boolean {
  return a.governor !== -1 && partnerOfA[a.governor] === b.governor;
}

/** `asked to be picked up`, `asked to pick me up`. */
function isDoneToAnother(one: Unit, other: Unit): boolean {
  return (
    one.passive && one.speaker === 'none' && !other.passive && other.speaker === 'obj' && !isGiving(other)
  );
}

/** `about being stared at`, `about staring at people`. */
function isSuffered({ elements }: Analysis, one: Unit, other: Unit): boolean {
  const isUnder = elements[one.at - 2]?.function === 'prep' || elements[one.at - 2]?.kind === 'content';
  return one.passive && elements[one.at - 1]?.word === 'being' && isUnder && other.ing && !other.passive;
}

/** `Germany lost`, `lost to Germany`; `my landlord`, `my landlord's apartment`. */
function isDoerAndTarget(
  { a, b, partnerOfA, partnerOfB }: Comparison,
  match: Match,
  text: 'a' | 'b',
): boolean {
  const [units, others, partners] =
    text === 'a' ? [a.units, b.units, partnerOfA] : [b.units, a.units, partnerOfB];
  const at = text === 'a' ? match.b : match.a;
  const [one, other] = [units[match[text]], others[at]];
  if (one === undefined || other === undefined) return false;
  if (one.role !== 'subj') return false;
  // Nothing is known of the deed in the other text.
  const deed = partners[one.governor] ?? -1;
  if (deed === -1) return false;
  // `reply to a boss who wants it`.
  if (others[deed]?.gap === 'subj' && deed === at + 1) return false;
  // `a broken lift`, `a lift breaks`.
  if (others[deed]?.head === at) return false;
  // `My orchid flowers. …`, `… of my orchid, since it flowers`.
  if (isDoneByIt(text === 'a' ? b : a, others[deed]?.at ?? 0)) return false;
  // `fixed by a builder`, `fix it as a builder`.
  if (other.role === 'p:as' && units[one.governor]?.passive === true) return true;
  // `Is a visa required for tourists?`: they are the ones who need it.
  if (other.role === 'p:for' && units[one.governor]?.keys.some((key) => NEEDING.has(key)) === true)
    return false;
  if (['p:to', 'p:from', 'p:against', 'p:for'].includes(other.role)) return true;
  // `an employee resigns`, `the resignation of an employee`.
  return other.role === 'p:of' && other.owned > -1 && deed !== other.owned;
}

/** Whether its subject is a pronoun, which may stand for what is named elsewhere. */
function isDoneByIt({ elements }: Analysis, at: number): boolean {
  const subject = elements.findLastIndex(({ kind }, index) => index < at && kind !== 'function');
  return elements.slice(subject + 1, at).some(({ word }) => word === 'it' || word === 'which');
}

const NEEDING = new Set(['need', 'require']);

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
  return ['obj', 'p:with'].includes(unit.role) || (unit.role === 'p:of' && unit.owned !== -1);
}

/** My neighbor's dog and my neighbor's cat. */
export function ownerConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  if (a.owned === -1 || b.owned === -1) return undefined;
  const expected = comparison.partnerOfA[a.owned] ?? -1;
  const actual = comparison.partnerOfB[b.owned] ?? -1;
  if (expected === -1 || actual === -1 || expected === b.owned) return undefined;
  if (sameRun(comparison.b.units, expected, b.owned) || sameRun(comparison.a.units, actual, a.owned))
    return undefined;
  // `the Swedish king's wife`, `the wife of the king of Sweden`.
  if (comparison.partnerOfA[a.head] === b.owned || comparison.partnerOfB[b.head] === a.owned)
    return undefined;
  if (areMembers(comparison.b.units, expected, b.owned) || areMembers(comparison.a.units, actual, a.owned))
    return undefined;
  return `"${a.shown}" belongs to another word`;
}

/** `the pros and cons of it`; `10 mg of it`: what belongs to one belongs to the other. */
function areMembers(units: readonly Unit[], one: number, other: number): boolean {
  const [first, second] = [units[one], units[other]];
  if (first?.kind === 'figure' || second?.kind === 'figure') return true;
  return first !== undefined && first.group !== -1 && first.group === second?.group;
}

function haveMatchedVerb({ a, b, matches }: Comparison): boolean {
  return matches.some((match) => a.units[match.a]?.verb === true && b.units[match.b]?.verb === true);
}

/** `Which vitamin is in carrots?`, `Which carrots have vitamins?`: another thing is asked for. */
export function askedConflict({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  const [one, other] = [askedOf(a), askedOf(b)];
  const [oneInB, otherInA] = [partnerOfA[one] ?? -1, partnerOfB[other] ?? -1];
  if (oneInB === -1 || otherInA === -1 || oneInB === other) return undefined;
  const [mine, theirs] = [a.units[otherInA], b.units[oneInB]];
  if (mine?.head === one || mine?.owned === one || theirs?.head === other || theirs?.owned === other)
    return undefined;
  return `"${a.units[one]?.shown ?? ''}" is asked for in one text only`;
}

/** The only noun right behind `which` or `what`, -1 for none. */
function askedOf({ units, elements }: Analysis): number {
  const asked = [...units.keys()].filter((index) => {
    const at = units[index]?.at ?? 0;
    return ['which', 'what'].includes(elements[at - 1]?.word ?? '') && units[index]?.verb === false;
  });
  const [first = -1, second] = asked;
  const unit = units[first];
  if (unit === undefined || second !== undefined) return -1;
  // `Which meat-eating plants …`
  const deed = units[first + 1];
  if (deed?.glued === true && deed.ing && unit.governor === first + 1) return first + 2;
  return unit.head === -1 ? first : unit.head;
}

/** `stop to smoke` is not `stop smoking`: behind these the form of the next verb says what comes first. */
const AIMING = new Set(['stop', 'remember', 'forget', 'regret']);

export function aimConflict({ a, b, partnerOfA }: Comparison, match: Match): string | undefined {
  const [one, other] = [a.units[match.a], b.units[match.b]];
  if (one === undefined || other === undefined) return undefined;
  const [plain, aimed] = one.slot.link === '' ? [one, other] : [other, one];
  if (!plain.ing || plain.slot.link !== '' || aimed.ing || aimed.slot.link !== 'to ') return undefined;
  const [before, partner] = [a.units[one.slot.after], b.units[other.slot.after]];
  if (before === undefined || partnerOfA[one.slot.after] !== other.slot.after) return undefined;
  const aims = [before, partner].every((unit) => unit?.keys.some((key) => AIMING.has(key)) === true);
  return aims ? `"${before.shown}" aims at "${one.shown}" in one text only` : undefined;
}

/** `I had my phone stolen` is not `I had a stolen phone`. */
export function hadConflict({ a, b, partnerOfA, partnerOfB }: Comparison, match: Match): string | undefined {
  const [one, other] = [a.units[match.a], b.units[match.b]];
  if (one === undefined || other === undefined) return undefined;
  const turned =
    (other.head !== -1 && isHad(a, one) && partnerOfA[one.slot.after] === other.head) ||
    (one.head !== -1 && isHad(b, other) && partnerOfB[other.slot.after] === one.head);
  return turned ? `"${one.shown}" is done to something in one text only` : undefined;
}

/** Behind what somebody had done: `had my phone stolen`. */
function isHad({ units, elements }: Analysis, { slot, at }: Unit): boolean {
  const noun = units[slot.after];
  if (noun === undefined || noun.at !== at - 1 || elements[at]?.forms.participle !== true) return false;
  return elements.slice(Math.max(0, noun.at - 4), noun.at).some(({ word }) => HAVE.has(word));
}

const HAVE = new Set(['have', 'has', 'had', 'having']);

/** An adjective, figure or noun that stands with another noun than before. */
export function headConflict(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  if (a.head === -1 || b.head === -1) return undefined;
  const expected = comparison.partnerOfA[a.head] ?? -1;
  const actual = comparison.partnerOfB[b.head] ?? -1;
  if (expected === -1 || actual === -1 || expected === b.head) return undefined;
  // A repeated word may have been paired with the wrong one of its kind.
  if (comparison.b.units.some(({ word, head }) => word === b.word && head === expected)) return undefined;
  // `three tablets one time`: what is counted stands right behind its figure.
  const counted = a.kind === 'figure' && a.head === match.a + 1 && b.head === match.b + 1;
  const alike = sameRun(comparison.b.units, expected, b.head) || sameRun(comparison.a.units, actual, a.head);
  return alike && !counted ? undefined : `"${a.shown}" goes with another word`;
}

/** Both lean on each other within one noun phrase. */
function sameRun(units: readonly Unit[], one: number, other: number): boolean {
  const apart = Math.abs((units[one]?.at ?? 0) - (units[other]?.at ?? 0));
  return apart <= 1 || units[one]?.head === other || units[other]?.head === one;
}
