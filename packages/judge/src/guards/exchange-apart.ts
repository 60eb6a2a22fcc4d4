import type { Token } from '../analysis/token.ts';
import { areEqual } from '../are-equal.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/**
 * `by post? I want them by email`, `by email? I want them by post`: the same words, of which two runs have changed places across the end of a
 * sentence. In a list, a choice or a sum that says nothing; in two sentences something else is said of each.
 */
export const exchangeApartGuard: Guard = {
  name: 'exchange',
  check: ({ a, b }: Comparison) => {
    if (a.tokens.length !== b.tokens.length) return undefined;
    const [one, other] = unequalPart(a.tokens, b.tokens);
    if (one.length > FURTHEST || !one.some(isEnd)) return undefined;
    for (let first = 1; first <= LONGEST; first += 1)
      for (let last = 1; last <= LONGEST && first + last < one.length; last += 1) {
        const between = one.slice(first, -last);
        const [left, right] = [one.slice(0, first), one.slice(-last)];
        if (isParted(between) && areEqual(norms(other), norms([...right, ...between, ...left])))
          return `"${said(left)}" and "${said(right)}" have changed places`;
      }
    return undefined;
  },
};

/** Longest run of tokens that is looked for, and how far apart two may stand. */
const LONGEST = 5;
const FURTHEST = 60;

/** What is left where the two texts begin and end alike. */
function unequalPart(one: readonly Token[], other: readonly Token[]): readonly [Part, Part] {
  let start = 0;
  while (start < one.length && one[start]?.norm === other[start]?.norm) start += 1;
  let end = one.length;
  while (end > start && one[end - 1]?.norm === other[end - 1]?.norm) end -= 1;
  return [one.slice(start, end), other.slice(start, end)];
}

type Part = readonly Token[];

/** Something is said on both sides of the end of a sentence, or on one: not `I am 30. Can I?`, of which the sentences may stand in any order. */
function isParted(between: Part): boolean {
  return (
    between.some(isEnd) &&
    between.some(({ kind }) => kind !== 'punct') &&
    ![between[0], between.at(-1)].every(isEnd)
  );
}

function isEnd(token: Token | undefined): boolean {
  return token?.kind === 'punct' && '.?!;'.includes(token.norm);
}

function norms(part: Part): readonly string[] {
  return part.map(({ norm }) => norm);
}

function said(part: Part): string {
  return part.map(({ text }) => text).join(' ');
}
