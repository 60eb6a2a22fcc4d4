import type { Comparison, Guard } from '../compare/comparison.ts';

/** Figures of which the notation is what is asked about: `a regex for dates like 2024-05-31`, `… like 31/05/2024`; `0.5 as a fraction`, `1/2 as a fraction`. */
export const notationGuard: Guard = {
  name: 'mention',
  check: ({ a, b }: Comparison) => {
    if (!CUE.test(a.text) || !CUE.test(b.text)) return undefined;
    const [one, other] = [figuresIn(a.text), figuresIn(b.text)];
    // `3 decimals`, `three decimals`: in words a figure has no notation of its own.
    if (one.length !== other.length) return undefined;
    const [shapes, others] = [one, other].map((figures) => figures.map(shapeOf).toSorted().join(' '));
    return shapes === others
      ? undefined
      : `"${one.join(' ')}" is written otherwise than "${other.join(' ')}"`;
  },
};

const CUE =
  /\b(?:regex(?:es|p)?|regular expressions?|formats?|formatted|patterns?|parse|parsing|strftime|strptime|notation|decimals?|fractions?|percentages?|roman numerals?|scientific|iso 8601)\b/iu;

/** Notations, not amounts: those with a sign between their digits. */
function figuresIn(text: string): readonly string[] {
  return text.match(/\d+(?:[-./:,]\d+)+/gu) ?? [];
}

function shapeOf(figure: string): string {
  return figure.replaceAll(/\d/gu, '0');
}
