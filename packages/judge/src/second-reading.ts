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
  readonly overrules: readonly Needed[];
  /** Objections of which the two together need more than either: things exchanged and one of their names changed as well is easily another question. */
  readonly together: readonly Needed[];
  /** All that stand in `overrules`. */
  readonly overruled: ReadonlySet<string>;
  /** How much less overrules them under a policy. */
  readonly leniency: Readonly<Record<JudgePolicy, number>>;
};

/** What a reading must reach against these objections. */
type Needed = { readonly guards: readonly string[]; readonly needs: number };
type Written = Pick<Readings, 'confirms' | 'resolved' | 'leniency'> &
  Readonly<Record<'overrules' | 'together', Readonly<Record<string, number>>>>;

/** Of a text in another language, which the cross-encoder reads no better than chance, less of the words is known. */
const MIN_KNOWN_SHARE = 0.5;

export function loadReadings(): Readings {
  const file = readFileSync(new URL('../data/readings.json', import.meta.url), 'utf8');
  const { overrules, together, ...rest } = JSON.parse(file) as Written;
  const [one, both] = [overrules, together].map((numbers) =>
    Object.entries(numbers).map(([key, needs]) => ({ guards: key.split('+'), needs })),
  );
  const read = { overrules: one ?? [], together: both ?? [] };
  return { ...rest, ...read, overruled: new Set(read.overrules.flatMap(({ guards }) => guards)) };
}

/** Alone or, like an opposite that a negation may undo (`negation+opposite`: "I forgot", "I don't remember"), beside another. */
export function mayBeOverruled({ guard }: Pick<Finding, 'guard'>, { overruled }: Readings): boolean {
  return overruled.has(guard);
}

/** What a reading must reach against all these objections together, or against the score where there are none; `undefined`: nothing overrules them. */
export function overruledFrom(
  found: readonly Pick<Finding, 'guard'>[],
  { overrules, together, leniency }: Readings,
  policy: JudgePolicy,
): number | undefined {
  const standing = found.length === 0 ? ['score'] : found.map(({ guard }) => guard);
  const apply = ({ guards }: Needed): boolean => guards.every((guard) => standing.includes(guard));
  const applying = overrules.filter(apply);
  const neededBy = (guard: string): number =>
    Math.min(...applying.filter(({ guards }) => guards.includes(guard)).map(({ needs }) => needs));
  const needed = Math.max(...standing.map(neededBy), ...together.filter(apply).map(({ needs }) => needs));
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
