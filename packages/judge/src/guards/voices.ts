import type { Analysis } from '../analysis/analyse.ts';
import { BE } from '../analysis/be.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';
import { CHANGING } from './alternations.ts';
import { hasObject, isDoneAndSuffered } from './suffered.ts';

/** Who does it or suffers it, where no object says so: `kids are bullied`, `kids bully`; `stop him from calling`, `stop calling him`. */
export const voicesGuard: Guard = {
  name: 'argument-order',
  check: (comparison: Comparison) => {
    const { a, b, partnerOfA, partnerOfB } = comparison;
    for (const match of comparison.matches) {
      const [one, other] = unitsOf(comparison, match);
      const [back, backMatch] = [turned(comparison), { a: match.b, b: match.a }];
      if (isSuffered(comparison, match) || isSuffered(back, backMatch))
        return `"${one.shown}" is done or suffered`;
      if (isDoneAndSuffered(comparison, match) || isDoneAndSuffered(back, backMatch))
        return `"${one.shown}" is done or suffered`;
      if (isAskedOfSufferer(a, one, b, other) || isAskedOfSufferer(b, other, a, one))
        return `who "${one.shown}" is asked in one text, whom it is done to in the other`;
      if (isKept(a, match.a, other, partnerOfA) || isKept(b, match.b, one, partnerOfB))
        return `"${one.shown}" is kept from it or has it done`;
      if (isTurnedRound(a.elements, one.at, b.elements, other.at))
        return `one asks what "${one.shown}" is done by, the other what to`;
    }
    return undefined;
  },
};

function turned(comparison: Comparison): Comparison {
  const { a, b, partnerOfA, partnerOfB } = comparison;
  return { ...comparison, a: b, b: a, partnerOfA: partnerOfB, partnerOfB: partnerOfA };
}

const DO = new Set(['do', 'does', 'did']);

/** `Why are kids bullied`, `Why do kids bully`; `to be stared at`, `to stare`. */
function isSuffered(
  { a, b, partnerOfA }: Comparison,
  match: { readonly a: number; readonly b: number },
): boolean {
  const [one, other] = [a.units[match.a], b.units[match.b]];
  if (one === undefined || other === undefined || !isParticiple(a.elements[one.at]) || !other.verb)
    return false;
  if (isParticiple(b.elements[other.at]) || other.ing || hasObject(b.elements, other.at)) return false;
  const [before, behind] = [a.elements[one.at - 1], a.elements[one.at + 1]];
  if (before?.word === 'be' && a.elements[one.at - 2]?.word === 'to')
    return other.infinitive && partnerOfA[one.slot.after] === other.slot.after && behind?.word !== 'by';
  // `How are pearls formed?`, `How do pearls form?`
  if (other.keys.some((key) => CHANGING.has(key))) return false;
  const subject = match.a - 1;
  return (
    a.units[subject]?.at === one.at - 1 &&
    b.units[match.b - 1]?.at === other.at - 1 &&
    partnerOfA[subject] === match.b - 1 &&
    opens(a.elements, one.at, BE) &&
    opens(b.elements, other.at, DO)
  );
}

function isParticiple(element: Element | undefined): boolean {
  return element?.forms.participle === true && !element.forms.ing && element.forms.lemmas[0] !== element.word;
}

/** `Who is interviewed in it?`, `Who interviews in it?` */
function isAskedOfSufferer(a: Analysis, one: Unit, b: Analysis, other: Unit): boolean {
  const [wh, be] = a.elements.slice(Math.max(0, one.at - 2), one.at);
  return (
    wh?.word === 'who' &&
    BE.has(be?.word ?? '') &&
    isParticiple(a.elements[one.at]) &&
    b.elements[other.at - 1]?.word === 'who' &&
    other.verb &&
    !other.ing &&
    !hasObject(b.elements, other.at)
  );
}

/** The auxiliary before the subject of a question. */
function opens(elements: readonly Element[], at: number, words: ReadonlySet<string>): boolean {
  return elements.slice(Math.max(0, at - 4), at - 1).some(({ word }) => words.has(word));
}

/** `What causes it?`, `What does it cause?`: the pronoun is no word that others compare. */
function isTurnedRound(
  one: readonly Element[],
  at: number,
  other: readonly Element[],
  otherAt: number,
): boolean {
  return (
    (isAskedOfDoer(one, at) && isAskedOfDone(other, otherAt)) ||
    (isAskedOfDone(one, at) && isAskedOfDoer(other, otherAt))
  );
}

function isAskedOfDoer(elements: readonly Element[], at: number): boolean {
  return elements[at - 1]?.function === 'wh' && elements[at + 1]?.function === 'pron';
}

function isAskedOfDone(elements: readonly Element[], at: number): boolean {
  const [wh, aux, pronoun] = elements.slice(Math.max(0, at - 3), at);
  return wh?.function === 'wh' && DO.has(aux?.word ?? '') && pronoun?.function === 'pron';
}

const KEEPING = new Set(['stop', 'prevent', 'keep', 'discourage', 'ban', 'forbid']);

/** The object of `stop` that does what stands behind it. */
function isKept({ units }: Analysis, index: number, other: Unit, partners: Int32Array): boolean {
  const [unit, verb] = [units[index], units[index + 1]];
  if (unit?.role !== 'obj' || verb?.verb !== true || !verb.ing || other.role !== 'obj') return false;
  const keeps = units[unit.governor]?.keys.some((key) => KEEPING.has(key)) === true;
  return keeps && unit.governor < index && partners[index + 1] === other.governor;
}
