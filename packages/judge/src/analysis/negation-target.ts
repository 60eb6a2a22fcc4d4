import { POS } from '../lexicon/lexicon-format.ts';
import { BE } from './be.ts';
import type { Element } from './element.ts';
import { extendsRun, isNominal, lastOfRun } from './noun-phrases.ts';

/** What a negation bears on: the place to look from, and, where nothing is said behind it, whose verb it takes up. */
export type Negated = { readonly from: number; readonly subject?: string };

/**
 * `Why won't the pump start?` denies what `Why does the pump not start?` denies: before its subject the contracted
 * negation reaches over it to the verb. In `he can swim but I can't` it takes up a verb of another clause.
 */
export function negatedBy(elements: readonly Element[], at: number): Negated {
  const subject = takenUpBy(elements, at);
  if (subject !== undefined) return { from: at + 1, subject };
  return { from: isInverted(elements, at) ? predicateAfter(elements, at + 1) : at + 1 };
}

function isContracted(elements: readonly Element[], at: number): boolean {
  const [asks, verb, not] = [elements[at - 2], elements[at - 1], elements[at]];
  const isAuxiliary = verb?.function === 'aux' || verb?.function === 'modal';
  // `Why does not my headset connect?`
  return isAuxiliary && !verb.rewritten && (verb.token === not?.token || asks?.function === 'wh');
}

/** `Why won't my …`, `If it rains, can't I …`: nothing stands before the auxiliary that could be its subject. */
function isInverted(elements: readonly Element[], at: number): boolean {
  const [before, next] = [elements[at - 2], elements[at + 1]];
  if (!isContracted(elements, at) || next === undefined || next.verb || before?.function === 'pron')
    return false;
  return before === undefined || !isNominal(before);
}

/** `Isn't it …?`, `Doesn't Python …?` ask the same as without the negation; `Is it not …?`, `Can't log in` do not. */
export function isRhetorical(elements: readonly Element[], at: number): boolean {
  const before = elements[at - 2];
  const opens = before === undefined || before.kind === 'stop' || before.kind === 'pause';
  return opens && isInverted(elements, at) && isSubject(elements[at - 1]?.word ?? '', elements[at + 1]);
}

/** `Don't dogs …`, not `Don't login …`: a bare form behind `do` or a modal may be the verb. */
function isSubject(auxiliary: string, next: Element | undefined): boolean {
  if (next?.function !== undefined) return ['det', 'poss', 'pron', 'quant'].includes(next.function);
  if (next?.kind !== 'content') return next?.kind === 'exact';
  return BE.has(auxiliary) || next.forms.plural || (next.mask & POS.verb) === 0;
}

function isUnderPreposition(elements: readonly Element[], at: number): boolean {
  let before = at - 1;
  while (['det', 'poss', 'quant'].includes(elements[before]?.function ?? '')) before -= 1;
  return elements[before]?.function === 'prep';
}

/** Its verb, else what is said of the subject: `Why isn't the light green?` */
function predicateAfter(elements: readonly Element[], from: number): number {
  let [phrase, last] = [-1, -1];
  for (let at = from; at < elements.length; at += 1) {
    const element = elements[at];
    if (element === undefined || element.kind === 'stop' || element.function === 'sub') break;
    if (element.verb) return at;
    if (!isNominal(element)) continue;
    // `Why isn't the index on that column used?`
    if (phrase !== -1 && isUnderPreposition(elements, at)) {
      at = lastOfRun(elements, at);
      last = at;
      continue;
    }
    if (phrase !== -1 || (element.adjective && !opensSubject(elements, at))) return at;
    phrase = lastOfRun(elements, at);
    if (phrase > at && elements[phrase]?.adjective === true) return phrase;
    at = phrase;
  }
  return phrase === -1 ? from : Math.max(phrase, last);
}

/** `Why isn't my smart plug connecting?`: what stands between an article and a noun says nothing of the subject yet. */
function opensSubject(elements: readonly Element[], at: number): boolean {
  const next = elements[at + 1];
  return (
    ['det', 'poss'].includes(elements[at - 1]?.function ?? '') && extendsRun(next) && next?.adjective !== true
  );
}

/** `…, but I can't.`: the pronoun whose verb has to be supplied. */
function takenUpBy(elements: readonly Element[], at: number): string | undefined {
  const [subject, verb, next] = [elements[at - 2], elements[at - 1], elements[at + 1]];
  const ends =
    next === undefined || next.kind === 'stop' || next.kind === 'pause' || next.function === 'conj';
  if (!ends || (verb?.function !== 'aux' && verb?.function !== 'modal')) return undefined;
  return subject?.function === 'pron' ? subject.word : undefined;
}
