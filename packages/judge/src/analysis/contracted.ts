import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Word } from './word.ts';

/** Abbreviations that are written with a full stop. */
const DOTTED = new Set('approx ca circa incl excl max min vs resp est dept ext fig vol ave etc'.split(' '));
/** Behind these `'s` is `is`: a noun that belongs to somebody does not begin so. */
const PREDICATIVE = new Set(
  'not a an the too very so still already always never been going about'.split(' '),
);

/** `approx. 3 days` without its full stop; `my flight's delayed` as `my flight is delayed`. */
export function expanded(words: readonly Word[], dictionary: Dictionary, genitive: string): readonly Word[] {
  if (!words.some(({ norm }) => norm === '.' || norm === genitive)) return words;
  return words.flatMap((word, at) => {
    const [before, next] = [words[at - 1], words[at + 1]];
    if (word.norm === '.' && DOTTED.has(before?.norm ?? '') && isWithin(next)) return [];
    if (word.norm !== genitive || next === undefined) return [word];
    return [isPredicate(next, words[at + 2], dictionary) ? { ...word, norm: 'is' } : word];
  });
}

/** The sentence goes on. */
function isWithin(next: Word | undefined): boolean {
  return next !== undefined && (next.token.kind === 'number' || next.token.letterCase === 'lower');
}

/** `delayed by`, `neutered?`; not `John's frozen peas`. */
function isPredicate({ norm }: Word, behind: Word | undefined, { morphology }: Dictionary): boolean {
  if (PREDICATIVE.has(norm)) return true;
  const { participle, lemmas } = morphology.formsOf(norm);
  if (!participle || lemmas[0] === norm || !/(?:ed|en|wn)$/u.test(norm)) return false;
  return behind === undefined || behind.token.kind === 'punct' || ENDING.has(behind.norm);
}

const ENDING = new Set(
  'by in on at from for with to because when if since after before and or but'.split(' '),
);
