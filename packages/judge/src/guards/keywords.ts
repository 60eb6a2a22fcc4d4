import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';

const LANGUAGES = new Set(
  `java javascript typescript python kotlin scala swift rust go golang php ruby perl css sql html dart haskell lua c
  csharp graphql bash node react angular vue django spring jquery`.split(/\s+/u),
);

/** Words of programming languages that are other words than what they are inflected from. */
const KEYWORDS = new Set(
  `throws finally finalize finalized extends implements imports exports requires permits provides uses opens includes
  returns raises yields awaits asserts println prints sealed defined typed derived inherited overridden overloaded
  floats wheres joins unions keys values items entries params props states refs hooks selects sets gets puts posts
  deletes patches defaults enums structs types classes objects arrays lists strings ints chars bools files paths urls
  args flags opts`.split(/\s+/u),
);

/** `What does throw do in Java?`, `What does throws do in Java?`: inflection makes another keyword. */
export const keywordGuard: Guard = {
  name: 'code',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    if (![a, b].every(({ elements }) => elements.some(({ word }) => LANGUAGES.has(word)))) return undefined;
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      if (one.kind !== 'word' || other.kind !== 'word') continue;
      const [ofA, ofB] = [one.shown.toLowerCase(), other.shown.toLowerCase()];
      if (ofA === ofB || !(KEYWORDS.has(ofA) || KEYWORDS.has(ofB))) continue;
      if (isNamed(a.elements[one.at - 1]?.word) && isNamed(b.elements[other.at - 1]?.word))
        return `"${one.shown}" against "${other.shown}"`;
    }
    return undefined;
  },
};

/** `What does throws do`: no article, and what is asked about. */
function isNamed(before: string | undefined): boolean {
  return (
    before !== undefined &&
    ['function', 'does', 'is', 'do', '@what', 'mean', 'use', '@how', 'of'].includes(before)
  );
}
