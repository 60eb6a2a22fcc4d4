import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';
import { reattached, related, traded, tradedQualities } from './attachment.ts';
import { exchangeOf } from './exchange.ts';
import {
  aimConflict,
  askedConflict,
  hadConflict,
  headConflict,
  ownerConflict,
  roleConflict,
} from './parts.ts';
import { isExplained } from './same-parts.ts';

/** Words whose two operands may change places. */
const SYMMETRIC = new Set(
  'difference different differ versus compare comparison similar similarity equal relationship relation correlation distance common'.split(
    ' ',
  ),
);

/** Shared words in swapped parts: from A to B, who beat whom, A faster than B. Voice and fronting are resolved. */
export const orderGuard: Guard = { name: 'argument-order', check };

/** Past this many shared words, pair by pair would take too long: any change of places counts. */
const MOST_ORDERED = 120;

function firstCrossing(comparison: Comparison): string | undefined {
  const moved = comparison.matches.find((match, index) => match.b < (comparison.matches[index - 1]?.b ?? -1));
  return moved === undefined
    ? undefined
    : `"${shown(comparison, moved)}" stands in another place of a long text`;
}

function check(comparison: Comparison): string | undefined {
  const { matches } = comparison;
  const symmetric = isSymmetric(comparison.a.units) && isSymmetric(comparison.b.units);
  const carried = symmetric ? carriedFigure(comparison) : undefined;
  if (carried !== undefined) return carried;
  if (matches.length > MOST_ORDERED) return firstCrossing(comparison);
  for (const [index, first] of matches.entries()) {
    const swapped =
      roleConflict(comparison, first) ??
      headConflict(comparison, first) ??
      ownerConflict(comparison, first) ??
      hadConflict(comparison, first) ??
      aimConflict(comparison, first);
    if (swapped !== undefined) return swapped;
    for (const second of matches.slice(index + 1)) {
      if (second.b >= first.b || symmetric) continue;
      if (isUnparsed(comparison.a) || isUnparsed(comparison.b))
        return `"${shown(comparison, first)}" and "${shown(comparison, second)}" may have changed places`;
      const exchange = exchangeOf(comparison, first, second);
      if (exchange === 'none') continue;
      if (exchange === 'full' || !isExplained(comparison, first, second)) {
        return `"${shown(comparison, first)}" and "${shown(comparison, second)}" have changed places`;
      }
    }
  }
  return (
    traded(comparison) ??
    tradedQualities(comparison) ??
    reattached(comparison) ??
    related(comparison) ??
    leftOut(comparison) ??
    askedConflict(comparison)
  );
}

/** `I can but he can't`, `I can't but he can`. */
function leftOut(comparison: Comparison): string | undefined {
  const { a, b, matches } = comparison;
  const asksToo = [a, b].every(({ text }) => /\b(?:what|how) about /iu.test(text));
  const told = asksToo
    ? matches.find((match) => isAskedToo(a.units[match.a]) !== isAskedToo(b.units[match.b]))
    : undefined;
  if (told !== undefined)
    return `"${a.units[told.a]?.shown ?? ''}" is known in one text, asked for in the other`;
  if (a.ellipses.length !== 1 || b.ellipses.length !== 1) return undefined;
  if (a.ellipses[0] !== b.ellipses[0]) return 'what is left out is another thing';
  const turned = matches.some((match) => {
    const [one, other] = unitsOf(comparison, match);
    return one.verb && other.verb && (one.speaker === 'subj') !== (other.speaker === 'subj');
  });
  return turned ? 'what is left out is done by another' : undefined;
}

/** `I can say hello. What about goodbye?` */
function isAskedToo(unit: Unit | undefined): boolean {
  return unit !== undefined && /^(?:what|how) about /u.test(unit.phraseSlot.link);
}

/** `Does anxiety trigger headache`: a question with `do` in which no verb was found says nothing of who does what. */
function isUnparsed({ units, elements }: Analysis): boolean {
  return (
    units.length > 2 &&
    units.every(({ verb }) => !verb) &&
    // `What does it do to me?`: the second is the verb.
    elements.filter(({ word }, at) => ['do', 'does', 'did'].includes(word) && elements[at - 1]?.word !== 'to')
      .length === 1 &&
    !elements.some(({ word }) => word === 'have')
  );
}

/** `inflation in 2020 with growth in 2021`: what is compared may change places, but takes its figure along. */
function carriedFigure({ a, matches, partnerOfA, partnerOfB }: Comparison): string | undefined {
  for (const match of matches) {
    const figure = a.units[match.a];
    if (figure?.kind !== 'figure' || !figure.role.startsWith('p:')) continue;
    const [left, right] = [match.a - 1, match.b - 1];
    const [expected, actual] = [partnerOfA[left] ?? -1, partnerOfB[right] ?? -1];
    if (expected !== -1 && actual !== -1 && expected !== right)
      return `"${figure.shown}" goes with another word`;
  }
  return undefined;
}

export function isSymmetric(units: readonly Unit[]): boolean {
  return units.some((unit) => unit.keys.some((key) => SYMMETRIC.has(key)));
}

function shown(comparison: Comparison, match: Match): string {
  return comparison.a.units[match.a]?.shown ?? '';
}
