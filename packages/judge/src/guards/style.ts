import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** How the answer is wanted: briefly, in detail, step by step, in simple words, in which language. */
export const styleGuard: Guard = {
  name: 'style',
  check: (comparison) => unequal(comparison, 'style') ?? otherUseOfLanguage(comparison),
};

const LANGUAGES = new Set(
  `english french german spanish italian portuguese chinese mandarin cantonese japanese korean russian arabic hindi dutch
  swedish turkish polish greek latin hebrew danish norwegian finnish czech hungarian thai vietnamese ukrainian welsh irish`.split(
    /\s+/u,
  ),
);
/** `the Dutch word for it` is what it is called in Dutch. */
const OF_LANGUAGE = new Set(
  'word term name phrase expression translation version equivalent language grammar spelling pronunciation alphabet letter subtitle text'.split(
    ' ',
  ),
);

/** `a poem about my cat in Dutch`, `a poem about my Dutch cat`. */
function otherUseOfLanguage({ a, b, matches }: Comparison): string | undefined {
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one === undefined || other === undefined || ![one, other].every(isLanguage)) continue;
    const apart = (isWanted(one) && narrows(other, b)) || (isWanted(other) && narrows(one, a));
    if (apart) return `"${one.shown}" is the language in one text, what something is in the other`;
  }
  return undefined;
}

/** Not a country: `in Poland`, `a Polish bank`. */
function isLanguage({ word }: Unit): boolean {
  return LANGUAGES.has(word);
}

function isWanted({ role }: Unit): boolean {
  return role === 'p:in' || role === 'p:to';
}

function narrows({ role, head }: Unit, { units }: Analysis): boolean {
  const noun = units[head];
  return role === 'mod' && noun !== undefined && !noun.keys.some((key) => OF_LANGUAGE.has(key));
}
