import type { Analysis } from '../analysis/analyse.ts';
import type { AskType } from '../analysis/ask-types.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { quietVerbs, type Pairing } from './avoidance.ts';
import { askedPerson } from './asked-who.ts';
import { isCountedAlike } from './counted.ts';
import { isImpliedDoer } from './implied-doer.ts';
import { isLabel } from './labels.ts';
import { isMood } from './mood.ts';
import { isDefined, isGloss, isOtherObject, isParticle, isTold } from './told.ts';
import { isTranslated } from './translated.ts';

/** Beside a quantity that is asked for in another unit these say nothing. */
const CONVERTING = new Set('convert distance length duration'.split(' '));

/** `a 2-pound loin`, `a loin that weighs 2 pounds`. */
const MEASURING = new Set('weigh cost last measure'.split(' '));

function isMeasuring({ verb, keys, at }: Unit, { elements }: Analysis): boolean {
  return (verb || elements[at + 1]?.kind === 'figure') && keys.some((key) => MEASURING.has(key));
}

/** Beside a quoted message these words only say what is quoted. */
const ERROR_WORDS = new Set('error message exception warning respond'.split(' '));

/** `I get "…"`, `It says "…"`. */
const REPORTING = new Set('get give show throw report return receive display raise print'.split(' '));

/** Of what happens by itself; not of what one asks how to do: `How do I print "…"?` */
function isReported({ verb, infinitive, at }: Unit, { elements }: Analysis): boolean {
  return verb && !infinitive && elements[at - 1]?.kind !== 'mark';
}

/** `How does the cancellation work?`, `What preparation is needed?`: the deed is in the noun. */
const SUPPORTING = new Set('work need require involve go do perform carry'.split(' '));

export function isSupporting(unit: Unit): boolean {
  return unit.verb && unit.keys.some((key) => SUPPORTING.has(key));
}

/** What a word that stands in one text alone costs by what the two texts ask; `undefined` where that says nothing. */
export function costsByAsk(a: Analysis, b: Analysis, pairing: Pairing): (unit: Unit) => number | undefined {
  const isQuiet = quietVerbs(a, b, pairing);
  const areOf = (type: AskType): boolean => a.ask.type === type && b.ask.type === type;
  const bothQuote = a.quotes.length > 0 && b.quotes.length > 0;
  const bothMeasure = hasQuantity(a) && hasQuantity(b);
  const bothChoose = hasChoice(a) && hasChoice(b);
  const named = isDeedNamed(a, b, pairing);
  const asksWho = a.ask.type === 'who' || b.ask.type === 'who';
  const person = asksWho ? (askedPerson(a) ?? askedPerson(b)) : undefined;
  const bothTime = asksDuration(a) !== asksDuration(b) && countsTime(a) !== countsTime(b);
  const bothLast = asksDuration(a) && asksDuration(b);
  return (unit) => {
    const is = (words: ReadonlySet<string>): boolean => unit.keys.some((key) => words.has(key));
    const [own, other] = a.units.includes(unit) ? [a, b] : [b, a];
    if (unit === person || isImpliedDoer(unit, own, other) || isTranslated(unit, own, other)) return 0;
    if (bothMeasure && is(CONVERTING)) return 0;
    if (
      bothMeasure &&
      [a, b].filter((text) => text.units.some((measure) => isMeasuring(measure, text))).length === 1 &&
      isMeasuring(unit, own)
    )
      return 0;
    if (unit.kind === 'exact' && isMood(unit, own)) return 0;
    if (isLabel(unit, own)) return 0.2;
    if (bothQuote && (is(ERROR_WORDS) || (is(REPORTING) && isReported(unit, own)))) return 0;
    if (unit.quoted && isUnmarked(a, b)) return 0;
    if (bothQuote && isClassifier(unit, own)) return 0.2;
    if (unit.keys.includes('long') && isBehindFigure(unit, own)) return 0;
    // `Should I rent or buy?`, `Is it better to rent or to buy?`
    if (bothChoose && unit.degree === 1 && unit.keys.includes('good')) return 0;
    // `When do babies crawl?`, `At what age do babies crawl?`
    if (areOf('when') && (unit.keys.includes('age') || isStranded(unit, a, b))) return 0;
    if (bothTime && (is(LASTING) || isTimeUnit(unit))) return 0;
    if (bothLast && (is(DURATION) || (unit.keys.includes('last') && lastsAsItTakes(a, b)))) return 0;
    if (isOtherObject(unit, a, b, pairing) || isDefined(unit, own)) return 1;
    if (isTold(unit, a, b, pairing)) return 0.2;
    if (isParticle(unit, a, b) || isGloss(unit, a, b, pairing)) return 0;
    if (isSaid(unit, a, b) || isSaid(unit, b, a)) return 0.1;
    if (named && isSupporting(unit)) return 0;
    if (isAskedAdvice(unit, a, b) || isPlaceToBuy(unit, a, b)) return 0.2;
    if (unit.word === '#1' || unit.word === 'old') return isCountedAlike(unit, a, b, pairing) ? 0 : undefined;
    return isQuiet(unit) ? 0 : undefined;
  };
}

/** `say "thank you"`, `say thank you`: small words that only the quotation marks make heard. */
function isUnmarked(a: Analysis, b: Analysis): boolean {
  const [marked, plain] = a.quotes.length > 0 ? [a, b] : [b, a];
  const text = plain.text.toLowerCase();
  return plain.quotes.length === 0 && marked.quotes.every((quote) => text.includes(quote.text.toLowerCase()));
}

/** `the idiom "break a leg"`, `the song "Yesterday"`: says what kind of thing is quoted. */
function isClassifier(unit: Unit, { units, elements }: Analysis): boolean {
  const next = units.find(({ at }) => at > unit.at);
  return (
    next?.quoted === true &&
    !unit.quoted &&
    !unit.verb &&
    elements.slice(unit.at + 1, next.at).every(({ kind, token }) => kind === 'pause' || token.quoted)
  );
}

/** `100 words long`. */
function isBehindFigure({ at }: Unit, { elements }: Analysis): boolean {
  return elements[at - 1]?.kind === 'figure';
}

/** `How long does it boil?`, `How many minutes does it boil?` */
const LASTING = new Set('long duration last take'.split(' '));
const TIMES = new Set('second minute hour day week month year'.split(' '));

function isTimeUnit({ keys }: Unit): boolean {
  return keys.some((key) => TIMES.has(key));
}

const DURATION = new Set(['long', 'duration']);
const TAKING = new Set('take takes took taking'.split(' '));
const EVENTS = new Set(
  `flight film movie journey trip ride drive crossing tour visit examination test course class lesson meeting interview concert
  match game show treatment surgery operation procedure session recovery`.split(/\s+/u),
);

/** A visa lasts longer than it takes; a flight does not. */
function lastsAsItTakes(a: Analysis, b: Analysis): boolean {
  const takes = [a, b].some(({ tokens }) => tokens.some(({ norm }) => TAKING.has(norm)));
  return !takes || [a, b].every(({ units }) => units.some(({ keys }) => keys.some((key) => EVENTS.has(key))));
}

export function asksDuration({ elements, units }: Analysis): boolean {
  return units.some(
    ({ keys, at }) =>
      (keys.includes('long') && elements[at - 1]?.word === 'how') ||
      keys.includes('duration') ||
      keys.includes('length'),
  );
}

export function countsTime({ elements, units }: Analysis): boolean {
  return units.some((unit) => isTimeUnit(unit) && elements[unit.at - 1]?.word === '@howmany');
}

/** `What year did it fall in?`: the preposition of what is asked. */
function isStranded({ at, keys }: Unit, ...texts: readonly Analysis[]): boolean {
  return (
    keys.some((key) => ['in', 'on', 'at'].includes(key)) &&
    texts.some(
      ({ elements }) => elements[at]?.word === keys[0] && (elements[at + 1]?.kind ?? 'stop') === 'stop',
    )
  );
}

/** What the other text says without the word: `Give me …` makes, `A vs B` compares, `the largest` is so in the world. */
function isSaid(unit: Unit, own: Analysis, other: Analysis): boolean {
  if (!own.units.includes(unit)) return false;
  const is = (words: ReadonlySet<string>): boolean => unit.keys.some((key) => words.has(key));
  const says = (text: Analysis, words: readonly string[]): boolean =>
    text.elements.some(({ word }) => words.includes(word));
  if (is(MAKING) && (says(other, ['@give']) || other.ask.type === 'none')) return true;
  // `How do I make pesto?`, `pesto recipe`.
  if (is(COOKING)) return other.units.some(({ keys }) => keys.includes('recipe'));
  if (unit.keys.includes('recipe'))
    return other.units.some(({ keys }) => keys.some((key) => COOKING.has(key)));
  // A slip of the fingers that is a word too.
  if (unit.keys.includes('form')) return says(other, ['from']) && !says(own, ['from']);
  if (is(RECKONING)) return other.units.some(({ keys }) => keys.some((key) => RECKONING.has(key)));
  if (is(COMPARING)) return says(other, ['versus']) && !says(own, ['versus']);
  if (unit.verb && is(BRINGING)) return other.elements.some(isAllowed);
  if (is(NEEDING))
    return says(other, [
      'ought',
      '@must',
      'must',
      ...(own.elements[unit.at + 1]?.forms.ing === true ? ['should', '@should'] : []),
    ]);
  if (unit.keys.includes('work'))
    return (
      own.ask.type === 'how' &&
      (['it', 'this', 'that'].includes(own.elements[unit.at - 1]?.word ?? '') ||
        other.elements.some(isExplaining))
    );
  return (
    unit.keys.includes('world') && [own, other].every(({ units }) => units.some(({ degree }) => degree === 2))
  );
}

/** `Are dogs allowed …`, `Is a knife permitted …`. */
function isAllowed({ word, token }: Element): boolean {
  return word === '@can' && (token.norm === 'is' || token.norm === 'are');
}

/** `Describe …`, `Explain …`, before what is no question of its own. */
export function isExplaining({ word, token }: Element): boolean {
  return word === '@tell' && (token.norm === 'describe' || token.norm === 'explain');
}

const MAKING = new Set('write make create draft compose generate prepare'.split(' '));
const COOKING = new Set('make cook bake prepare'.split(' '));
const RECKONING = new Set('calculate formula'.split(' '));
const COMPARING = new Set('compare comparison difference differ'.split(' '));
const BRINGING = new Set('bring take carry have enter'.split(' '));
const NEEDING = new Set('need require'.split(' '));

/** `10 miles`, `100 USD`: a figure with its unit. */
export function hasQuantity({ units }: Analysis): boolean {
  return units.some(({ kind, word }) => kind === 'figure' && word.includes(':'));
}

/** `Which is healthier, butter or margarine?` */
export function hasChoice({ units }: Analysis): boolean {
  return units.some(({ joint }) => joint === 'or');
}

/** What is a verb here is a noun there that asks for its object: `configure it`, `the configuration of it`. */
function isDeedNamed(a: Analysis, b: Analysis, { matches }: Pairing): boolean {
  return matches.some((match) => {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one?.kind !== 'word' || other?.kind !== 'word' || one.verb === other.verb) return false;
    const [noun, { elements }] = one.verb ? [other, b] : [one, a];
    return elements[noun.at + 1]?.word === 'of' || elements[noun.at - 1]?.word === 'what';
  });
}

/** `Which language should I learn?` asks for the best one. */
function isAskedAdvice(unit: Unit, a: Analysis, b: Analysis): boolean {
  return (
    unit.degree === 2 &&
    unit.keys.includes('good') &&
    [a, b].some(({ ask }) => ask.modal === 'should' && ask.type === 'what') &&
    [a, b].every(({ ask }) => ask.type === 'what')
  );
}

/** `Where do I get yeast?` asks where to buy it. */
function isPlaceToBuy(unit: Unit, a: Analysis, b: Analysis): boolean {
  return (
    unit.verb &&
    unit.keys.includes('buy') &&
    [a, b].every(({ ask }) => ask.type === 'where') &&
    [a, b].some(({ elements }) => elements.some(({ word }) => word === '@wherefind'))
  );
}
