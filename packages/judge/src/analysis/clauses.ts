import { BE } from './be.ts';
import type { Element } from './element.ts';
import { isNominal } from './noun-phrases.ts';
import { isSubordinate } from './subordinate.ts';
import { endsSubject, isTemporal } from './temporal.ts';
import { isPassive } from './voice.ts';

export type State = {
  preposition: string;
  clause: string;
  clauseNumber: number;
  group: number;
  verb: { at: number; passive: boolean } | undefined;
  /** A form of `be` was seen since the last main verb: the next participle is passive. */
  be: boolean;
};

export const SUBJECTS = new Set('i you we they he she'.split(' '));

/** Marks inside a clause. */
export const QUIET = new Set(['@not', '@min', '@max', '@brief', '@detail', '@simple', '@steps', '@example']);

const BOUNDING = new Set(['than', 'over', 'under', 'above', 'below']);

export const SHARP = new Set(['before', 'after', 'without', 'during', 'since', 'until']);

/** `to` before a verb is none; `into` plays the part of `to`. */
function prepositionAt(elements: readonly Element[], at: number, preposition: string): string {
  const word = elements[at]?.word ?? '';
  if (word === 'to' && elements[at + 1]?.verb === true) return preposition === 'than' ? 'than' : '';
  // `before or after the wedding`: either, whichever is named first.
  if (elements[at - 1]?.word === 'or' && elements[at - 2]?.function === 'prep') return 'either';
  // `Given a circle, what is its area?`
  if (word === 'given' && at === 0) return 'with';
  return word === 'into' ? 'to' : word;
}

const ASKING = new Set(['which', 'what', 'whom', 'whose']);

/** `By which firm …`: what is asked stands under the preposition. */
function frontedPreposition(elements: readonly Element[], at: number): string {
  const [before, wh] = [elements[at - 1], elements[at]];
  return before?.function === 'prep' && ASKING.has(wh?.word ?? '') ? before.word : '';
}

function opensClauseAfter(before: Element | undefined, state: State): boolean {
  return before?.function === undefined || before.function === 'conj' || SHARP.has(state.preposition);
}

const KNOWING = new Set([
  'determine',
  'know',
  'see',
  'check',
  'tell',
  'ask',
  'wonder',
  'find',
  'verify',
  'test',
]);

/** `Check if a file exists`: a question inside the sentence, not a condition. */
function isEmbedded(elements: readonly Element[], at: number): boolean {
  const before = elements[at - 1];
  if (elements[at]?.word !== 'if' || before === undefined) return false;
  return before.kind === 'mark'
    ? before.word !== '@how' && before.word !== '@want'
    : before.forms.lemmas.some((lemma) => KNOWING.has(lemma));
}

function open(state: State, clause: string): void {
  Object.assign(state, {
    preposition: '',
    clause,
    clauseNumber: state.clauseNumber + 1,
    verb: undefined,
    be: false,
  });
}

/** `After I reboot, Windows forgets …`: a subject with its verb behind it. */
function startsStatement(elements: readonly Element[], at: number): boolean {
  for (let next = at; next <= at + 3; next += 1) {
    const element = elements[next];
    if (element?.verb === true || element?.function === 'aux' || element?.function === 'modal') return true;
    if (!isNominal(element) && element?.kind !== 'genitive') return false;
  }
  return false;
}

/** The comma after `If it rains`. */
function endsFronted(elements: readonly Element[], at: number, state: State): boolean {
  if (elements[at]?.word !== ',') return false;
  const next = elements[at + 1];
  // `I fly to Japan, do I need …`: a statement ends where the question begins.
  const isTold = state.verb !== undefined || state.be;
  if (state.clause === '') return isTold && ['aux', 'modal'].includes(next?.function ?? '');
  return (
    next?.kind === 'mark' ||
    next?.verb === true ||
    ['aux', 'modal', 'wh', 'pron'].includes(next?.function ?? '') ||
    startsStatement(elements, ['det', 'poss'].includes(next?.function ?? '') ? at + 2 : at + 1)
  );
}

/** `…, but my landlord wants to`, `… but eats normally`: behind the conjunction stands a clause of its own. */
export function startsCoordinate(elements: readonly Element[], at: number): boolean {
  if (elements[at]?.function !== 'conj') return false;
  const from = at + (elements[at + 1]?.function === 'neg' ? 2 : 1);
  const first = elements[from];
  if (first?.verb === true) return isFinite(elements, from);
  if (first?.function === 'aux') return true;
  let named = false;
  for (let next = at + 1; next <= at + FURTHEST_VERB; next += 1) {
    const element = elements[next];
    if (element === undefined || element.kind === 'stop' || element.word === ',' || element.word === 'to')
      return false;
    if (['conj', 'sub', 'wh'].includes(element.function ?? '') || element.word === 'that') return false;
    if (element.verb) return named && isFinite(elements, next);
    if (element.function === 'aux' || element.function === 'modal') return named;
    named ||= element.function === 'pron' || (isNominal(element) && !isTemporal(elements, next));
  }
  return false;
}

/** How many words a subject with all that stands before its verb may take. */
const FURTHEST_VERB = 9;

/** `fails`, `failed`, `keep` behind a plural; not `failing`, `to fail`, `and rent it`. */
function isFinite(elements: readonly Element[], at: number): boolean {
  const { forms, word = '' } = elements[at] ?? {};
  if (forms === undefined || forms.ing) return false;
  if (forms.plural || (forms.past && forms.lemmas[0] !== word)) return true;
  return elements[at - 1]?.forms.plural === true || elements[at - 1]?.function === 'pron';
}

export function advance(state: State, element: Element, at: number, elements: readonly Element[]): void {
  if (element.word === '@over' || element.word === '@under') {
    state.preposition = 'than';
    return;
  }
  if (
    element.kind === 'stop' ||
    (element.kind === 'mark' && !QUIET.has(element.word)) ||
    endsFronted(elements, at, state)
  ) {
    open(state, element.kind === 'mark' ? state.clause : '');
    return;
  }
  if (element.kind === 'figure' && BOUNDING.has(state.preposition)) state.preposition = '';
  if (element.verb) {
    // `before moving`, `before he moves`: the verb keeps the marking.
    const clause = ['without', 'before', 'after', 'while'].includes(state.preposition)
      ? state.preposition
      : state.clause;
    Object.assign(state, {
      preposition: '',
      clause,
      verb: { at, passive: isPassive(elements, at, state.be) },
      be: false,
    });
    return;
  }
  switch (element.function) {
    case 'prep':
      state.preposition = prepositionAt(elements, at, state.preposition);
      break;
    case 'sub':
      open(state, isEmbedded(elements, at) ? 'whether' : element.word);
      break;
    case 'aux':
    case 'modal':
      if (BE.has(element.word)) state.be = true;
      // `after having sold it`.
      if (element.forms.ing && SHARP.has(state.preposition)) open(state, state.preposition);
      else if (endsSubject(elements, at, state.preposition)) {
        open(state, state.preposition);
        state.be = BE.has(element.word);
      }
      state.preposition = '';
      break;
    case 'wh':
      // `when modifying a vector` narrows little more than `in`: it gets no label.
      open(
        state,
        isSubordinate(elements, at) && elements[at + 1]?.forms.ing !== true ? element.word : state.clause,
      );
      if (!isSubordinate(elements, at)) state.preposition = frontedPreposition(elements, at);
      break;
    case 'pron':
      if (
        opensClauseAfter(elements[at - 1], state) &&
        SUBJECTS.has(element.word) &&
        at > 0 &&
        elements[at - 1]?.verb !== true
      ) {
        open(state, SHARP.has(state.preposition) ? state.preposition : state.clause);
      }
      break;
    case 'det':
    case 'poss':
      if (element.word === 'that' && isNominal(elements[at - 1])) open(state, 'that');
      // `after each release the old pods keep running`: a second phrase is no longer under the preposition.
      else if (isNominal(elements[at - 1]) && elements[at - 1]?.verb === false) state.preposition = '';
      break;
    case 'conj':
      if (state.verb !== undefined && startsCoordinate(elements, at)) open(state, '');
      break;
    default:
      if (element.kind === 'pause' && element.word === ',') state.preposition = '';
  }
}
