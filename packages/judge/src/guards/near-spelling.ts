import type { Guard } from '../compare/comparison.ts';
import { slips } from '../lexicon/slips.ts';
import type { Unit } from '../analysis/unit.ts';
import { show } from './show.ts';

/** From this rarity on (rank 6,600) the cross-encoder knows a word by pieces, and takes what is spelt nearly alike for a slip. */
const RARE = 8.2;
const SHORTEST = 5;
const MOST_SLIPS = 2;
const MOST_COMPARED = 3;
/** Endings that say other things of one stem; other endings of two words may well say the same (invert, inverse). */
const ENDINGS = [/(?:ee|[eo]r)$/u, /(?:[aey]ne|i[dt]e|ate|ol|al|[ao]se)$/u];

/** Dysphagia against dysphasia, lessor against lessee: both are words, in each other's place, and rarely met. */
export const nearSpellingGuard: Guard = {
  name: 'near-spelling',
  check: ({ aloneA, aloneB }) => {
    if (aloneA.length > MOST_COMPARED || aloneB.length > MOST_COMPARED) return undefined;
    for (const a of aloneA) {
      const twin = isRareWord(a.unit)
        ? aloneB.find((b) => isRareWord(b.unit) && areTwins(a.unit, b.unit))
        : undefined;
      if (twin !== undefined) return show([a], [twin]);
    }
    return undefined;
  },
};

function isRareWord({ kind, unknown, word, rarity }: Unit): boolean {
  return kind === 'word' && !unknown && rarity >= RARE && word.length >= SHORTEST && !word.includes('_');
}

function areTwins({ word: one }: Unit, { word: other }: Unit): boolean {
  if (slips(one, other, MOST_SLIPS) > MOST_SLIPS) return false;
  return differInside(one, other) || ENDINGS.some((ending) => differInEnding(one, other, ending));
}

/** Before the last two letters, and not by what stands before or behind a whole word (vertebrate, invertebrate). */
function differInside(one: string, other: string): boolean {
  if (one.endsWith(other) || other.endsWith(one)) return false;
  return one.slice(-2) === other.slice(-2);
}

function differInEnding(one: string, other: string, ending: RegExp): boolean {
  const [first, second] = [ending.exec(one)?.[0], ending.exec(other)?.[0]];
  if (first === undefined || second === undefined || first === second) return false;
  return one.slice(0, -first.length) === other.slice(0, -second.length);
}
