import type { Analysis } from '../analysis/analyse.ts';
import type { AskType } from '../analysis/ask-types.ts';
import type { Comparison } from '../compare/comparison.ts';
import { askedPerson } from '../compare/asked-who.ts';
import {
  asksDuration,
  countsTime,
  hasChoice,
  hasQuantity,
  isExplaining,
  isSupporting,
} from '../compare/quiet.ts';
import { isQualityAsked } from './how-good.ts';

type SameQuestion = (one: Analysis, other: Analysis, comparison: Comparison) => boolean;

/** Forms of asking that want one answer. */
export const SAME_QUESTION: readonly SameQuestion[] = [
  isAlike,
  // `Where and when …?`, `When …, and where?`
  (one, other) => one.ask.types.length > 1 && areAsked(one, other),
  // How two things differ is what their difference is; how one affects another is what its effect is.
  (one, other) => bothSpeakOf(DIFFERENCES, ASKS_DIFFERENCE, [one, other]),
  (one, other) => bothSpeakOf(EFFECTS, ASKS_DIFFERENCE, [one, other]),
  // `At what age do babies crawl?`, `What is the age when babies crawl?`
  (one, other) => bothSpeakOf(AGES, ASKS_AGE, [one, other]),
  // `What is the shortcut to lock it?`, `How do I lock it with a shortcut?`
  (one, other) => bothSpeakOf(TOOLS, ASKS_MEANS, [one, other]),
  // `Which is healthier, butter or margarine?`, `Is butter or margarine healthier?`
  (one, other) => [one, other].every((text) => hasChoice(text) && ASKS_CHOICE.has(text.ask.type)),
  // `10 miles`, `100 USD`: what is asked is what that is in another unit.
  (one, other) => [one, other].every((text) => hasQuantity(text) && ASKS_AMOUNT.has(text.ask.type)),
  // `How long does it boil?`, `How many minutes does it boil?`
  (one, other) => asksDuration(one) && countsTime(other),
  (one, other) => isFinding(one) && isFinding(other),
  (one, other) => isHowTo(one) && isHowTo(other),
  (one, other) => isCoding(one) && isCoding(other),
  (one, other) => one.ask.type === 'how' && asksTips(other),
  (one, other) => isBare(one) && answersBare(other.ask.type),
  // `Which company makes it?`, `Who makes it?`
  (one, other) => one.ask.type === 'who' && askedPerson(other) !== undefined,
  isCurt,
  isAboutPerson,
  isGiven,
  isExplained,
  isDeedExplained,
  isWayOut,
  isNamedDeed,
  isQualityAsked,
];

function areAsked(one: Analysis, other: Analysis): boolean {
  return one.ask.types.join(' ') === other.ask.types.join(' ');
}

/** Bare keywords may stand for these. */
const OPEN: ReadonlySet<AskType> = new Set(['what', 'how', 'do', 'why']);

/** `Can you freeze rice?` may be a request or a question; `Are there any risks?` asks for them; the price of a thing and how much it costs are one. */
function isAlike({ ask: { type: one } }: Analysis, { ask: { type: other } }: Analysis): boolean {
  if (one === 'none') return OPEN.has(other);
  if (one === 'request') return other === 'do' || other === 'yesno';
  if (one === 'any') return other === 'what' || other === 'yesno';
  if (one === 'exists') return other === 'yesno' || other === 'any' || other === 'none';
  return one === 'howmuch' && (other === 'what' || other === 'none');
}

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

function bothSpeakOf(
  words: ReadonlySet<string>,
  types: ReadonlySet<AskType>,
  texts: readonly Analysis[],
): boolean {
  return texts.every(
    ({ ask, units }) => types.has(ask.type) && units.some(({ keys }) => keys.some((key) => words.has(key))),
  );
}

const TOOLS = new Set(['shortcut', 'command', 'hotkey', 'formula', 'calculate']);
const ASKS_MEANS: ReadonlySet<AskType> = new Set(['what', 'how']);
const AGES = new Set(['age']);
const ASKS_AGE: ReadonlySet<AskType> = new Set(['what', 'when', 'none']);

const ASKS_CHOICE: ReadonlySet<AskType> = new Set(['yesno', 'what', 'none']);
const ASKS_AMOUNT: ReadonlySet<AskType> = new Set(['what', 'howmany', 'howmuch', 'do']);

const PREDICATES = new Set(
  'need require allow possible safe legal illegal worth normal necessary include available open close dangerous healthy bad okay'.split(
    ' ',
  ),
);

/** `adapter needed in Italy?` */
function isCurt(one: Analysis, other: Analysis): boolean {
  return (
    one.ask.type === 'none' &&
    one.text.endsWith('?') &&
    other.ask.type === 'yesno' &&
    one.units.some(({ keys }) => keys.some((key) => PREDICATES.has(key)))
  );
}

/** `Give me a summary`, `Summarize`; `I need a letter`, `Write a letter`; `Give me a recipe`, `How do I make it?` */
function isGiven(one: Analysis, other: Analysis): boolean {
  const isRecipe = one.units.some(({ keys }) => keys.includes('recipe')) && other.ask.type === 'how';
  return (
    one.elements.some(({ word }) => word === '@give') &&
    (other.ask.type === 'do' || isCoding(other) || isRecipe)
  );
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

/** `Explain the formation of ice`, `How does ice form?` */
function isDeedExplained(one: Analysis, other: Analysis, comparison: Comparison): boolean {
  const partners = one === comparison.a ? comparison.partnerOfA : comparison.partnerOfB;
  const [deed] = one.units;
  const done = other.units[partners[0] ?? -1];
  return (
    one.elements.some(isExplaining) &&
    other.ask.type === 'how' &&
    deed?.verb === false &&
    one.elements[deed.at + 1]?.word === 'of' &&
    (done?.verb === true || (done === other.units.at(-1) && done?.word !== deed.word))
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

/** `What preparation is needed for it?` asks how one prepares for it, so does `What is needed for its preparation?` */
function isNamedDeed(one: Analysis, other: Analysis, comparison: Comparison): boolean {
  const partners = one === comparison.a ? comparison.partnerOfA : comparison.partnerOfB;
  const isFirst = one.elements[(one.units[0]?.at ?? 0) - 1]?.word === 'what';
  const at = isFirst ? 0 : one.units.findIndex(({ role }) => role === 'p:for');
  const deed = one.units[at];
  return (
    one.ask.type === 'what' &&
    other.ask.type === 'how' &&
    deed !== undefined &&
    deed.verb !== (other.units[partners[at] ?? -1]?.verb ?? deed.verb) &&
    (one.units.some(isSupporting) || one.elements.some(({ word }) => word === 'there'))
  );
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
  return ask.type === 'how' && units[0]?.verb === true && units[0].keys.some((key) => FINDING.has(key));
}

const FINDING = new Set('find locate see view check'.split(' '));
const CODED = new Set(
  'function query script program code loop regex expression class method macro formula selector dockerfile makefile algorithm component hook unittest test migration trigger'.split(
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
