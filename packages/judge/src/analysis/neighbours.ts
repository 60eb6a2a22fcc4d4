import { POS } from '../lexicon/lexicon-format.ts';
import { BE } from './be.ts';
import type { Element } from './element.ts';
import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';

/** Only an adjective, and behind what opens a noun phrase. */
export function isQualifier(
  { kind, adjective, mask, forms, verb }: Element,
  opener: Element | undefined,
): boolean {
  const isDone = forms.participle && !verb;
  if (kind !== 'content' || !(isDone || (adjective && (mask & (POS.noun | POS.verb)) === 0))) return false;
  // `the most affordable [way to] ship it`.
  if (opener?.word === 'most') return false;
  return opener?.verb === true || ['det', 'poss', 'quant', 'prep', 'conj'].includes(opener?.function ?? '');
}

/** `Which god fathered Zeus?`: a past form between two nouns, where nothing else is the verb. */
export function isFiniteBetween(before: readonly Element[], next: Item | undefined): boolean {
  const stop = before.findLastIndex(({ kind }) => kind === 'stop');
  const clause = before.slice(stop + 1);
  if (next === undefined || next.token.kind === 'punct') return false;
  const named = functionClass(next.word);
  return (
    !clause.some(({ verb, function: other }) => verb || other === 'aux' || other === 'modal') &&
    (named === undefined || ['det', 'poss', 'pron'].includes(named))
  );
}

/** `How are pearls formed by oysters?` */
export function isDoneBy({ forms }: Item, before: readonly Element[], next: Item | undefined): boolean {
  if (!forms.participle || next?.word !== 'by') return false;
  const previous = before.at(-1);
  return (
    (previous?.verb === false && (previous.mask & POS.noun) !== 0) ||
    (!before.some(({ verb }) => verb) && before.some(({ word }) => BE.has(word)))
  );
}

/** `Does steam turn …`, `Can heat …`: behind an auxiliary that opens its clause stands the subject. */
export function isInverted(before: readonly Element[], auxiliary: Element): boolean {
  const isDo = ['do', 'does', 'did'].includes(auxiliary.word);
  if (!isDo && auxiliary.function !== 'modal') return false;
  const opener = before[before.indexOf(auxiliary) - 1];
  if (opener === undefined || opener.kind === 'stop') return true;
  if (['when', 'where', 'why', 'how'].includes(opener.word)) return true;
  return isDo && (opener.function === 'wh' || opener.kind === 'mark' || opener.kind === 'pause');
}

/** `bands that influenced Abba`, `a dog that owns a house`; not `the food that dogs eat`. */
export function isFiniteBehind(
  { forms, word }: Item,
  noun: Element | undefined,
  next: Item | undefined,
): boolean {
  if (forms.ing) return false;
  if (forms.past) return true;
  const named = next === undefined ? undefined : functionClass(next.word);
  const agrees = forms.plural !== (noun?.forms.plural === true && forms.lemmas[0] === word);
  return agrees && (next?.token.letterCase === 'title' || ['det', 'poss', 'pron'].includes(named ?? ''));
}

const ASPECTS = new Set('keep keeps kept start starts started stop stops stopped'.split(' '));

/** `My glasses keep fogging up.` */
export function isKeptOn({ word }: Item, noun: Element, next: Item | undefined): boolean {
  if (!ASPECTS.has(word) || next?.forms.ing !== true || noun.verb) return false;
  return (
    word.endsWith('ed') ||
    word === 'kept' ||
    word.endsWith('s') !== (noun.forms.plural || noun.word.endsWith('s'))
  );
}

const GOING = new Set('goes comes leads runs stops leaves belongs'.split(' '));

/** `Which bus goes to the station?` */
export function isGoing({ word }: Item, before: readonly Element[], follows: string | undefined): boolean {
  return GOING.has(word) && follows === 'prep' && ['which', 'what'].includes(before.at(-2)?.word ?? '');
}

/** `painters that admired …`: after a noun, `that` opens a clause. */
export function isRelative(element: Element, before: readonly Element[]): boolean {
  const noun = before[before.indexOf(element) - 1];
  if (element.word !== 'that') return false;
  return noun?.kind === 'figure' || (noun?.kind === 'content' && (noun.mask & POS.noun) !== 0);
}

const ARTICLES = new Set(['the', 'a', 'an']);

/** What only a verb can be, but stands where a noun must: `without unwrap`, `avoid unwrap`, `the upload button`. */
export function isNominalPlace(item: Item, before: readonly Element[]): boolean {
  if (item.forms.ing || item.forms.past) return false;
  const previous = before.findLast((element) => element.function !== 'filler');
  if (previous?.function === 'prep') return previous.word !== 'to' && previous.word !== 'than';
  // `the upload button`, `my login`.
  if (previous?.function === 'poss' || (previous?.function === 'det' && ARTICLES.has(previous.word)))
    return true;
  return (
    previous?.verb === true &&
    previous.kind === 'content' &&
    !['let', 'make', 'help', 'go', 'come'].includes(previous.word)
  );
}
