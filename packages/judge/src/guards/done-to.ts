import { BE } from '../analysis/be.ts';
import type { Element } from '../analysis/element.ts';
import { unitsOf, type Comparison, type Match } from '../compare/comparison.ts';

/** Whom a deed is done to, where a pronoun or `as` says it. */
export function isDoneToOther(comparison: Comparison, match: Match): boolean {
  return isDoneToThird(comparison, match) || isDoneAs(comparison, match);
}

const SPEAKERS = new Set(['me', 'us']);
const OTHERS = new Set(['him', 'her', 'them']);

/** `Can he evict me?`, `Can he evict him?`: behind the verb stands who speaks, or somebody else. */
function isDoneToThird(comparison: Comparison, match: Match): boolean {
  const [one, other] = unitsOf(comparison, match);
  if (!one.verb || !other.verb) return false;
  const [first = '', second = ''] = [
    comparison.a.elements[one.at + 1]?.word,
    comparison.b.elements[other.at + 1]?.word,
  ];
  return (SPEAKERS.has(first) && OTHERS.has(second)) || (OTHERS.has(first) && SPEAKERS.has(second));
}

/** `a permit to hire a nanny`, `a permit to be hired as a nanny`. */
function isDoneAs(comparison: Comparison, match: Match): boolean {
  const [one, other] = unitsOf(comparison, match);
  const [done, thing, text] = one.role === 'p:as' ? [one, other, comparison.a] : [other, one, comparison.b];
  const verb = text.units[done.phraseSlot.after];
  return (
    done.role === 'p:as' && thing.role === 'obj' && verb?.verb === true && isToBeDone(text.elements, verb.at)
  );
}

/** `to be hired`, `to get hired`. */
function isToBeDone(elements: readonly Element[], at: number): boolean {
  const [to, be] = [elements[at - 2], elements[at - 1]];
  const isPassive = BE.has(be?.word ?? '') || be?.forms.lemmas.some((lemma) => BECOMING.has(lemma)) === true;
  return to?.word === 'to' && isPassive;
}

const BECOMING = new Set(['become', 'get']);
