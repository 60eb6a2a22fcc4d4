import type { Comparison, Finding, Guard } from '../compare/comparison.ts';
import { areReworded } from '../foreign/reworded.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import { accentGuard } from './accent.ts';
import { additionGuard } from './addition.ts';
import { askedBesidesGuard } from './asked-besides.ts';
import { askedPartGuard } from './asked-part.ts';
import { askedWithinGuard } from './asked-within.ts';
import { boundGuard } from './bound.ts';
import { caseGuard } from './case.ts';
import { codeGuard } from './code.ts';
import { composedGuard } from './composed.ts';
import { conjunctionGuard } from './conjunction.ts';
import { contraryGuard } from './contrary.ts';
import { currencyGuard } from './currency.ts';
import { degreeGuard } from './degree.ts';
import { deniedPartGuard } from './denied-part.ts';
import { deniedQualityGuard } from './denied-quality.ts';
import { doneForGuard } from './done-for.ts';
import { transposedGuard } from './transposed.ts';
import { exceptionGuard } from './exception.ts';
import { figurePlaceGuard } from './figure-place.ts';
import { keywordGuard } from './keywords.ts';
import { mentionGuard } from './mention.ts';
import { modalityGuard } from './modality.ts';
import { nameGuard } from './name.ts';
import { namedPlaceGuard } from './named-place.ts';
import { movedNegationGuard, negationGuard } from './negation.ts';
import { nearSpellingGuard } from './near-spelling.ts';
import { notationGuard } from './notation.ts';
import { figuresGuard } from './number.ts';
import { oppositeGuard } from './opposite.ts';
import { orderGuard } from './order.ts';
import { payloadGuard } from './payload.ts';
import { personGuard } from './person.ts';
import { placeGuard } from './place.ts';
import { directionGuard } from './prepositions.ts';
import { quantifierGuard } from './quantifier.ts';
import { questionGuard } from './question.ts';
import { quoteGuard } from './quote.ts';
import { scriptGuard } from './script.ts';
import { senseGuard } from './sense.ts';
import { statesGuard } from './states.ts';
import { strandedGuard } from './stranded.ts';
import { styleGuard } from './style.ts';
import { sumsGuard } from './sums.ts';
import { substitutionGuard } from './substitution.ts';
import { symbolGuard } from './symbol.ts';
import { tenseGuard } from './tense.ts';
import { thenOrNowGuard } from './then-or-now.ts';
import { timeGuard } from './time.ts';
import { unitGuard } from './unit.ts';
import { voicesGuard } from './voices.ts';

/** All guards; the first that objects names the veto, so the more telling ones stand first. */
export function allGuards(dictionary: Dictionary): readonly Guard[] {
  return [
    scriptGuard,
    quoteGuard,
    payloadGuard,
    codeGuard,
    keywordGuard,
    symbolGuard,
    currencyGuard,
    timeGuard,
    unitGuard,
    figuresGuard,
    figurePlaceGuard,
    negationGuard,
    movedNegationGuard,
    deniedPartGuard,
    deniedQualityGuard,
    boundGuard,
    exceptionGuard,
    quantifierGuard,
    directionGuard,
    oppositeGuard(dictionary),
    senseGuard,
    placeGuard,
    composedGuard,
    degreeGuard,
    transposedGuard,
    orderGuard,
    strandedGuard,
    askedPartGuard,
    askedBesidesGuard,
    voicesGuard,
    doneForGuard,
    thenOrNowGuard,
    sumsGuard,
    conjunctionGuard,
    mentionGuard,
    notationGuard,
    accentGuard,
    caseGuard,
    namedPlaceGuard,
    nameGuard,
    substitutionGuard,
    nearSpellingGuard,
    statesGuard,
    questionGuard,
    askedWithinGuard,
    modalityGuard,
    tenseGuard,
    personGuard,
    styleGuard,
    additionGuard,
    contraryGuard,
  ];
}

/** The guards that object, one by one: whoever needs only the first stops there. */
export function* objections(guards: readonly Guard[], comparison: Comparison): Generator<Finding> {
  // The guards read English: of another language all that is known is whether the question is put otherwise.
  if (areReworded(comparison.a.wording, comparison.b.wording)) return;
  for (const { name, check } of guards) {
    const reason = check(comparison);
    if (reason !== undefined) yield { guard: name, reason };
  }
}
