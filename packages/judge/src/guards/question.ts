import type { AskType } from '../analysis/ask.ts';
import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { asksDuration, countsTime, hasChoice, isExplaining, isSupporting } from '../compare/quiet.ts';

/** Bare keywords may stand for these. */
const OPEN: ReadonlySet<AskType> = new Set(['what', 'how', 'do', 'why']);

/** What, why, how, when: another question about the same thing. */
export const questionGuard: Guard = {
  name: 'question',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    const [one, other] = [a.ask.type, b.ask.type];
    if (Math.max(a.ask.questions, b.ask.questions) > 1 && a.ask.questions !== b.ask.questions)
      return 'one asks more than one thing';
    if (one === other) return undefined;
    if (
      speaksOf(DIFFERENCES, a.units) &&
      speaksOf(DIFFERENCES, b.units) &&
      ASKS_DIFFERENCE.has(one) &&
      ASKS_DIFFERENCE.has(other)
    )
      return undefined;
    if (
      speaksOf(EFFECTS, a.units) &&
      speaksOf(EFFECTS, b.units) &&
      ASKS_DIFFERENCE.has(one) &&
      ASKS_DIFFERENCE.has(other)
    )
      return undefined;
    if (
      hasChoice(a) &&
      hasChoice(b) &&
      [one, other].every((type) => type === 'yesno' || type === 'what' || type === 'none')
    )
      return undefined;
    if (isAboutPerson(a, b, comparison) || isAboutPerson(b, a, comparison)) return undefined;
    if (isGiven(a, b) || isGiven(b, a) || isExplained(a, b) || isExplained(b, a)) return undefined;
    if ((one === 'how' && asksTips(b)) || (other === 'how' && asksTips(a))) return undefined;
    if (isNamedDeed(comparison) || isWayOut(a, b) || isWayOut(b, a)) return undefined;
    if (asksDuration(a) && countsTime(b)) return undefined;
    if (asksDuration(b) && countsTime(a)) return undefined;
    if (speaksOf(AGES, a.units) && speaksOf(AGES, b.units) && ASKS_AGE.has(one) && ASKS_AGE.has(other))
      return undefined;
    if (hasQuantity(a.units) && hasQuantity(b.units) && ASKS_AMOUNT.has(one) && ASKS_AMOUNT.has(other))
      return undefined;
    if (isFinding(a) && isFinding(b)) return undefined;
    if ((isHowTo(a) && isHowTo(b)) || (isCoding(a) && isCoding(b))) return undefined;
    if (isAlike(one, other) || isAlike(other, one)) return undefined;
    if ((isBare(a) && answersBare(other)) || (isBare(b) && answersBare(one))) return undefined;
    if ((one === 'none' && OPEN.has(other)) || (other === 'none' && OPEN.has(one))) return undefined;
    return `one asks ${one}, the other ${other}`;
  },
};

/** `excel shortcut insert date`: without a small word, what looks like an order may be keywords. */
function isBare({ ask, elements, units }: Analysis): boolean {
  return (
    ask.type === 'do' &&
    units.length > 2 &&
    !elements.some(
      ({ kind, function: named }) => kind === 'mark' || (named !== undefined && !KEYWORD.has(named)),
    ) &&
    !units.some((unit) => unit.verb && unit.keys.some((key) => PRODUCING.has(key)))
  );
}

/** Small words that keywords have among them. */
const KEYWORD: ReadonlySet<string> = new Set(['conj', 'prep', 'neg', 'wh']);

function answersBare(type: AskType): boolean {
  return OPEN.has(type) || type === 'exists' || type === 'howmuch';
}

const ASKS_DIFFERENCE: ReadonlySet<AskType> = new Set(['what', 'how', 'none', 'do']);
/** What an order to do these brings is the thing itself, not how it is done. */
const PRODUCING = new Set(
  'write create generate make draw compose translate summarize plan design build code implement draft paraphrase rewrite rephrase correct edit tell sing invent suggest recommend play pretend act imagine solve calculate list'.split(
    ' ',
  ),
);

const DIFFERENCES = new Set(['difference', 'differ', 'different', 'versus', 'compare']);
const EFFECTS = new Set(['effect', 'affect', 'impact', 'influence']);

/** How two things differ is what their difference is; how one affects another is what its effect is. */
function speaksOf(words: ReadonlySet<string>, units: readonly Unit[]): boolean {
  return units.some(({ keys }) => keys.some((key) => words.has(key)));
}

/** `At what age do babies crawl?`, `What is the age when babies crawl?` */
const AGES = new Set(['age']);
const ASKS_AGE: ReadonlySet<AskType> = new Set(['what', 'when', 'none']);

const ASKS_AMOUNT: ReadonlySet<AskType> = new Set(['what', 'howmany', 'howmuch', 'do']);

/** `10 miles`, `100 USD`: what is asked is what that is in another unit. */
function hasQuantity(units: readonly Unit[]): boolean {
  return units.some(({ kind, word }) => kind === 'figure' && word.includes(':'));
}

/** `Give me a summary`, `Summarize`; `I need a letter`, `Write a letter`. */
function isGiven(one: Analysis, other: Analysis): boolean {
  return one.elements.some(({ word }) => word === '@give') && other.ask.type === 'do';
}

/** `Who was Marie Curie?`, `Tell me about Marie Curie` */
function isAboutPerson(one: Analysis, other: Analysis, { aloneA, aloneB }: Comparison): boolean {
  return (
    one.ask.type === 'who' &&
    other.elements.some(({ word }) => word === '@tell') &&
    aloneA.length + aloneB.length === 0 &&
    !one.units.some(({ verb }) => verb)
  );
}

/** `Describe the water cycle`, `How does the water cycle work?` */
function isExplained(one: Analysis, other: Analysis): boolean {
  return (
    one.elements.some(isExplaining) && other.ask.type === 'how' && other.units.at(-1)?.keys[0] === 'work'
  );
}

const TIPS = new Set(['tip', 'advice']);

/** `What are some first date tips?`, `How do I …?` */
function asksTips({ ask, units }: Analysis): boolean {
  return ask.type === 'what' && units.some(({ keys }) => keys.some((key) => TIPS.has(key)));
}

/** `Is there a way to undo it?`, `Can I undo it?` */
function isWayOut(one: Analysis, other: Analysis): boolean {
  return (
    one.elements.some(({ word }) => word === '@way') &&
    other.ask.type === 'yesno' &&
    other.ask.modal === 'can'
  );
}

/** `What preparation is needed for it?` asks how one prepares for it. */
function isNamedDeed({ a, b, partnerOfA, partnerOfB }: Comparison): boolean {
  const isNamed = (one: Analysis, other: Analysis, partners: Int32Array): boolean => {
    const [deed] = one.units;
    const verb = other.units[partners[0] ?? -1];
    return (
      one.ask.type === 'what' &&
      other.ask.type === 'how' &&
      deed !== undefined &&
      one.elements[deed.at - 1]?.word === 'what' &&
      deed.verb !== verb?.verb &&
      (one.units.some(isSupporting) || one.elements.some(({ word }) => word === 'there'))
    );
  };
  return isNamed(a, b, partnerOfA) || isNamed(b, a, partnerOfB);
}

/** `Sort an array in JS` asks what `How do I sort an array in JS?` asks. */
function isHowTo({ ask, units }: Analysis): boolean {
  if (ask.type === 'how') return true;
  const verb = units.find((unit) => unit.verb);
  return ask.type === 'do' && verb !== undefined && !verb.keys.some((key) => PRODUCING.has(key));
}

/** `Where do I find my serial number?`, `How do I find it?` */
function isFinding({ ask, elements, units }: Analysis): boolean {
  if (ask.type === 'where') return elements.some(({ word }) => word === '@wherefind');
  return (
    ask.type === 'how' &&
    units[0]?.verb === true &&
    units[0].keys.some((key) => key === 'find' || key === 'locate')
  );
}

const CODED = new Set(
  'function query script program code loop regex class method macro formula selector dockerfile makefile algorithm component hook unittest test migration trigger'.split(
    ' ',
  ),
);
const CODING = new Set('write create make implement build code'.split(' '));

/** `How do I write a function that …?` is answered with the function. */
function isCoding({ ask, units }: Analysis): boolean {
  const [verb, ...rest] = units;
  return (
    (ask.type === 'how' || ask.type === 'do') &&
    verb?.verb === true &&
    verb.keys.some((key) => CODING.has(key)) &&
    rest.some((unit) => unit.role === 'obj' && unit.keys.some((key) => CODED.has(key)))
  );
}

/** `Can you freeze rice?` may be a request or a question; `Are there any risks?` asks for them; the price of a thing and how much it costs are one. */
function isAlike(one: AskType, other: AskType): boolean {
  if (one === 'request') return other === 'do' || other === 'yesno';
  if (one === 'any') return other === 'what' || other === 'yesno';
  if (one === 'exists') return other === 'yesno' || other === 'any' || other === 'none';
  return one === 'howmuch' && (other === 'what' || other === 'none');
}
