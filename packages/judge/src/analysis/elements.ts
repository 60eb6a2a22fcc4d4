import { POS } from '../lexicon/lexicon-format.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import { isPhrasalVerb } from '../lexicon/phrasal-verbs.ts';
import type { Element, Neighbours } from './element.ts';
import { functionClass } from './function-words.ts';
import { withLoneVerbs } from './lone-verb.ts';
import { isNominalPlace } from './neighbours.ts';
import { figureAt } from './numerals.ts';
import type { Item } from './item.ts';
import { isAdjective, isVerb, narrow, openMask } from './tagger.ts';
import { becoming, isAsked, isBecoming, isGiven, isImperative, isLiking, isParticle } from './verb-places.ts';
import { GENITIVE } from './words.ts';

/** Items as elements of a sentence, content words with the parts of speech that their neighbours leave open. */
export function elementsOf(items: readonly Item[], dictionary: Dictionary): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at];
    if (item === undefined) break;
    const figure = figureAt(items, at, dictionary.measures);
    if (figure !== undefined) {
      // `Henry the Eighth` is one name, of which the article is no article.
      elements.push({
        ...bare(item.word === 'the' ? (items[at + 1] ?? item) : item),
        kind: 'figure',
        figure,
      });
      at = figure.to;
      continue;
    }
    if (!(isNumeroSign(items, at) || isDash(items, at))) {
      const element = elementOf(item, { before: elements, next: items[at + 1] }, dictionary);
      elements.push(
        isImperative(element, elements, items[at + 1]) || isAsked(element, elements, items[at + 1])
          ? { ...element, mask: POS.verb, verb: true }
          : element,
      );
    }
    at += 1;
  }
  return withLoneVerbs(elements, dictionary);
}

function bare(item: Item): Element {
  const { word, forms, token, rewritten } = item;
  return { kind: 'content', word, forms, token, rewritten, mask: 0, verb: false, adjective: false };
}

function elementOf(item: Item, { before, next }: Neighbours, dictionary: Dictionary): Element {
  const element = bare(item);
  if (item.word.startsWith('@') && item.rewritten) return { ...element, kind: 'mark' };
  // Two clauses that a phrase joined: `and I want to know who …`.
  if (item.rewritten && item.word === '.') return { ...element, kind: 'stop' };
  if (item.word === GENITIVE) return { ...element, kind: 'genitive' };
  switch (item.rewritten ? 'word' : item.token.kind) {
    case 'punct':
      if (isPluralGenitive(item, before.at(-1), next)) return { ...element, kind: 'genitive' };
      if (isOperatorMark(item, before)) return { ...element, kind: 'exact' };
      return { ...element, kind: '.?!;:'.includes(item.word[0] ?? '') ? 'stop' : 'pause' };
    case 'symbol':
      return item.word === '&' || item.word === '/'
        ? { ...element, kind: 'function', function: 'conj', word: 'and' }
        : { ...element, kind: 'exact' };
    case 'code':
    case 'mixed':
    case 'script':
    case 'number':
      return { ...element, kind: 'exact' };
    default:
  }
  if (item.rewritten && isPhrasalVerb(item.word)) return { ...element, mask: POS.verb, verb: true };
  if (isBecoming(item, { before, next }, dictionary)) return becoming(element, dictionary);
  const named =
    isParticle(item, before, next) ||
    isMention(item, before, next) ||
    isLetter(item, next) ||
    isOutput(item, before)
      ? undefined
      : functionClass(item.word);
  if (named !== undefined && !isNameLike(item) && !isOpenWord(item, before))
    return { ...element, kind: 'function', function: named };
  // `incomplete`: what is denied so is a quality.
  const isQuality = item.rewritten && before.at(-1)?.word === '@not' && !item.forms.past;
  const mask = isQuality ? POS.adjective : narrow(openMask(item, dictionary), item, { before, next });
  const adjective = isAdjective(item, dictionary);
  return {
    ...element,
    mask,
    adjective,
    verb: isVerb(mask, item, dictionary) && !isNominalPlace(item, before),
  };
}

/** A verb or a noun that elsewhere is a small word. */
function isOpenWord(item: Item, before: readonly Element[]): boolean {
  return isLiking(item, before) || isGiven(item, before) || isNounOfModal(item, before);
}

/** `my brothers' friends`. */
function isPluralGenitive(
  { word, token }: Item,
  owner: Element | undefined,
  next: Item | undefined,
): boolean {
  return (
    word === "'" &&
    token.glued &&
    owner?.forms.plural === true &&
    !owner.token.quoted &&
    owner.word.endsWith('s') &&
    next?.token.kind === 'word'
  );
}

/** `x!` and `x?` in the middle of a sentence are operators. */
function isOperatorMark({ word, token }: Item, before: readonly Element[]): boolean {
  const previous = before.at(-1);
  return (
    (word === '!' || word === '?') &&
    token.glued &&
    !token.quoted &&
    token.inside &&
    previous?.kind !== 'stop' &&
    // `how do I shrink it? it's …` is two sentences.
    previous?.function !== 'pron' &&
    (previous?.word.length ?? 9) <= 2
  );
}

/** `the difference between "has" and "has been"`: small words that are quoted are what is talked about. */
function isMention({ token }: Item, before: readonly Element[], next: Item | undefined): boolean {
  if (!token.quoted) return false;
  const previous = before.at(-1);
  const isSmall = (word: string | undefined): boolean =>
    word === undefined || functionClass(word) !== undefined;
  const opens = previous?.token.quoted !== true || isSmall(previous.word);
  return opens && (next?.token.quoted !== true || isSmall(next.word));
}

/** `US`, `IT` and `WHO` in the middle of a text that is not all capitals are names. */
function isNameLike({ token, word, rewritten }: Item): boolean {
  if (word === 'a' && token.text === 'A' && !token.opens && !rewritten) return true;
  return (
    !rewritten &&
    token.letterCase === 'upper' &&
    ['us', 'it', 'who', 'am', 'or', 'in', 'me', 'at', 'can', 'will', 'may'].includes(word)
  );
}

/** `Replace every a with b`, `the letter a.`: an article stands before a word. */
function isLetter({ word, token, rewritten }: Item, next: Item | undefined): boolean {
  if (word !== 'a' || rewritten || token.opens) return false;
  return (
    next === undefined ||
    next.token.kind === 'punct' ||
    ['with', 'from', 'to', 'by', 'and', 'or', 'is'].includes(next.word)
  );
}

const SHOWING = new Set('show write return print display say output enter put insert'.split(' '));

/** `show OK when …`: a filler that is what is to be written. */
function isOutput({ word }: Item, before: readonly Element[]): boolean {
  const verb = before.at(-1);
  return (
    ['okay', 'yes'].includes(word) &&
    verb?.kind === 'content' &&
    verb.forms.lemmas.some((key) => SHOWING.has(key))
  );
}

/** `write a will`, `in May`: behind an article or as a name these are nouns. */
function isNounOfModal({ token, word, rewritten }: Item, before: readonly Element[]): boolean {
  if (rewritten || !['will', 'may', 'might', 'must'].includes(word)) return false;
  const previous = before.at(-1);
  if (previous?.function === 'det' && previous.word !== 'that' && previous.word !== 'this') return true;
  return previous?.function === 'poss' && !['his', 'hers', 'its'].includes(previous.word)
    ? true
    : word === 'may' &&
        token.letterCase === 'title' &&
        (previous?.function === 'prep' || previous?.figure !== undefined);
}

/** `no. 5`, `# 5`, `number 5` and `version 2` name the figure, they say no more. */
function isNumeroSign(items: readonly Item[], at: number): boolean {
  const word = items[at]?.word;
  const next = items[at + 1];
  if (word === 'no' && next?.word === '.' && items[at + 2]?.token.kind === 'number') return true;
  if (word === '.' && items[at - 1]?.word === 'no' && next?.token.kind === 'number') return true;
  if (word === 'number' && next?.word === 'one') return items[at - 1]?.word !== 'a';
  return ['#', 'number', 'no', 'version', 'v'].includes(word ?? '') && next?.token.kind === 'number';
}

/** A dash between words is a pause; between figures or single letters it is a minus. */
function isDash(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (item?.token.kind !== 'symbol' || !/^-+$/u.test(item.word) || item.token.glued) return false;
  // `the inequality -2x < 8`.
  if (items[at + 1]?.token.glued === true && items[at + 1]?.token.kind === 'number') return false;
  const isOperand = (other: Item | undefined): boolean =>
    other !== undefined && (other.token.kind === 'number' || other.word.length === 1);
  return !(isOperand(items[at - 1]) && isOperand(items[at + 1]));
}
