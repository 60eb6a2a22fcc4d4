import type { Comparison } from '../compare/comparison.ts';

const DAYS = new Set(
  'monday tuesday wednesday thursday friday saturday sunday tomorrow tonight weekend christmas easter eve day holiday'.split(
    ' ',
  ),
);

/** `Is the museum open on Easter Monday?`, `Will it be open on Easter Monday?`: of a day that is named both ask the same. */
export function isScheduled({ a, b, matches }: Comparison): boolean {
  const tenses = [a.ask.tense, b.ask.tense];
  return (
    tenses.includes('future') &&
    tenses.includes('present') &&
    a.ask.type === b.ask.type &&
    matches.some((match) => a.units[match.a]?.keys.some((key) => DAYS.has(key)) === true) &&
    // `Is it open`, `Will it open`.
    matches.every((match) => a.units[match.a]?.verb === b.units[match.b]?.verb)
  );
}
