import type { Unit } from '../analysis/unit.ts';
import type { Comparison, MatchKind } from '../compare/comparison.ts';

/** In the order of the coefficients. Each is between 0 and about 1, equal texts give 0 for all that counts differences. */
export const FEATURE_NAMES = [
  'cosineGap',
  'cosineGapRoot',
  'contentDistance',
  'names',
  'figures',
  'synonyms',
  'roots',
  'loneShare',
  'loneRarity',
  'loneCost',
  'bothSidesLone',
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];
export type Features = Readonly<Record<FeatureName, number>>;

/** What the calibrated score looks at; symmetric in the two texts. */
export function featuresOf(comparison: Comparison, cosine: number): Features {
  const { a, b, matches, aloneA, aloneB } = comparison;
  const lone = [...aloneA, ...aloneB];
  const units = [...a.units, ...b.units];
  const share = (kind: MatchKind): number => matches.filter((match) => match.kind === kind).length / 3;
  const gap = Math.max(0, 1 - cosine);
  return {
    cosineGap: gap,
    cosineGapRoot: Math.sqrt(gap),
    contentDistance: 1 - bigramLikeness(contentOf(a.units), contentOf(b.units)),
    names: shareOf(units, (unit) => unit.proper || unit.unknown),
    figures: shareOf(units, (unit) => unit.kind === 'figure'),
    synonyms: Math.min(1, share('synonym')),
    roots: Math.min(1, share('root')),
    loneShare: lone.length / Math.max(1, units.length),
    loneRarity: weightOf(lone.map(({ unit }) => unit)) / (weightOf(units) || 1),
    loneCost: Math.min(
      2,
      lone.reduce((sum, { cost }) => sum + cost, 0),
    ),
    bothSidesLone: aloneA.length > 0 && aloneB.length > 0 ? 1 : 0,
  };
}

function weightOf(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.rarity, 0);
}

function shareOf(units: readonly Unit[], select: (unit: Unit) => boolean): number {
  return units.length === 0 ? 0 : units.filter(select).length / units.length;
}

/** The content alone, in an order of its own: frames and word order do not count. */
function contentOf(units: readonly Unit[]): string {
  return units
    .map(({ word }) => word)
    .toSorted()
    .join(' ');
}

/** Dice coefficient of the letter pairs. */
function bigramLikeness(a: string, b: string): number {
  const [one, other] = [bigrams(a), bigrams(b)];
  let common = 0;
  let size = 0;
  for (const [pair, times] of one) {
    common += Math.min(times, other.get(pair) ?? 0);
    size += times;
  }
  for (const times of other.values()) size += times;
  return size === 0 ? 1 : (2 * common) / size;
}

function bigrams(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 1; at < text.length; at += 1) {
    const pair = text.charCodeAt(at - 1) * 65_536 + text.charCodeAt(at);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
