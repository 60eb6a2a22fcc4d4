import type { Alone } from '../compare/comparison.ts';

/** From this cost on a lone word is content of its own. */
export const STRONG_COST = 0.6;

/** The words that one text has alone and that say enough to count. */
export function strong(alone: readonly Alone[]): Alone[] {
  return alone.filter(({ unit, cost }) => unit.kind === 'word' && cost >= STRONG_COST);
}
