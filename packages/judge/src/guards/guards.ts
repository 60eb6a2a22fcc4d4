import type { Comparison, Finding, Guard } from '../compare/comparison.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import { modalityGuard, questionGuard, tenseGuard } from './asks.ts';
import { degreeGuard } from './degree.ts';
import { codeGuard, symbolGuard } from './exact-content.ts';
import { currencyGuard, figuresGuard, timeGuard, unitGuard } from './figures.ts';
import {
  boundGuard,
  conjunctionGuard,
  strandedGuard,
  exceptionGuard,
  personGuard,
  quantifierGuard,
  styleGuard,
} from './markers.ts';
import { negationGuard } from './negation.ts';
import { orderGuard } from './order.ts';
import { directionGuard } from './prepositions.ts';
import { payloadGuard } from './payload.ts';
import { accentGuard, caseGuard, quoteGuard, scriptGuard } from './verbatim.ts';
import { additionGuard, nameGuard, oppositeGuard, substitutionGuard } from './words.ts';

/** All guards; the first that objects names the veto, so the more telling ones stand first. */
export function allGuards(dictionary: Dictionary): readonly Guard[] {
  return [
    scriptGuard,
    quoteGuard,
    payloadGuard,
    codeGuard,
    symbolGuard,
    currencyGuard,
    timeGuard,
    unitGuard,
    figuresGuard,
    negationGuard,
    boundGuard,
    exceptionGuard,
    quantifierGuard,
    directionGuard,
    oppositeGuard(dictionary),
    degreeGuard,
    orderGuard,
    strandedGuard,
    conjunctionGuard,
    accentGuard,
    caseGuard,
    nameGuard,
    substitutionGuard,
    questionGuard,
    modalityGuard,
    tenseGuard,
    personGuard,
    styleGuard,
    additionGuard,
  ];
}

/** The guards that object, one by one: whoever needs only the first stops there. */
export function* objections(guards: readonly Guard[], comparison: Comparison): Generator<Finding> {
  for (const { name, check } of guards) {
    const reason = check(comparison);
    if (reason !== undefined) yield { guard: name, reason };
  }
}
