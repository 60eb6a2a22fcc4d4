import type { Element } from './element.ts';
import { isNominal } from './noun-phrases.ts';

/** Pronouns that a relative clause may follow. */
const NOUNLIKE = new Set(
  'someone somebody anyone anybody everyone everybody those one something anything'.split(' '),
);
const RELATIVE = new Set(['who', 'whom', 'which', 'whose']);

/** `when` and `where` without an auxiliary behind them open a clause, they do not ask. */
export function isSubordinate(elements: readonly Element[], at: number): boolean {
  const element = elements[at];
  if (
    element?.function !== 'wh' ||
    !['when', 'where', 'while', 'who', 'which', 'whose', 'whom'].includes(element.word)
  )
    return false;
  const before = elements[at - 1];
  const next = elements[at + 1]?.function;
  // `When did it sink, and where?`
  if (element.word === 'when' || element.word === 'where')
    return (
      next !== 'aux' &&
      next !== 'modal' &&
      (elements[at + 1]?.kind ?? 'stop') !== 'stop' &&
      !isAskedWhole(elements, at)
    );
  if (before === undefined) return false;
  if (isUnderPreposition(elements, at) || isAdded(elements, at)) return true;
  // `a couple in their 30s who …`.
  const isDecade = before.figure?.key.endsWith('s') === true;
  return isDecade || (before.kind === 'content' && !before.verb) || NOUNLIKE.has(before.word);
}

/** `(Do you know) when the shop opens?`: it opens its sentence, and no other predicate follows that it could belong to. */
function isAskedWhole(elements: readonly Element[], at: number): boolean {
  const before = elements[at - 1];
  if (before !== undefined && before.kind !== 'stop' && before.kind !== 'mark') return false;
  let [predicates, goesOn] = [0, false];
  for (const element of elements.slice(at + 1)) {
    const { kind, function: named, verb, word } = element;
    if (kind === 'stop') break;
    if (kind === 'mark' || word === ',' || named === 'wh' || named === 'sub') return false;
    const says = verb || named === 'aux' || named === 'modal';
    if (says && !goesOn) predicates += 1;
    goesOn = says || word === 'to' || (goesOn && (named === 'neg' || named === 'filler'));
  }
  return predicates < 2 && elements[at + 1]?.forms.ing !== true;
}

/** `a letter in which I thank them`; not `In which year …`, `The war ended in which year?` */
function isUnderPreposition(elements: readonly Element[], at: number): boolean {
  const [noun, preposition, wh] = elements.slice(Math.max(0, at - 2), at + 1);
  if (wh === undefined || !RELATIVE.has(wh.word) || preposition?.function !== 'prep') return false;
  if (!isNominal(noun) || noun?.verb !== false || noun.kind === 'figure') return false;
  const stop = elements.findIndex(({ kind }, index) => index > at && (kind === 'stop' || kind === 'pause'));
  const rest = elements.slice(at + 1, stop === -1 ? elements.length : stop);
  return rest.some(({ verb, function: named }) => verb || named === 'aux' || named === 'modal');
}

/** `Write to them about my case, which was damaged.`: an order or a question asks nothing further behind a comma. */
function isAdded(elements: readonly Element[], at: number): boolean {
  const [noun, comma] = [elements[at - 2], elements[at - 1]];
  if (comma?.word !== ',' || !isNominal(noun) || noun?.verb !== false) return false;
  if (!['who', 'which'].includes(elements[at]?.word ?? '')) return false;
  const start = elements.findLastIndex(({ kind }, index) => index < at && kind === 'stop') + 1;
  const [opening, ...rest] = elements
    .slice(start, at)
    .filter(({ kind, function: named }) => kind !== 'pause' && named !== 'filler');
  const isOrder = opening?.verb === true && !opening.forms.past && !opening.forms.ing;
  const isAsked = [opening, ...rest].some(
    (element) => element?.kind === 'mark' || element?.function === 'wh',
  );
  const end = elements.findIndex(({ word, kind }, index) => index > at && (word === ',' || kind === 'stop'));
  // `My landlord, who sent me the bill, ignores me.`
  const isEnclosed = elements[end]?.word === ',' && isPredicate(elements, end + 1);
  // `It is for my mother, who is 82`.
  const isIt = ['it', 'this', 'that'].includes(opening?.word ?? '') && rest[0]?.word === 'is';
  return (isOrder || isAsked || isEnclosed || isIt) && isPredicate(elements, at + 1);
}

/** What a clause goes on with whose subject the pronoun is; not `who do I ask`. */
function isPredicate(elements: readonly Element[], at: number): boolean {
  const [next, behind] = [elements[at], elements[at + 1]];
  if (next?.verb === true) return true;
  return (next?.function === 'aux' || next?.function === 'modal') && behind?.function !== 'pron';
}
