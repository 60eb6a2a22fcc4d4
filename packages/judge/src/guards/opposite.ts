import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

/** With more words alone than this the substitution guard objects anyway. */
const MOST_COMPARED = 20;

/** Hot against cold, import against export. */
export function oppositeGuard({ synonyms }: Dictionary): Guard {
  return {
    name: 'opposite',
    check: ({ aloneA, aloneB }) => {
      for (const a of aloneA.slice(0, MOST_COMPARED)) {
        for (const b of aloneB.slice(0, MOST_COMPARED)) {
          if (a.unit.keys.some((one) => b.unit.keys.some((other) => synonyms.areOpposites(one, other))))
            return show([a], [b]);
        }
      }
      return undefined;
    },
  };
}
