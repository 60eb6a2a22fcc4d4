import type { Comparison } from '../compare/comparison.ts';

/** Opposites before and behind the noun that changes: `make a slow computer faster`, `make a fast computer slower`. */
export function crossed(
  { a, b, partnerOfA }: Comparison,
  areOpposed: (one: string, other: string) => boolean,
): string | undefined {
  for (let before = 0; before + 2 < a.units.length; before += 1) {
    const [one, noun] = [a.units[before], a.units[before + 1]];
    const inB = partnerOfA[before + 1] ?? -1;
    const then = partnerOfA[before] ?? -1;
    if (one === undefined || noun?.at !== one.at + 1 || inB < 1 || then <= inB) continue;
    const behind = partnerOfA.indexOf(inB - 1);
    const other = a.units[behind];
    if (other === undefined || behind <= before + 1 || b.units[inB - 1]?.at !== (b.units[inB]?.at ?? 0) - 1)
      continue;
    if (one.keys.some((key) => other.keys.some((opposed) => areOpposed(key, opposed))))
      return `"${one.shown} ${noun.shown}" against "${b.units[inB - 1]?.shown ?? ''} ${noun.shown}"`;
  }
  return undefined;
}
