import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

/** Why two units were taken for the same: from `same` (equal base form) to `typo` (one of them misspelt). */
export type MatchKind = 'same' | 'joined' | 'root' | 'synonym' | 'typo';

export type Match = { readonly a: number; readonly b: number; readonly kind: MatchKind };

/** A unit that stands in one text alone. `cost`: how much it says beyond the rest, 0 to 1. */
export type Alone = { readonly index: number; readonly unit: Unit; readonly cost: number };

/** Two analysed texts and what of them corresponds. Guards and score read it; nothing changes it. */
export type Comparison = {
  readonly a: Analysis;
  readonly b: Analysis;
  readonly matches: readonly Match[];
  /** For each unit of a (b) the index of its partner, or -1. */
  readonly partnerOfA: Int32Array;
  readonly partnerOfB: Int32Array;
  readonly aloneA: readonly Alone[];
  readonly aloneB: readonly Alone[];
};

/** A guard's objection. `opposed` marks a demonstrated conflict rather than a mere difference. */
export type Finding = { readonly guard: string; readonly reason: string };

/** One guard: looks at a comparison and objects, or does not. Pure. */
export type Guard = {
  /** Short and stable: a metric label. */
  readonly name: string;
  readonly check: (comparison: Comparison) => string | undefined;
};

export function unitsOf({ a, b }: Comparison, match: Match): [Unit, Unit] {
  const [one, other] = [a.units[match.a], b.units[match.b]];
  if (one === undefined || other === undefined) throw new RangeError('a match points outside its text');
  return [one, other];
}
