import type { Analysis } from '../analysis/analyse.ts';
import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { isName } from './name.ts';
import { show } from './show.ts';

/** A named place or thing that limits what is asked: the state and its city, or one that only one text has (`install it`, `install it in Ubuntu`). */
export const namedPlaceGuard: Guard = {
  name: 'place',
  check: (comparison) => {
    const { a, b, aloneA, aloneB } = comparison;
    if (aloneA.some(isName) && aloneB.some(isName)) return undefined;
    return limitOf(a, aloneA) ?? limitOf(b, aloneB) ?? cityOrState(comparison);
  },
};

const LIMITING = new Set(['in', 'on', 'at', 'for', 'from', 'under', 'within', 'inside', 'to', 'into']);

/** The whole of what stands behind its preposition: of `Delhi NCR` and `Google Chrome` both texts name a part, and whose it is (`in Tolkien's book`) limits nothing. */
function limitOf({ elements }: Analysis, alone: readonly Alone[]): string | undefined {
  const limit = alone.find(
    (one) =>
      isName(one) &&
      LIMITING.has(elements[one.unit.at - 1]?.word ?? '') &&
      elements[one.unit.at + 1]?.token.letterCase !== 'title' &&
      !/['’]s$/u.test(elements[one.unit.at]?.token.text ?? ''),
  );
  return limit === undefined ? undefined : show([limit], []);
}

const CITY = /\b(?:new york city|nyc)\b/iu;
const STATE_OR_CITY = /\bnew york\b(?!,? (?:city|times|university|yankees))/iu;
/** What a state has of its own. */
const OF_A_STATE =
  /\b(?:laws?|legal(?:ly)?|illegal|tax(?:es)?|wages?|rents?|licen[cs]es?|permits?|population|people|inhabitants|residents|areas?|size|big|large|governors?|mayors?|hik(?:e|es|ing)|states?|count(?:y|ies)|cities|capital|schools?|courts?|elections?|vote|voting)\b/iu;

/** `the gun laws in New York`, `… in New York City`; for pizza either will do. */
function cityOrState({ a, b }: Comparison): string | undefined {
  const isOther = (one: string, other: string): boolean =>
    CITY.test(one) && !CITY.test(other) && STATE_OR_CITY.test(other);
  if (!isOther(a.text, b.text) && !isOther(b.text, a.text)) return undefined;
  return OF_A_STATE.test(a.text) || OF_A_STATE.test(b.text) ? 'New York City against New York' : undefined;
}
