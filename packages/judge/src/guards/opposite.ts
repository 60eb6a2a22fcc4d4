import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

/** With more words alone than this the substitution guard objects anyway. */
const MOST_COMPARED = 20;

/** Adverbs that no dictionary calls so. */
const OPPOSED = new Map([
  ['still', 'already'],
  ['already', 'still'],
]);

/** Hot against cold, import against export. */
export function oppositeGuard({ synonyms }: Dictionary): Guard {
  return {
    name: 'opposite',
    check: ({ aloneA, aloneB }) => {
      for (const a of aloneA.slice(0, MOST_COMPARED)) {
        for (const b of aloneB.slice(0, MOST_COMPARED)) {
          const areOpposed = (one: string, other: string): boolean =>
            synonyms.areOpposites(one, other) || OPPOSED.get(one) === other;
          if (a.unit.keys.some((one) => b.unit.keys.some((other) => areOpposed(one, other))))
            return show([a], [b]);
        }
      }
      return undefined;
    },
  };
}
