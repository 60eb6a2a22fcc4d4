import type { Element } from './element.ts';

/** Prepositions that a whole clause may follow. */
const TEMPORAL: ReadonlySet<string> = new Set(['before', 'after', 'since', 'until']);
const DEICTIC = new Set('yesterday today tomorrow tonight'.split(' '));
const PERIODS = new Set(
  'day week month year night morning evening afternoon weekend summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday time'.split(
    ' ',
  ),
);
const POINTING = new Set('next last every each this that'.split(' '));

/** `yesterday`, `tomorrow`: no part of the noun before them. */
export function isDeictic(element: Element | undefined): boolean {
  return element !== undefined && DEICTIC.has(element.word);
}

/** `yesterday`, `next month`, `every night`, `two weeks ago`: says when, without a preposition and wherever it stands. */
export function isTemporal(elements: readonly Element[], at: number): boolean {
  const element = elements[at];
  if (isDeictic(element)) return true;
  if (element?.figure !== undefined)
    return element.figure.key.startsWith('time:') && elements[at + 1]?.word === 'ago';
  return (
    element?.kind === 'content' &&
    element.forms.lemmas.some((lemma) => PERIODS.has(lemma)) &&
    POINTING.has(elements[at - 1]?.word ?? '')
  );
}

/** `after a tooth was pulled`, `since my dog had …`: what stands under the preposition has a verb; not `After lunch can I …`. */
export function endsSubject(elements: readonly Element[], at: number, preposition: string): boolean {
  const [before, next] = [elements[at - 1], elements[at + 1]];
  if (!TEMPORAL.has(preposition) || !isSubject(before)) return false;
  return (
    ['has', 'have', 'had'].includes(elements[at]?.word ?? '') ||
    !['pron', 'det', 'poss'].includes(next?.function ?? '')
  );
}

function isSubject(element: Element | undefined): boolean {
  return element?.kind === 'content' || element?.kind === 'exact' || element?.word === 'it';
}
