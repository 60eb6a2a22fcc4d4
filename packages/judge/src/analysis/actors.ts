import { POS } from '../lexicon/lexicon-format.ts';
import type { Element } from './element.ts';
import { functionClass } from './function-words.ts';
import { isNominal } from './noun-phrases.ts';
import type { Item } from './item.ts';
import { isPassive } from './voice.ts';

/** Which part of its verb a relative clause leaves to the noun before it: `who trusts her`, `whom she trusts`. */
export type Gap = 'subj' | 'obj' | '';

const RELATIVE = new Set(['who', 'whom', 'which', 'that']);
/** What may stand between a relative pronoun and its verb when the pronoun is the subject. */
const LIGHT = new Set(['aux', 'modal', 'neg', 'filler', 'degree']);
const PHRASE = new Set(['det', 'poss', 'quant', 'pron', ...LIGHT]);
const FURTHEST = 6;

/** Voice is resolved: in `who are trusted`, the noun is the object. */
export function gapAt(elements: readonly Element[], at: number): Gap {
  if (elements[at]?.verb !== true) return '';
  let named = false;
  // `that had him killed`: whoever has it done.
  let caused = false;
  for (let back = at - 1; back > 0 && back >= at - FURTHEST; back -= 1) {
    const element = elements[back];
    if (element === undefined || element.verb) return '';
    caused ||= named && ['have', 'has', 'had'].includes(element.word);
    if (RELATIVE.has(element.word) && followsNoun(elements[back - 1])) {
      if (named) return caused ? 'subj' : 'obj';
      return isPassive(elements, at, false) ? 'obj' : 'subj';
    }
    if (LIGHT.has(element.function ?? '') && element.word !== 'everybody') continue;
    if (!isNominal(element) && element.kind !== 'genitive' && !PHRASE.has(element.function ?? '')) return '';
    named = true;
  }
  return '';
}

function followsNoun(element: Element | undefined): boolean {
  if (element === undefined) return false;
  return (
    (isNominal(element) && !element.verb) || element.function === 'filler' || element.function === 'quant'
  );
}

/** `someone who a friend trusts`: the last word of a relative clause that has a subject and no verb yet. */
export function endsRelative({ forms }: Item, before: readonly Element[], next: Item | undefined): boolean {
  if (forms.ing || (forms.participle && !forms.past)) return false;
  const follows = next === undefined ? undefined : (functionClass(next.word) ?? '');
  const agrees = forms.plural || forms.past || before.at(-1)?.forms.plural === true;
  if (follows === 'aux' || follows === 'modal') {
    if (!agrees) return false;
  } else if (
    next !== undefined &&
    next.token.kind !== 'punct' &&
    !['prep', 'conj', 'degree', 'filler'].includes(follows ?? '')
  )
    return false;
  for (let at = before.length - 1; at > 0 && at >= before.length - FURTHEST; at -= 1) {
    const element = before[at];
    if (element === undefined || element.verb) return false;
    if (RELATIVE.has(element.word) && element.kind === 'function')
      // `which have blue blood`: the pronoun is the subject.
      return at < before.length - 1 && before[at + 1]?.function !== 'aux' && followsNoun(before[at - 1]);
    if (!isNominal(element) && !PHRASE.has(element.function ?? '')) return false;
    // `the doctor my mother recommended`: two noun phrases with nothing between.
    if (forms.past && ['det', 'poss'].includes(element.function ?? '') && isNoun(before[at - 1])) return true;
  }
  return false;
}

function isNoun(element: Element | undefined): boolean {
  return element?.kind === 'content' && !element.verb && (element.mask & POS.noun) !== 0;
}

/** `but my husband can't`, `I don't want to`: what is left of a clause whose verb was said before. */
export function ellipsesOf(elements: readonly Element[]): readonly string[] {
  const found: string[] = [];
  for (let at = 2; at < elements.length; at += 1) {
    const element = elements[at];
    if (element?.word === 'to' && asksPerson(elements, at)) continue;
    if (element === undefined || !isEnd(elements[at + 1])) continue;
    const negated = element.function === 'neg' || element.word === '@not';
    const last = negated ? elements[at - 1] : element;
    if (last?.function === 'modal' || last?.function === 'aux') found.push(negated ? 'not' : '');
    // `to` was folded away.
    else if (element.verb && element.forms.lemmas.includes('want')) found.push('to');
    else if (element.word === 'to' && element.function === 'prep')
      found.push(elements[at - 1]?.function === 'pron' ? 'them to' : 'to');
  }
  return found;
}

/** `Who do I report it to?`: the preposition is left over from what is asked. */
function asksPerson(elements: readonly Element[], at: number): boolean {
  const start = elements.findLastIndex(
    ({ kind }, index) => index < at && (kind === 'stop' || kind === 'pause'),
  );
  return ['who', 'whom', 'which', 'what'].includes(elements[start + 1]?.word ?? '');
}

function isEnd(element: Element | undefined): boolean {
  return element === undefined || element.kind === 'stop' || element.kind === 'pause';
}
