import type { Ask } from '../analysis/ask-types.ts';
import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { bothSuppose } from './conditional.ts';
import { isScheduled } from './scheduled.ts';

const BYGONE: ReadonlySet<Ask['tense']> = new Set(['past', 'perfect']);

/** Who is president, who was president. */
export const tenseGuard: Guard = {
  name: 'tense',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    const [one, other] = [a.ask.tense, b.ask.tense];
    const told = toldInAnotherTense(comparison);
    if (told !== undefined) return told;
    if ((one === 'hindsight') !== (other === 'hindsight') && ![one, other].some((tense) => BYGONE.has(tense)))
      return 'only one asks what should or could have been';
    const before = toldBefore(a.ask.told, b.ask.told) ?? toldBefore(b.ask.told, a.ask.told);
    if (before !== undefined) return before;
    if (one === other || one === 'open' || other === 'open') return undefined;
    // `Has it changed` is near the past.
    if ([one, other].includes('perfect') && [one, other].includes('past') && !(goesOn(a) && goesOn(b)))
      return undefined;
    if ([one, other].includes('perfect') && lasts(a) && lasts(b)) return undefined;
    if (isScheduled(comparison) || isTimeless(comparison)) return undefined;
    if (isNeeded(a) && isNeeded(b) && ![one, other].some((tense) => BYGONE.has(tense))) return undefined;
    if (bothSuppose(a, b) && ![one, other].some((tense) => BYGONE.has(tense))) return undefined;
    return `one is about the ${one}, the other about the ${other}`;
  },
};

/** `My flight is cancelled`, `My flight was cancelled`; what is and what will be are often told alike. */
function toldBefore(one: Ask['tense'], other: Ask['tense']): string | undefined {
  const parts =
    (one === 'past' && (other === 'present' || other === 'future')) ||
    (one === 'perfect' && other === 'future');
  return parts ? `one tells of the ${one}, the other of the ${other}` : undefined;
}

const TIMELESS = new Set('mean originate derive stem'.split(' '));

/** `Where does the word come from?`, `Where did it come from?`; what somebody means by what he said. */
function isTimeless({ a, b, matches }: Comparison): boolean {
  if (a.ask.type !== b.ask.type || a.ask.type === 'yesno') return false;
  return matches.some((match) => {
    const verb = a.units[match.a];
    if (verb?.verb !== true) return false;
    const isOrigin = verb.keys.includes('come') && a.elements[verb.at + 1]?.word === 'from';
    return isOrigin || verb.keys.some((key) => TIMELESS.has(key));
  });
}

/** `has no signal since noon`, `has had no signal since noon`. */
function lasts({ elements }: Analysis): boolean {
  return elements.some(({ word }) => word === 'since');
}

/** `Have you lived here for ten years?`: what has lasted goes on, what lasted is over. */
function goesOn({ units }: Analysis): boolean {
  return units.some(
    ({ kind, word, role }) => kind === 'figure' && word.startsWith('time:') && role === 'p:for',
  );
}

/** `I have been reading it`, `I have read it`: still at it, or done with it. */
function isAtIt({ a, b }: Comparison, one: Unit, other: Unit): boolean {
  const isBeing = ({ elements }: Analysis, { at, ing }: Unit): boolean =>
    ing && elements[at - 1]?.word === 'been';
  const has = ({ units }: Analysis, verb: Unit): boolean =>
    units.some(({ role, governor }) => role === 'obj' && units[governor] === verb);
  const lasting = [a, b].some(({ units }) => units.some(({ word }) => word.startsWith('time:')));
  if (lasting || !has(a, one) || !has(b, other)) return false;
  return (isBeing(a, one) && other.finite === 'perfect') || (isBeing(b, other) && one.finite === 'perfect');
}

/** `My dog ate chocolate`, `My dog eats chocolate`. */
function toldInAnotherTense(comparison: Comparison): string | undefined {
  const { a, b, matches } = comparison;
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one === undefined || other === undefined) continue;
    if (isMissed(one, other) || isMissed(other, one))
      return `"${one.shown}" could have been in one text only`;
    if (isAtIt(comparison, one, other)) return `"${one.shown}" goes on in one text only`;
    if ((isSo(one) && isWanted(b, other)) || (isSo(other) && isWanted(a, one)))
      return `"${one.shown}" is only wanted in one text`;
    if (one.finite === 'none' || other.finite === 'none') continue;
    if (isSupposed(one, other) || isSupposed(other, one)) continue;
    if (isUnreal(a, one) !== isUnreal(b, other)) continue;
    if (partsTenses(one.finite, other.finite) && !isReport(one, a.units))
      return `"${one.shown}" against "${other.shown}"`;
  }
  return undefined;
}

const LASTING = new Set('own live work'.split(' '));

/** What was done, or is the case. */
function isSo({ finite, keys }: Unit): boolean {
  return finite === 'past' || (finite === 'present' && keys.some((key) => LASTING.has(key)));
}

/** `I want to leave him`, `I left him`. */
function isWanted({ elements }: Analysis, { at }: Unit): boolean {
  return elements[at - 1]?.word === '@want';
}

/** `I could have paid less`, `I could pay less`. */
function isMissed(one: Unit, other: Unit): boolean {
  return (
    one.modal !== '' && one.finite === 'perfect' && other.modal === one.modal && other.finite !== 'perfect'
  );
}

/** `What do I do if I forget my pill?`, `I forgot my pill, what do I do?` */
function isSupposed(one: Unit, other: Unit): boolean {
  return one.clause === 'if' && one.finite === 'present' && other.clause === '' && other.finite === 'past';
}

/** `What would happen if it disappeared?`: behind `if` the past is not told of. */
function isUnreal({ ask }: Analysis, { clause, finite }: Unit): boolean {
  return ask.modal === 'would' && clause === 'if' && finite === 'past';
}

/** `What do I need for a trip?`, `What will I need for a trip?`: what is needed is needed then. */
function isNeeded({ units }: Analysis): boolean {
  return units.some(({ verb, keys, clause }) => verb && clause === '' && keys.some((key) => NEEDED.has(key)));
}

const NEEDED = new Set('need require cost take charge'.split(' '));

/**
 * What happens and what will happen are told alike, so are what has happened and what did; the question's own tense
 * parts them where it counts.
 */
function partsTenses(one: Unit['finite'], other: Unit['finite']): boolean {
  const tenses = new Set([one, other]);
  if (tenses.has('past')) return one !== other && !tenses.has('perfect');
  return tenses.has('perfect') && tenses.has('future');
}

/** `I got an error`, `I am getting an error`: what is reported is there either way. */
function isReport(verb: Unit, units: readonly Unit[]): boolean {
  return (
    verb.keys.some((key) => REPORTED.has(key)) &&
    units.some(({ keys }) => keys.some((key) => FAULTS.has(key)))
  );
}

const REPORTED = new Set('get see receive throw give show say fail'.split(' '));
const FAULTS = new Set('error exception warning message code notification prompt'.split(' '));
