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
 * Objections that a reading may overrule: how a sentence is built and in which words, of which no rules know all ways that come to the same.
 * Not what is asked, and not figures, units, dates, names, negation, quotes, code and symbols, which a network hardly sees.
 */
const OVERRULED: ReadonlySet<string> = new Set([
  'argument-order',
  'direction',
  'tense',
  'substitution',
  'addition',
]);

/** Of a text in another language, which the cross-encoder reads no better than chance, less of the words is known. */
const MIN_KNOWN_SHARE = 0.5;

export function loadReadings(): Readings {
  return JSON.parse(readFileSync(new URL('../data/readings.json', import.meta.url), 'utf8')) as Readings;
}

export function mayBeOverruled({ guard }: Pick<Finding, 'guard'>): boolean {
  return OVERRULED.has(guard);
}

/**
 * Whether a reading may overrule all of them together. A word that one text has alone is overruled only where the other has one of its own,
 * so that both may say the same: of two questions of which one says more, what a network lets pass is wrong one time in five.
 */
export function mayAllBeOverruled(found: readonly Finding[]): boolean {
  const guards = new Set(found.map(({ guard }) => guard));
  return found.every(mayBeOverruled) && (!guards.has('addition') || guards.has('substitution'));
}

/** Whether the cross-encoder has something to say about the pair. */
export function isWorthReading({ a, b }: Comparison): boolean {
  return [a, b].every(({ knownShare, wording }) => knownShare >= MIN_KNOWN_SHARE && wording === undefined);
}

/** The same words in the same order but for case, punctuation and how one asks how: little is left that a reading could tell. */
export function isVerbatim({ a, b }: Comparison): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

function wordsOf({ elements }: Analysis): readonly string[] {
  return elements.filter(({ kind }) => kind !== 'pause' && kind !== 'stop').map(({ word }) => word);
}
