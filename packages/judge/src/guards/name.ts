import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';
import { STRONG_COST } from './strong.ts';

/** People, places, products, organisations: what is written with a capital, or known only as a name. */
export const nameGuard: Guard = {
  name: 'name',
  check: (comparison) => {
    const [a, b] = [comparison.aloneA.filter(isName), comparison.aloneB.filter(isName)];
    return a.length + b.length === 0 ? cityOrState(comparison) : show(a, b);
  },
};

function isName({ unit, cost }: Alone): boolean {
  if (unit.kind !== 'word' || cost < STRONG_COST) return false;
  return unit.proper || (!unit.caseFree && unit.letterCase !== 'lower' && unit.letterCase !== 'none');
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
