import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `He can hear me, I can't him`, `He can't hear me, I can him`: the same parts in the same order, another one denied. */
export const deniedPartGuard: Guard = {
  name: 'negation',
  check: ({ a, b, matches }: Comparison) => {
    const [partsA, partsB] = [partsOf(a), partsOf(b)];
    if (partsA.denials.length < 2 || partsA.denials.length !== partsB.denials.length) return undefined;
    if (matches.some((match) => partsA.ofUnit[match.a] !== partsB.ofUnit[match.b])) return undefined;
    const total = (denials: readonly number[]): number => denials.reduce((sum, count) => sum + count, 0);
    if (total(partsA.denials) !== total(partsB.denials)) return undefined;
    return partsA.denials.some((count, index) => count !== partsB.denials[index])
      ? 'another part is denied'
      : undefined;
  },
};

type Parts = {
  /** For each unit the part it stands in. */
  readonly ofUnit: readonly number[];
  /** How often each part is denied. */
  readonly denials: readonly number[];
};

/** What stands between commas and full stops. */
function partsOf({ elements, units }: Analysis): Parts {
  const denials: number[] = [0];
  const partAt: number[] = [];
  for (const [at, { kind, function: named, word }] of elements.entries()) {
    const divides = kind === 'pause' || kind === 'stop' || named === 'conj';
    if (divides && at < elements.length - 1) denials.push(0);
    partAt.push(denials.length - 1);
    if (named === 'neg' || word === '@not') denials.push((denials.pop() ?? 0) + 1);
  }
  return { ofUnit: units.map(({ at }) => partAt[at] ?? 0), denials };
}
