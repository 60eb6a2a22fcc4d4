import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Guard } from '../compare/comparison.ts';
import { crossed } from './crossed.ts';
import { otherFrequency } from './frequency.ts';
import { show } from './show.ts';

/** With more words alone than this the substitution guard objects anyway. */
const MOST_COMPARED = 20;

/** Pairs that no dictionary calls so. */
const OPPOSED: ReadonlyMap<string, ReadonlySet<string>> = mutual([
  'still: already',
  'manually manual: automatically automatic auto',
  'suddenly sudden: gradually gradual slowly slow',
  'login sign_in log_in: register sign_up',
  'reset: restart reboot',
  'slow: fast quick',
  'quiet: loud noisy',
  'equal same: different difference differ',
]);

function mutual(lines: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (one: string, other: string): void => {
    found.set(one, (found.get(one) ?? new Set()).add(other));
  };
  for (const line of lines) {
    const [left = [], right = []] = line.split(': ').map((words) => words.split(' '));
    for (const one of left) {
      for (const other of right) {
        add(one, other);
        add(other, one);
      }
    }
  }
  return found;
}

/** Hot against cold, import against export. */
export function oppositeGuard({ synonyms }: Dictionary): Guard {
  const areOpposed = (one: string, other: string): boolean =>
    synonyms.areOpposites(one, other) || OPPOSED.get(one)?.has(other) === true;
  return {
    name: 'opposite',
    check: (comparison) => {
      const { aloneA, aloneB } = comparison;
      for (const a of aloneA.slice(0, MOST_COMPARED)) {
        for (const b of aloneB.slice(0, MOST_COMPARED)) {
          if (a.unit.keys.some((one) => b.unit.keys.some((other) => areOpposed(one, other))))
            return show([a], [b]);
        }
      }
      return otherFrequency(comparison) ?? crossed(comparison, areOpposed);
    },
  };
}
