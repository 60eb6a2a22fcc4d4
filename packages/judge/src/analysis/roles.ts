import { POS } from '../lexicon/lexicon-format.ts';
import { advance, SHARP, startsCoordinate, SUBJECTS, type State } from './clauses.ts';
import type { Element } from './element.ts';
import { groupAt, headAt, ownedAt, isNominal, jointAt, lastOfRun } from './noun-phrases.ts';
import { isTemporal } from './temporal.ts';
import type { Role } from './unit.ts';
import { isInfinitive, isPassive } from './voice.ts';

/** Where an element stands: decided once, left to right, for all elements. */
export type Place = {
  readonly role: Role;
  readonly group: number;
  readonly joint: 'and' | 'or' | 'then' | '';
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
    start: 0,
  };
  const verbs = nextVerbs(elements);
  const places = elements.map((element, at): Place => {
    const role = roleAt(elements, at, state, verbs);
    const place: Place = {
      role,
      governor: role === 'subj' || role === 'obj' ? (state.verb?.at ?? verbs[at] ?? -1) : -1,
      group: groupAt(elements, at, state),
      joint: jointAt(elements, at),
      clause:
        element.verb && element.forms.ing && SHARP.has(state.preposition) ? state.preposition : state.clause,
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
  if (element.verb) return state.preposition === 'than' ? 'p:than' : 'top';
  if (elements[at + 1]?.kind === 'genitive' || elements[lastOfRun(elements, at) + 1]?.kind === 'genitive')
    return 'p:of';
  if (headAt(elements, at) !== -1) return 'mod';
  if (isTemporal(elements, at) && (state.preposition === '' || elements[at - 2]?.kind === 'content'))
    return 'p:on';
  if (element.kind === 'content' && (element.mask & (POS.noun | POS.verb)) === 0) return 'top';
  if (state.preposition !== '')
    return state.preposition === 'by' && state.verb?.passive === true ? 'subj' : `p:${state.preposition}`;
  if (state.verb !== undefined)
    return elements[state.verb.at]?.word.startsWith('avoid') === true ? 'p:without' : 'obj';
  const next = verbs[at] ?? -1;
  if (next === -1) return 'top';
  if (hasNearerSubject(elements, at, next)) return 'obj';
  return isPassive(elements, next, state.be) ? 'obj' : 'subj';
}

/** The next main verb of the clause after each element, -1 where none follows. */
function nextVerbs(elements: readonly Element[]): readonly number[] {
  const next = elements.map(() => -1);
  let verb = -1;
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    next[at] = verb;
    const element = elements[at];
    if (element?.verb === true && !isInfinitive(elements, at)) verb = at;
    else if (element?.kind === 'stop' || element?.function === 'sub' || startsCoordinate(elements, at))
      verb = -1;
  }
  return next;
}

/** `the best thing you learned`, `What contributions has Scotland made`: another subject stands before the verb. */
function hasNearerSubject(elements: readonly Element[], at: number, verb: number): boolean {
  for (let between = lastOfRun(elements, at) + 1; between < verb; between += 1) {
    const element = elements[between];
    if (element?.function === 'prep' || element?.function === 'conj') return false;
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
