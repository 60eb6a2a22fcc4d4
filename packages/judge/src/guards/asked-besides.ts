import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `When did Hawaii become a state, and why?`: a second question in one word, which the other text does not ask. */
export const askedBesidesGuard: Guard = {
  name: 'asked-besides',
  check: ({ a, b }: Comparison) =>
    asksMore(a, b) || asksMore(b, a) ? 'one asks a second thing besides' : undefined,
};

function asksMore(one: Analysis, other: Analysis): boolean {
  return one.ask.types.length > other.ask.types.length && endsAsking(one) && !endsAsking(other);
}

/** A sentence ends with `and why`; `Can I, and how?` asks one thing. */
function endsAsking({ elements }: Analysis): boolean {
  return elements.some(
    ({ word }, at) =>
      ASKING.has(word) &&
      elements[at - 1]?.function === 'conj' &&
      (elements[at + 1]?.kind ?? 'stop') === 'stop',
  );
}

const ASKING = new Set('why when where who what which @why @when @where @who'.split(' '));
