import type { Analysis } from '../analysis/analyse.ts';
import type { Marker, Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** All, most, few, both, half, only. */
export const quantifierGuard: Guard = {
  name: 'quantifier',
  check: (comparison) =>
    unequal(comparison, 'quantifier') ??
    movedOnly(comparison) ??
    otherAmount(comparison) ??
    movedAmount(comparison) ??
    otherOwners(comparison) ??
    narrowedSubject(comparison),
};

/** `my brother's friends`, `my brothers' friends`; of owners at large one stands for all. */
function otherOwners({ a, b, matches }: Comparison): string | undefined {
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one === undefined || other === undefined || one.plural === other.plural) continue;
    if (isOwner(a, one) && isOwner(b, other)) return `"${one.shown}" against "${other.shown}"`;
  }
  return undefined;
}

/** A certain one: `the driver's`, `my brothers'`; `List the driver's …`, where the article is read with the verb. */
function isOwner({ elements }: Analysis, { at }: Unit): boolean {
  const before = elements[at - 1];
  return (
    elements[at + 1]?.kind === 'genitive' &&
    (before?.function === 'poss' ||
      before?.word === '@list' ||
      ['the', 'this', 'that', 'these', 'those'].includes(before?.word ?? ''))
  );
}

/** Many against some; alone either says too little to count. */
function otherAmount({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  return (
    missingAmount(a.markers, b.markers, partnerOfA) ??
    missingAmount(b.markers, a.markers, partnerOfB) ??
    againstMost(a.markers, b, partnerOfA) ??
    againstMost(b.markers, a, partnerOfB)
  );
}

/** `some electric cars`, `most electric cars`: read by itself, without an article, `most` might go with the adjective. */
function againstMost(markers: readonly Marker[], other: Analysis, partners: Int32Array): string | undefined {
  for (const { sort, value, target, shown } of markers) {
    const unit = other.units[partners[target] ?? -1];
    if (sort !== 'quantifier' || !PARTIAL.has(value) || unit?.degree !== 2 || unit.head === -1) continue;
    const before = other.elements[unit.at - 2];
    const isUtmost = before?.word === 'the' || before?.function === 'poss' || before?.kind === 'genitive';
    if (other.elements[unit.at - 1]?.word === 'most' && !isUtmost) return `"${shown}" against "most"`;
  }
  return undefined;
}

const PARTIAL = new Set(['~some', '~many', 'few', 'all', 'half']);

/** A word counted in both texts, but in the first by an amount that the second does not have. */
function missingAmount(
  markers: readonly Marker[],
  others: readonly Marker[],
  partners: Int32Array,
): string | undefined {
  for (const one of markers) {
    if (one.sort !== 'quantifier' || one.target === -1 || one.value === '~only') continue;
    const counted = others.filter(
      ({ sort, target, value }) =>
        sort === 'quantifier' && value !== '~only' && target === partners[one.target],
    );
    if (counted.length > 0 && !counted.some(({ value }) => value === one.value))
      return `"${one.shown}" against "${counted[0]?.shown ?? ''}"`;
  }
  return undefined;
}

const AMOUNTS = new Set(['most', 'half', 'few', 'both', 'all', '~many']);

/** `Do most cats hate water?`, `Do cats hate most water?` */
function movedAmount({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  for (const one of a.markers) {
    if (one.sort !== 'quantifier' || !AMOUNTS.has(one.value)) continue;
    const [other, second] = b.markers.filter(({ value }) => value === one.value);
    if (
      other === undefined ||
      second !== undefined ||
      a.markers.some((more) => more !== one && more.value === one.value)
    )
      continue;
    const [there, back] = [partnerOfA[one.target] ?? -1, partnerOfB[other.target] ?? -1];
    if (there === -1 || back === -1 || there === other.target) continue;
    if (!isCounted(a, one) || !isCounted(b, other)) continue;
    const apart = a.units[one.target]?.head !== back && a.units[back]?.head !== one.target;
    if (apart && b.units[there]?.head !== other.target && b.units[other.target]?.head !== there)
      return `"${one.shown}" bears on another word`;
  }
  return undefined;
}

/** Right before its noun. */
function isCounted({ elements, units }: Analysis, { target, shown }: Marker): boolean {
  const unit = units[target];
  return unit?.verb === false && elements[unit.at - 1]?.token.text === shown;
}

const GENERAL = new Set(['yesno', 'why', 'what', 'how']);
const NARROWING = new Set(['some', 'several', 'many']);

/** `Are some mushrooms poisonous?` is no question about mushrooms as such. */
function narrowedSubject({ a, b }: Comparison): string | undefined {
  if (a.ask.type !== b.ask.type || !GENERAL.has(a.ask.type)) return undefined;
  const narrowed = ({ ask, markers, units }: Analysis): string | undefined =>
    markers.find(
      ({ sort, shown, value, target }) =>
        sort === 'quantifier' &&
        (NARROWING.has(shown.toLowerCase()) || value === '~many') &&
        ((target === 0 && ask.type === 'yesno') || units[target]?.role === 'subj'),
    )?.shown;
  const [ofA, ofB] = [narrowed(a), narrowed(b)];
  return (ofA === undefined) === (ofB === undefined) ? undefined : `only one text says "${ofA ?? ofB}"`;
}

/** `Only members can enter`, `Members can only enter`. */
function movedOnly({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  const only = (markers: readonly Marker[]): Marker | undefined =>
    markers.find(({ value }) => value === 'only');
  const [one, other] = [only(a.markers), only(b.markers)];
  if (one === undefined || other === undefined) return undefined;
  const [there, back] = [partnerOfA[one.target] ?? -1, partnerOfB[other.target] ?? -1];
  const moved =
    (there !== -1 && !isOneFocus(b.units, there, other.target)) ||
    (back !== -1 && !isOneFocus(a.units, back, one.target));
  return moved ? '"only" bears on another word' : undefined;
}

/** `only see two`, `see only two`; `only the rows of today`, `the rows of today only`. */
function isOneFocus(units: readonly Unit[], one: number, other: number): boolean {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  const [before, behind] = [units[first], units[last]];
  if (first === last) return true;
  if (before === undefined || behind === undefined || before.clauseNumber !== behind.clauseNumber)
    return false;
  return before.verb ? behind.role !== 'subj' : isPart(units, first, last);
}

function isPart(units: readonly Unit[], whole: number, part: number): boolean {
  const noun = units[part]?.head === -1 ? part : (units[part]?.head ?? part);
  return units[whole]?.head === noun || units[noun]?.owned === whole;
}
