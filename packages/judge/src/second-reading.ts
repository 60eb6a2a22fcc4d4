import { readFileSync } from 'node:fs';
import type { Analysis } from './analysis/analyse.ts';
import type { Comparison, Finding } from './compare/comparison.ts';
import type { JudgePolicy } from './policy.ts';

/** `data/readings.json`: the log-odds at which a cross-encoder's reading decides, by policy. */
export type Readings = {
  /** A pair that no guard objects to is accepted from here on. */
  readonly confirms: Readonly<Record<JudgePolicy, number>>;
  /** A pair that guards object to, none of them with a demonstrated conflict, is accepted from here on. */
  readonly overrules: Readonly<Record<JudgePolicy, number>>;
};

/**
 * Objections that a reading may overrule: how a sentence is built, of which no rules know all ways that come to the same. Not what is
 * said in it or asked: a word that one text has alone, another in its place, or a second question a network lets pass too easily (one
 * in four on a stream of questions), and figures, units, dates, negation, quotes, code and symbols it hardly sees.
 */
const OVERRULED: ReadonlySet<string> = new Set(['argument-order', 'direction', 'tense']);

/** Of a text in another language, which the cross-encoder reads no better than chance, less of the words is known. */
const MIN_KNOWN_SHARE = 0.5;

export function loadReadings(): Readings {
  return JSON.parse(readFileSync(new URL('../data/readings.json', import.meta.url), 'utf8')) as Readings;
}

export function mayBeOverruled({ guard }: Pick<Finding, 'guard'>): boolean {
  return OVERRULED.has(guard);
}

/** Whether the cross-encoder has something to say about the pair. */
export function isWorthReading({ a, b }: Comparison): boolean {
  return [a, b].every(({ knownShare, wording }) => knownShare >= MIN_KNOWN_SHARE && wording === undefined);
}

const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);

/** The same words in the same order but for case, punctuation, articles and how one asks how: nothing is left that a reading could tell. */
export function isVerbatim({ a, b }: Comparison): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

function wordsOf({ elements }: Analysis): readonly string[] {
  return elements
    .filter(({ kind, word }) => kind !== 'pause' && kind !== 'stop' && !ARTICLES.has(word))
    .map(({ word }) => word);
}
