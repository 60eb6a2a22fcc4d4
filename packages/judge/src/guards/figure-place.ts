import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `chapter 5`, `5 chapters`: a figure names one thing behind its noun, and counts several before it. */
export const figurePlaceGuard: Guard = {
  name: 'number',
  check: ({ a, b, matches, partnerOfA }: Comparison) => {
    for (const match of matches) {
      const [one, other] = [placeOf(a, match.a), placeOf(b, match.b)];
      if (one === undefined || other === undefined || one.counts === other.counts) continue;
      if (partnerOfA[one.noun] === other.noun)
        return `"${a.units[match.a]?.shown ?? ''}" counts in one text and names in the other`;
    }
    return undefined;
  },
};

/** The noun right beside a figure, if it is several that are counted or one that is named. */
function placeOf(
  { units }: Analysis,
  index: number,
): { readonly noun: number; readonly counts: boolean } | undefined {
  const figure = units[index];
  if (figure?.kind !== 'figure') return undefined;
  const [before, behind] = [units[index - 1], units[index + 1]];
  if (behind?.kind === 'word' && behind.at === figure.at + 1 && behind.plural)
    return { noun: index + 1, counts: true };
  if (before?.kind === 'word' && before.at === figure.at - 1 && !before.verb && !before.plural)
    return { noun: index - 1, counts: false };
  return undefined;
}
