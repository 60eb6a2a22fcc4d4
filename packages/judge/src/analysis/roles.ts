import { POS } from '../lexicon/lexicon-format.ts';
import { advance, QUIET, SHARP, startsCoordinate, SUBJECTS, type State } from './clauses.ts';
import type { Element } from './element.ts';
import { groupAt, headAt, ownedAt, isNominal, jointAt, lastOfRun } from './noun-phrases.ts';
import { isDeictic, isTemporal } from './temporal.ts';
import type { Role } from './unit.ts';
import { isInfinitive, isPassive } from './voice.ts';

/** Where an element stands: decided once, left to right, for all elements. */
export type Place = {
  readonly role: Role;
  readonly group: number;
  readonly joint: 'and' | 'or' | '';
  readonly clause: string;
  readonly clauseNumber: number;
  readonly head: number;
  /** Element of the noun it belongs to by genitive or `of`, -1 for none. */
  readonly owned: number;
  /** Element of the verb whose subject or object it is, -1 for none. */
  readonly governor: number;
};

/**
 * A shallow parse. It knows prepositions, genitives, coordination, subordinate clauses and the passive, and nothing
 * else; what it cannot place is `top`, which conflicts with nothing.
 */
export function placesOf(elements: readonly Element[]): readonly Place[] {
  const state: State = {
    preposition: '',
    clause: '',
    clauseNumber: 0,
    group: -1,
    verb: undefined,
    be: false,
  };
  const verbs = nextVerbs(elements);
  const places = elements.map((element, at): Place => {
    const role = roleAt(elements, at, state, verbs);
    const place: Place = {
      role,
      governor:
        role === 'subj' || role === 'obj'
          ? isCompoundDeed(elements, at + 1)
            ? at + 1
            : (state.verb?.at ?? actAt(elements, verbs[at] ?? -1))
          : -1,
      group: groupAt(elements, at, state),
      joint: jointAt(elements, at),
      clause: element.verb && SHARP.has(state.preposition) ? state.preposition : state.clause,
      clauseNumber: state.clauseNumber,
      head: headAt(elements, at),
      owned: ownedAt(elements, at),
    };
    advance(state, element, at, elements);
    return place;
  });
  return places;
}

function roleAt(elements: readonly Element[], at: number, state: State, verbs: readonly number[]): Role {
  const element = elements[at];
  if (element === undefined) return 'top';
  if (element.verb)
    return state.preposition === 'than' || state.preposition === 'instead' ? `p:${state.preposition}` : 'top';
  if (element.figure?.kind === 'ordinal' && elements[at + 1]?.verb === true) return 'top';
  if (element.word === 'worth' && elements[at + 1]?.verb === true) return 'top';
  if (elements[at + 1]?.kind === 'genitive' || elements[lastOfRun(elements, at) + 1]?.kind === 'genitive')
    return 'p:of';
  if (headAt(elements, at) !== -1 || isAge(elements, at)) return 'mod';
  const before = elements[isDeictic(element) ? at - 1 : at - 2];
  if (isTemporal(elements, at) && (state.preposition === '' || before?.kind === 'content')) return 'p:on';
  if (isCompoundDeed(elements, at + 1)) return 'obj';
  if (isCompoundDeed(elements, at - 1)) return 'subj';
  const isParticiple = element.forms.participle && (element.mask & POS.noun) === 0;
  if (element.kind === 'content' && (isParticiple || (element.mask & (POS.noun | POS.verb)) === 0))
    return 'top';
  if (
    state.preposition === 'for' &&
    state.verb === undefined &&
    isInfinitive(elements, lastOfRun(elements, at) + 2)
  )
    return 'subj';
  const next = actAt(elements, verbs[at] ?? -1);
  if (state.preposition !== '')
    return state.preposition === 'by' &&
      !MANNERS.has(element.word) &&
      (state.verb?.passive ?? isPassive(elements, next, false))
      ? 'subj'
      : `p:${state.preposition}`;
  if (state.verb !== undefined)
    return elements[state.verb.at]?.word.startsWith('avoid') === true ? 'p:without' : 'obj';
  if (next === -1) return 'top';
  if (isAskedDoer(elements, at, next)) return 'subj';
  if (hasNearerSubject(elements, at, next)) return 'obj';
  return isPassive(elements, next, state.be && !opensBetween(elements, at, next)) ? 'obj' : 'subj';
}

/** `Was it Bell who invented it?`: the form of `be` belongs to another clause than the verb. */
function opensBetween(elements: readonly Element[], from: number, to: number): boolean {
  for (let at = from + 1; at < to; at += 1) if (elements[at]?.function === 'wh') return true;
  return false;
}

/** `Which firm was it made by?` */
function isAskedDoer(elements: readonly Element[], at: number, verb: number): boolean {
  return (
    elements[at - 1]?.function === 'wh' &&
    elements[verb + 1]?.word === 'by' &&
    ((elements[verb + 2]?.kind ?? 'stop') === 'stop' || elements[verb + 2]?.function === 'prep') &&
    isPassive(elements, verb, true)
  );
}

/** `French-speaking countries`: who speaks stands behind, what they speak before. */
function isCompoundDeed(elements: readonly Element[], at: number): boolean {
  const deed = elements[at];
  return (
    deed?.verb === true &&
    deed.forms.ing &&
    deed.token.glued &&
    isNominal(elements[at - 1]) &&
    isNominal(elements[at + 1])
  );
}

/** `required by law`: how or by which rule, nobody who does it. */
const MANNERS = new Set(
  `law hand default accident mistake chance nature mail post email phone fax letter courier train bus car plane boat
  bike ship air sea land road rail taxi ferry card cash cheque check transfer name weight size age date force`.split(
    /\s+/u,
  ),
);

/** `a man 40 [years] old`. */
function isAge(elements: readonly Element[], at: number): boolean {
  return elements[at]?.word === 'old' && elements[at - 1]?.kind === 'figure';
}

/** Verbs that say when and how long, not what is done. */
const COURSE = new Set(['get', 'keep', 'start', 'stop', 'begin', 'continue']);

/** `keeps getting killed`: the verb that names the deed. */
function actAt(elements: readonly Element[], verb: number): number {
  let at = verb;
  while (elements[at]?.forms.lemmas.some((lemma) => COURSE.has(lemma)) === true) {
    const next = isInfinitive(elements, at + 2) ? at + 2 : at + 1;
    if (elements[next]?.verb !== true) break;
    at = next;
  }
  return at;
}

/** The next main verb of the clause after each element, -1 where none follows. */
function nextVerbs(elements: readonly Element[]): readonly number[] {
  const next = elements.map(() => -1);
  let verb = -1;
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    next[at] = verb;
    const element = elements[at];
    // `shoes for running`: what a preposition governs has no subject before it.
    const isGoverned = element?.forms.ing === true && elements[at - 1]?.function === 'prep';
    if (element?.verb === true && !isInfinitive(elements, at) && !isGoverned) verb = at;
    else if (
      asksAnew(elements, at) ||
      element?.kind === 'stop' ||
      element?.function === 'sub' ||
      startsCoordinate(elements, at)
    )
      verb = -1;
  }
  return next;
}

/** `My file is lost, can I …`, `I have eggs, what can I …`: the question begins, and what stands before is no part of it. */
function asksAnew(elements: readonly Element[], at: number): boolean {
  const element = elements[at];
  if (element?.kind === 'mark') return !QUIET.has(element.word);
  const next = elements[at + 1];
  return element?.word === ',' && ['wh', 'aux', 'modal'].includes(next?.function ?? '');
}

/** `What size of tent do four people need?`: the subject stands behind the auxiliary. */
function asksBetween(elements: readonly Element[], at: number, verb: number): boolean {
  for (let between = verb - 1; between > at; between -= 1) {
    const { word, function: named } = elements[between] ?? {};
    if (word === 'do' || word === 'does' || word === 'did')
      return elements.slice(between + 1, verb).some((element) => isNominal(element) && !element.verb);
    if (named === 'conj' || named === 'sub' || named === 'wh') return false;
  }
  return false;
}

/** `the best thing you learned`, `What contributions has Scotland made`: another subject stands before the verb. */
function hasNearerSubject(elements: readonly Element[], at: number, verb: number): boolean {
  const before = elements[verb - 1];
  if (verb - 1 > at && before?.function === 'pron' && (before.word === 'it' || SUBJECTS.has(before.word)))
    return true;
  if (asksBetween(elements, at, verb)) return true;
  for (let between = lastOfRun(elements, at) + 1; between < verb; between += 1) {
    const element = elements[between];
    if (element?.function === 'prep' || element?.function === 'conj') return false;
    if (isAge(elements, between) || isAge(elements, between + 1)) continue;
    // `When did humans first use it?`
    if (element?.figure?.kind === 'ordinal') continue;
    if (element?.function === 'pron' && SUBJECTS.has(element.word)) return true;
    if (
      isNominal(element) &&
      element?.verb === false &&
      ((element.mask & POS.noun) !== 0 || element.kind !== 'content')
    )
      return true;
  }
  return false;
}
