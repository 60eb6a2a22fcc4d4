import type { Comparison, Guard } from '../compare/comparison.ts';
import { figuresAlone, isTime } from './figures.ts';

/** Dates and times, also relative ones. */
export const timeGuard: Guard = {
  name: 'time',
  check: (comparison) => figuresAlone(comparison, ({ unit }) => isTime(unit.word)) ?? otherSpan(comparison),
};

const STATE =
  /(?:\b(?:will|won't)\b|'ll\b)[^?.!]*\bbe\b[^?.!]*\b(in|for) ((?:an?|\d+|\p{L}+) (?:second|minute|hour|day|week|month|year)s?)\b/iu;

/** `Will it be open in an hour?` asks when it begins, `… for an hour?` how long it lasts. */
function otherSpan({ a, b }: Comparison): string | undefined {
  const [, linkA, spanA] = STATE.exec(a.text) ?? [];
  const [, linkB, spanB] = STATE.exec(b.text) ?? [];
  if (linkA === undefined || linkB === undefined || linkA.toLowerCase() === linkB.toLowerCase())
    return undefined;
  if (spanA?.toLowerCase() !== spanB?.toLowerCase()) return undefined;
  return `"${linkA} ${spanA ?? ''}" against "${linkB} ${spanB ?? ''}"`;
}
