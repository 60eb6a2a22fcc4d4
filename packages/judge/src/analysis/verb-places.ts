import { POS } from '../lexicon/lexicon-format.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Element, Neighbours } from './element.ts';
import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';
import { SUBJECTS } from './tagger.ts';

/** `Sort an array …`, `Plan my week`: a bare form that opens the sentence before an article. */
export function isImperative(element: Element, before: readonly Element[], next: Item | undefined): boolean {
  if (
    element.kind !== 'content' ||
    (element.mask & POS.verb) === 0 ||
    element.forms.plural ||
    element.forms.past
  )
    return false;
  const opens =
    before.every(({ kind, function: named }) => kind === 'mark' || kind === 'pause' || named === 'filler') ||
    before.at(-1)?.kind === 'stop';
  return (
    opens &&
    next !== undefined &&
    (['up', 'down', 'out', 'off', 'away', 'back', 'in'].includes(next.word) ||
      ['det', 'poss', 'quant'].includes(functionClass(next.word) ?? '') ||
      ['me', 'us'].includes(next.word))
  );
}

/** `What causes migraines?`: a verb in the third person or the past right behind `what`, and no auxiliary after it. */
export function isAsked(
  { kind, mask, forms }: Element,
  before: readonly Element[],
  next: Item | undefined,
): boolean {
  const previous = before.at(-1)?.word;
  if (kind !== 'content' || (previous !== 'what' && previous !== 'which') || (mask & POS.verb) === 0)
    return false;
  return (
    (forms.plural || (forms.past && !forms.ing)) &&
    next !== undefined &&
    next.token.kind !== 'punct' &&
    !['aux', 'modal'].includes(functionClass(next.word) ?? '') &&
    forms.lemmas.includes('cause')
  );
}

/** `I like her`, `Does she like me`: a verb; elsewhere `like` compares. */
export function isLiking({ word }: Item, before: readonly Element[]): boolean {
  const previous = before.findLast((element) => element.function !== 'filler');
  if (word !== 'like' || previous === undefined) return false;
  if (previous.function === 'pron') return SUBJECTS.has(previous.word);
  if (['nobody', 'everybody', 'everyone', 'anybody', 'anyone', 'somebody', 'someone'].includes(previous.word))
    return true;
  return (
    previous.function === 'modal' ||
    previous.word === 'to' ||
    previous.word === 'not' ||
    (previous.kind === 'content' &&
      !previous.verb &&
      before.some(({ word: aux }) => aux === 'do' || aux === 'does' || aux === 'did'))
  );
}

/** `has given it to me`: a verb; `given its size` supposes. */
export function isGiven({ word }: Item, before: readonly Element[]): boolean {
  const previous = before.findLast((element) => element.function !== 'filler');
  return word === 'given' && previous?.function === 'aux';
}

/**
 * `How can I be a tutor`, `get rich`, `being a parent`: the change or the state itself is what is asked about, so the
 * verb is content, and one word for all.
 */
export function isBecoming(
  { word, rewritten, token }: Item,
  { before, next }: Neighbours,
  { lexicon }: Dictionary,
): boolean {
  if (rewritten || token.quoted || next === undefined) return false;
  const id = lexicon.find(next.word);
  const adjective =
    id !== undefined &&
    lexicon.share(id, 2) > Math.max(lexicon.share(id, 0), lexicon.share(id, 1)) &&
    functionClass(next.word) === undefined;
  if (['get', 'gets', 'getting', 'got'].includes(word)) return adjective && !next.forms.participle;
  if (word === 'being') return adjective || functionClass(next.word) === 'det';
  const previous = before.at(-1);
  const asked = ['@how', '@want', 'to'].includes(previous?.word ?? '');
  return (
    word === 'be' &&
    asked &&
    (adjective || functionClass(next.word) === 'det' || next.word === 'more' || next.word === 'less')
  );
}

export function becoming(element: Element, { morphology }: Dictionary): Element {
  const ing = element.word === 'being' || element.word === 'getting';
  // `is getting hot` is no passive, though `become` is a participle too.
  const forms = { ...morphology.formsOf('become'), participle: false, past: false, ing };
  return { ...element, word: 'become', forms, mask: POS.verb, verb: true };
}

/** `fade out the audio`, `zoom in`: right behind a verb, these belong to it and can turn it round. */
export function isParticle(
  { word, rewritten, token }: Item,
  before: readonly Element[],
  next: Item | undefined,
): boolean {
  if (rewritten || token.quoted || before.at(-1)?.verb !== true) return false;
  if (['out', 'up', 'down', 'off', 'away', 'back'].includes(word)) return true;
  return ['in', 'on', 'over'].includes(word) && (next === undefined || next.token.kind === 'punct');
}
