import type { Analysis } from '../analysis/analyse.ts';
import type { Ask, AskType } from '../analysis/ask-types.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { bothSuppose, isConditional } from './conditional.ts';
import { isScheduled } from './scheduled.ts';

/** Can I, should I, must I. */
export const modalityGuard: Guard = {
  name: 'modality',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    const told = otherModal(comparison) ?? onlyMeant(comparison);
    if (told !== undefined) return told;
    if (a.ask.modal === b.ask.modal || isNeeded(a.ask, b.ask) || !weighs(a.ask, b.ask)) return undefined;
    if (ALIKE.some((isAlike) => isAlike(comparison))) return undefined;
    return `${a.ask.modal} against ${b.ask.modal}`;
  },
};

const BINDING: ReadonlySet<Ask['modal']> = new Set(['should', 'must', 'need']);
const MEASURING: ReadonlySet<AskType> = new Set(['howmany', 'howmuch', 'when']);

/** A modal on one side alone: `How much should a baby weigh`, `Why should we sleep`; not `What should I eat`. */
function narrows(one: Ask, other: Ask): boolean {
  const [modal, plain] = one.modal === 'none' ? [other, one] : [one, other];
  if (modal.type === 'why') return BINDING.has(modal.modal) && plain.tense !== 'past';
  if (plain.tense !== 'present') return false;
  return modal.general && (BINDING.has(modal.modal) || (modal.modal === 'can' && MEASURING.has(modal.type)));
}

const EFFECTS = new Set(
  'cause lead trigger produce increase decrease reduce raise lower improve worsen affect harm damage hurt help prevent make interact react spread kill attract'.split(
    ' ',
  ),
);

/** `Can stress cause headaches?`, `Does stress cause headaches?` */
function isOfEffect({ a, b, matches }: Comparison): boolean {
  const modals = new Set([a.ask.modal, b.ask.modal]);
  return (
    modals.has('can') &&
    modals.has('none') &&
    matches.some((match) => a.units[match.a]?.verb === true && hasKey(a.units[match.a], EFFECTS))
  );
}

function hasKey(unit: Unit | undefined, keys: ReadonlySet<string>): boolean {
  return unit !== undefined && unit.keys.some((key) => keys.has(key));
}

/** `What must a puppy have?`, `What does a puppy need?` */
function isNamed({ a, b }: Comparison): boolean {
  const [plain, modal] = a.ask.modal === 'none' ? [a, b] : [b, a];
  return (
    BINDING.has(modal.ask.modal) &&
    plain.units.some((unit) => unit.verb && hasKey(unit, new Set(['need', 'require'])))
  );
}

/** `How long do I boil an egg?` asks how long one should. */
function isOwnDoing({ a, b }: Comparison): boolean {
  const plain = a.ask.modal === 'none' ? a : b;
  const modal = plain === a ? b : a;
  return (
    plain.ask.type !== 'yesno' &&
    (modal.ask.modal === 'should' || modal.ask.modal === 'need') &&
    plain.elements.some(({ word }, at) => word === 'do' && ONESELF.has(plain.elements[at + 1]?.word ?? ''))
  );
}

const ONESELF = new Set('i we you one'.split(' '));

/** `Will I lose it if I cancel?`, `Do I lose it if I cancel?`; `Is it going to open?`, `Will it open?` */
function isForeseen({ a, b }: Comparison): boolean {
  const modals = new Set([a.ask.modal, b.ask.modal]);
  // `Would I pay if I left?`, `Do I pay if I leave?`
  if (modals.has('would') && (modals.has('none') || modals.has('will')))
    return isConditional(a) && isConditional(b);
  if (!modals.has('will') || !modals.has('none')) return false;
  return bothSuppose(a, b) || (a.ask.tense === 'future' && b.ask.tense === 'future');
}

/** `Is there parking for coaches?`, `Can coaches park there?` */
function isProvided({ a, b, matches }: Comparison): boolean {
  const plain = a.ask.modal === 'none' ? a : b;
  const isOfferedIn = (unit: Unit | undefined): boolean =>
    unit?.ing === true && plain.elements[unit.at - 1]?.word === 'there';
  return matches.some((match) => isOfferedIn(plain === a ? a.units[match.a] : b.units[match.b]));
}

const GETTING = new Set('get receive obtain claim'.split(' '));

/** `Do I get a refund?`, `Can I get a refund?` */
function isDue({ a, b, matches }: Comparison): boolean {
  const modals = [a.ask.modal, b.ask.modal];
  return (
    modals.includes('can') &&
    modals.includes('none') &&
    matches.some((match) => a.units[match.a]?.speaker === 'subj' && hasKey(a.units[match.a], GETTING))
  );
}

/** Where a modal on one side says nothing. */
const ALIKE = [isOfEffect, isForeseen, isOwnDoing, isNamed, isScheduled, isProvided, isDue];

/** `I can speak French`, `I must speak French`: the same verb under another modal. */
function otherModal({ a, b, matches }: Comparison): string | undefined {
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one === undefined || other === undefined) continue;
    if (isOnlyPossible(one, other, b) || isOnlyPossible(other, one, a))
      return `"${one.shown}" has happened in one text only`;
    if (one.modal === '' || other.modal === '') continue;
    if (one.modal !== other.modal && !isLoose(one.modal, other.modal))
      return `"${one.shown}" under ${one.modal} against ${other.modal}`;
  }
  return undefined;
}

/** `It might be cancelled`, `It was cancelled`. */
function isOnlyPossible({ modal }: Unit, other: Unit, told: Analysis): boolean {
  return modal === 'might' && other.modal === '' && ['past', 'perfect'].includes(told.ask.told);
}

const MEANT = new Set('meant supposed intended designed expected planned'.split(' '));
const MEANING = new Set('mean suppose intend design expect plan hope want try aim'.split(' '));

/** `What was it meant to achieve?`, `What did it achieve?` */
function onlyMeant({ a, b, matches }: Comparison): string | undefined {
  const isMeant = ({ elements }: Analysis, { at }: Unit): boolean =>
    elements[at - 1]?.word === 'to' && MEANT.has(elements[at - 2]?.word ?? '');
  const isDone = ({ ask, units }: Analysis): boolean =>
    (ask.tense === 'past' || ask.tense === 'perfect') &&
    !units.some((unit) => unit.verb && hasKey(unit, MEANING));
  const match = matches.find((pair) => {
    const [one, other] = [a.units[pair.a], b.units[pair.b]];
    if (one?.verb !== true || other?.verb !== true) return false;
    return (isMeant(a, one) && isDone(b)) || (isMeant(b, other) && isDone(a));
  });
  return match === undefined ? undefined : `"${a.units[match.a]?.shown ?? ''}" is only meant in one text`;
}

/** What can happen and what might; what will and what can, should or must is told apart by the question alone. */
function isLoose(one: string, other: string): boolean {
  const modals = new Set([one, other]);
  return (modals.has('will') && !modals.has('might')) || (modals.has('might') && modals.has('can'));
}

/** What one needs to do is what one should or must do; whether one needs to is not whether one should. */
function isNeeded(one: Ask, other: Ask): boolean {
  const modals = new Set([one.modal, other.modal]);
  if (!modals.has('need')) return false;
  if (modals.has('must')) return true;
  const [need, should] = one.modal === 'need' ? [one, other] : [other, one];
  // `Does the rice need to be washed?`, `Should I wash the rice?`
  const isOfThing = need.general && !should.general;
  return should.modal === 'should' && (isOfThing || (one.type !== 'yesno' && other.type !== 'yesno'));
}

function weighs(one: Ask, other: Ask): boolean {
  if (one.type === 'yesno' && other.type === 'yesno') return true;
  if (one.type === 'how' || other.type === 'how')
    return one.type === other.type && (one.modal === 'must') !== (other.modal === 'must');
  if (one.modal === 'none' || other.modal === 'none') return narrows(one, other);
  // `What would cause it` and `What could cause it` are one.
  const modals = [one.modal, other.modal];
  return !modals.includes('would') || modals.some((modal) => BINDING.has(modal));
}
