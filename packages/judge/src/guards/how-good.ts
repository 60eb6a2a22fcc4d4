import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison } from '../compare/comparison.ts';

/** Qualities of which yes or no is no answer without how much; not what is measured: old, big, long, far. */
const QUALITIES = new Set(
  `safe dangerous healthy unhealthy bad good reliable hard difficult easy useful effective common rare secure toxic
  harmful addictive contagious accurate risky popular strict serious painful important`.split(/\s+/u),
);

/** `How safe is Brazil?`, `Is Brazil safe?` */
export function isQualityAsked(one: Analysis, other: Analysis, comparison: Comparison): boolean {
  if (one.ask.type !== 'howmuch' || other.ask.type !== 'yesno') return false;
  if (one.ask.modal !== 'none' || other.ask.modal !== 'none') return false;
  const partners = one === comparison.a ? comparison.partnerOfA : comparison.partnerOfB;
  const at = one.units.findIndex((unit) => one.elements[unit.at - 1]?.word === 'how');
  const [quality, same] = [one.units[at], other.units[partners[at] ?? -1]];
  return (
    quality?.degree === 0 &&
    same?.degree === 0 &&
    quality.keys.some((key) => QUALITIES.has(key) && same.keys.includes(key))
  );
}
