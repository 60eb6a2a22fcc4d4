import type { Rule } from '../rules/rule.ts';
import type { SuiteKind, SuitePair } from '../suite-file.ts';
import { clopperPearson, quantile, type Interval } from '../statistics.ts';
import type { TextVectors } from '../text-vectors.ts';

/** Cosine from which a paraphrase counts as one that a plain cache would serve. */
export const PLAIN_ACCEPTS = 0.88;

type Rate = { readonly served: number; readonly of: number; readonly rate: number } & Interval;

export type FamilyReport = {
  readonly kind: SuiteKind;
  readonly family: string;
  readonly pairs: number;
  /** Pairs whose cosine is at least `PLAIN_ACCEPTS`. */
  readonly near: number;
  readonly cosine: { readonly p10: number; readonly p50: number; readonly p90: number };
  /** By rule: of all pairs of the family. */
  readonly served: Readonly<Record<string, Rate>>;
  /** By rule: of the near pairs alone. */
  readonly servedNear: Readonly<Record<string, Rate>>;
};

export type SuiteReport = {
  readonly families: readonly FamilyReport[];
  readonly totals: readonly FamilyReport[];
};

export type JudgedPair = {
  readonly pair: SuitePair;
  readonly cosine: number;
  readonly servedBy: ReadonlySet<string>;
};

/**
 * A look-alike counts as served when either direction serves it, a paraphrase only when both do: the cache does not choose which of
 * two questions comes first.
 */
export async function judgeSuite(
  pairs: readonly SuitePair[],
  rules: readonly Rule[],
  vectors: TextVectors,
): Promise<readonly JudgedPair[]> {
  const judged: JudgedPair[] = [];
  for (const pair of pairs) {
    const servedBy = new Set<string>();
    for (const rule of rules) {
      const [forth, back] = [await accepts(rule, pair.a, pair.b), await accepts(rule, pair.b, pair.a)];
      if (pair.kind === 'lookalikes' ? forth || back : forth && back) servedBy.add(rule.name);
    }
    judged.push({ pair, cosine: vectors.cosine(pair.a, pair.b), servedBy });
  }
  return judged;

  function accepts(rule: Rule, query: string, candidate: string): boolean | Promise<boolean> {
    const embedded = rule.embeddedText ?? ((text: string) => text);
    return rule.accepts({ query, candidate, score: vectors.cosine(embedded(query), embedded(candidate)) });
  }
}

export function suiteReport(judged: readonly JudgedPair[], rules: readonly Rule[]): SuiteReport {
  const groups = Map.groupBy(judged, ({ pair }) => `${pair.kind} ${pair.family}`);
  const totals = Map.groupBy(judged, ({ pair }) => pair.kind);
  return {
    families: [...groups.values()].map((group) => familyReport(group, group[0]?.pair.family ?? '', rules)),
    totals: [...totals.values()].map((group) => familyReport(group, 'all', rules)),
  };
}

function familyReport(group: readonly JudgedPair[], family: string, rules: readonly Rule[]): FamilyReport {
  const cosines = group.map((one) => one.cosine).toSorted((left, right) => left - right);
  const near = group.filter((one) => one.cosine >= PLAIN_ACCEPTS);
  return {
    kind: group[0]?.pair.kind ?? 'lookalikes',
    family,
    pairs: group.length,
    near: near.length,
    cosine: { p10: quantile(cosines, 0.1), p50: quantile(cosines, 0.5), p90: quantile(cosines, 0.9) },
    served: Object.fromEntries(rules.map((rule) => [rule.name, rateOf(group, rule)])),
    servedNear: Object.fromEntries(rules.map((rule) => [rule.name, rateOf(near, rule)])),
  };
}

function rateOf(group: readonly JudgedPair[], rule: Rule): Rate {
  const served = group.filter((one) => one.servedBy.has(rule.name)).length;
  const rate = group.length === 0 ? 0 : served / group.length;
  return { served, of: group.length, rate, ...clopperPearson(served, group.length) };
}
