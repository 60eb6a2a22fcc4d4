import type { Comparison, Guard } from '../compare/comparison.ts';
import { differing, isSign } from './exact-content.ts';

/** Code, signs and names with figures are compared letter by letter: `-r` is not `-R`, `C#` is not `C++`. */
export const codeGuard: Guard = {
  name: 'code',
  check: (comparison) =>
    differing(comparison, (alone) => alone.unit.kind === 'exact' && !isSign(alone)) ??
    otherPattern(comparison),
};

const PATTERN = /(?<![\p{L}\d])[ymdhs]{1,4}(?:[/.:-][ymdhs]{1,4}){1,5}(?![\p{L}\d])/giu;

/** `MM/DD/YYYY`, `DD/MM/YYYY`: the same places in another order. */
function otherPattern({ a, b }: Comparison): string | undefined {
  const patterns = (text: string): readonly string[] => text.toLowerCase().match(PATTERN) ?? [];
  const [ofA, ofB] = [patterns(a.text), patterns(b.text)];
  if (ofA.length === 0 || ofB.length === 0 || ofA.join(' ') === ofB.join(' ')) return undefined;
  return `"${ofA.join(' ')}" against "${ofB.join(' ')}"`;
}
