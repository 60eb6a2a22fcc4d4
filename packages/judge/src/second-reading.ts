import { readFileSync } from 'node:fs';
import type { Comparison, Finding } from './compare/comparison.ts';
import { wordForWord } from './compare/word-for-word.ts';
import type { JudgePolicy } from './policy.ts';

/** `data/readings.json`: the log-odds at which a cross-encoder's reading decides. */
export type Readings = {
  /** A pair that no guard objects to is accepted from here on. */
  readonly confirms: Readonly<Record<JudgePolicy, number>>;
  /** How much less confirms a pair that is equal word for word once turns of phrase are resolved. */
  readonly resolved: number;
  /**
   * By guard, what overrules its objection under `strict`; `score` stands for a score that is too low, `negation+opposite` and `name+addition` for the two together.
   * They are objections to how a sentence is built, to its words, to whose thing it is, to what is asked and to what one text alone denies or
   * names, of which no rules know all ways that come to the same. A guard that is not named is never overruled: not figures, units, dates, another
   * name in a name's place, named places that limit a question, quotes, code and symbols, where a conflict that rules demonstrate is worth more
   * than what a network makes of it, nor capitals, which it does not see.
   */
  readonly overrules: Readonly<Partial<Record<string, number>>>;
  /** Objections of which the two together need more than either: things exchanged and one of their names changed as well is easily another question. */
  readonly together: Readonly<Partial<Record<string, number>>>;
  /** How much less overrules them under a policy. */
  readonly leniency: Readonly<Record<JudgePolicy, number>>;
};

/** Of a text in another language, which the cross-encoder reads no better than chance, less of the words is known. */
const MIN_KNOWN_SHARE = 0.5;

export function loadReadings(): Readings {
  return JSON.parse(readFileSync(new URL('../data/readings.json', import.meta.url), 'utf8')) as Readings;
}

/** Alone or, like an opposite that a negation may undo (`negation+opposite`: "I forgot", "I don't remember"), beside another. */
export function mayBeOverruled({ guard }: Pick<Finding, 'guard'>, { overrules }: Readings): boolean {
  return overrules[guard] !== undefined || Object.keys(overrules).some((key) => partsOf(key).includes(guard));
}

function partsOf(key: string): readonly string[] {
  return key.split('+');
}

/** What a reading must reach against all these objections together, or against the score where there are none; `undefined`: nothing overrules them. */
export function overruledFrom(
  found: readonly Pick<Finding, 'guard'>[],
  { overrules, together, leniency }: Readings,
  policy: JudgePolicy,
): number | undefined {
  const guards = found.length === 0 ? ['score'] : found.map(({ guard }) => guard);
  const among = (
    numbers: Readings['together'],
  ): { readonly parts: readonly string[]; readonly needs: number }[] =>
    Object.entries(numbers)
      .map(([key, needs = Infinity]) => ({ parts: partsOf(key), needs }))
      .filter(({ parts }) => parts.every((part) => guards.includes(part)));
  const applying = among(overrules);
  const neededBy = (guard: string): number =>
    Math.min(...applying.filter(({ parts }) => parts.includes(guard)).map(({ needs }) => needs));
  const needed = Math.max(...guards.map(neededBy), ...among(together).map(({ needs }) => needs));
  return Number.isFinite(needed) ? needed - leniency[policy] : undefined;
}

/** Whether the cross-encoder has something to say about the pair. */
export function isWorthReading({ a, b }: Comparison): boolean {
  return [a, b].every(({ knownShare, wording }) => knownShare >= MIN_KNOWN_SHARE && wording === undefined);
}

/** What a reading must reach for a pair that no guard objects to; `undefined`: little is left that a reading could tell. */
export function confirmedFrom(
  comparison: Comparison,
  { confirms, resolved }: Readings,
  policy: JudgePolicy,
): number | undefined {
  const alike = wordForWord(comparison);
  if (alike === 'written') return undefined;
  return confirms[policy] - (alike === 'resolved' ? resolved : 0);
}
