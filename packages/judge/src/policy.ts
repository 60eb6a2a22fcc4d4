import type { Comparison, Finding } from './compare/comparison.ts';
import { STRONG_COST } from './guards/strong.ts';

/** How sure the judge must be: `strict` ships; `balanced` and `eager` trade wrong hits for more hits. */
export type JudgePolicy = 'strict' | 'balanced' | 'eager';

/** Objections that are no demonstrated conflict. The other policies may overrule one of them by the score. */
const FORGIVABLE: Readonly<Record<JudgePolicy, ReadonlySet<string>>> = {
  strict: new Set(),
  balanced: new Set(['addition', 'tense', 'comparative']),
  eager: new Set(['addition', 'tense', 'comparative', 'modality', 'question', 'substitution', 'quantifier']),
};
/** Content words left alone that a forgiven pair may have, in all. */
const MOST_LONE: Readonly<Record<JudgePolicy, number>> = { strict: 0, balanced: 1, eager: 3 };

export function mayBeForgiven(policy: JudgePolicy, { guard }: Finding): boolean {
  return FORGIVABLE[policy].has(guard);
}

/** The objection that stands under a policy: the first one, unless it is the only one and forgivable. */
export function standing(
  policy: JudgePolicy,
  objections: Iterable<Finding>,
  comparison: Comparison,
): Finding | undefined {
  let forgiven = 0;
  for (const objection of objections) {
    const lone = [...comparison.aloneA, ...comparison.aloneB].filter(
      ({ cost }) => cost >= STRONG_COST,
    ).length;
    forgiven += 1;
    if (forgiven > 1 || lone > MOST_LONE[policy] || !mayBeForgiven(policy, objection)) return objection;
  }
  return undefined;
}
