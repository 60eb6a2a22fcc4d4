import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { POS } from '../lexicon/lexicon-format.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';
import { isSymmetric } from './order.ts';
import { areGoverned, isMadeBy, opposedPrepositions } from './preposition-pairs.ts';
import { opposedBehind } from './preposition-senses.ts';

/** One of these on one side alone changes the question. */
const SHARP = new Set(
  'before after until till since during without except against instead despite outside above below under like than'.split(
    ' ',
  ),
);

const BOUNDS = new Set(['p:above', 'p:below', 'p:under', 'p:over', 'p:than']);
/** The negation and exception guards look after these. */
const IGNORED = new Set(['without', 'except']);

/** From against to, before against after, by against about. */
export const directionGuard: Guard = {
  name: 'direction',
  check: (comparison: Comparison) => {
    const moved = new Map<string, string>();
    const told = new Set<string>();
    for (const match of comparison.matches) {
      const [a, b] = unitsOf(comparison, match);
      if (BOUNDS.has(a.role) && BOUNDS.has(b.role)) continue;
      // In quotation marks the small words are no prepositions of the sentence.
      if (a.quoted !== b.quoted) told.add(labelOf(a)).add(labelOf(b));
      if (isMadeBy(a, b, comparison.a.units[a.phraseSlot.after])) return `of against by before "${a.shown}"`;
      const opposed = opposedAt(comparison, match);
      if (opposed !== undefined) return `${opposed} before "${a.shown}"`;
      if (isPlace(a) !== isPlace(b) && a.clause !== '' && b.clause !== '')
        return `${a.clause} against ${b.clause} before "${a.shown}"`;
      if (isContrary(a.clause, b.clause) || isContrary(b.clause, a.clause))
        return `${a.clause} against ${b.clause} before "${a.shown}"`;
      if (a.kind === 'figure' || labelOf(a) === labelOf(b)) continue;
      // `during the holidays`, `over the holidays`.
      const alike = a.role !== b.role && [a, b].every(({ role }) => role.startsWith('p:'));
      if (isGoverned(comparison, match) || alike || isToldBefore(comparison, a, b))
        told.add(labelOf(a)).add(labelOf(b));
      else if (!isNamedElsewhere(comparison, a, b) && !isShared(comparison, match))
        moved.set(
          labelOf(a) + labelOf(b),
          `"${labelOf(a) + labelOf(b)}" bears on another word than "${a.shown}"`,
        );
    }
    const clause =
      opposedBehind(comparison) ??
      loneClause(comparison, 'a') ??
      loneClause(comparison, 'b') ??
      copula(comparison);
    if (clause !== undefined) return clause;
    const [ofA, ofB] = [sharp(comparison.a.units), sharp(comparison.b.units)];
    const lone = [...ofA, ...ofB].find((role) => !(ofA.has(role) && ofB.has(role)) && !told.has(role));
    if (lone !== undefined) return `only one text says "${lone}"`;
    return [...moved].find(([label]) => !told.has(label))?.[1];
  },
};

/** `after against before`, by what stands before the two. */
export function opposedAt(comparison: Comparison, match: Match): string | undefined {
  const [a, b] = unitsOf(comparison, match);
  return areSince(a, b) || isGoverned(comparison, match) ? undefined : opposedPrepositions(a.role, b.role);
}

function isGoverned(comparison: Comparison, match: Match): boolean {
  const [a, b] = unitsOf(comparison, match);
  return (
    a.role !== b.role &&
    areGoverned(a, b, [...before(comparison.a, match.a), ...before(comparison.b, match.b)])
  );
}

function before({ units }: Analysis, at: number): readonly Unit[] {
  return units.slice(Math.max(0, at - 5), at);
}

/** `since the update`, `after the update`; not beside a year. */
function areSince(a: Unit, b: Unit): boolean {
  return a.kind !== 'figure' && [a.role, b.role].toSorted().join(' ') === 'p:after p:since';
}

/** `because I was ill`, `although I was ill`. */
function isContrary(reason: string, concession: string): boolean {
  return reason === 'because' && ['although', 'though', 'whereas'].includes(concession);
}

/** `when it is sunny` is not `where it is sunny`. */
function isPlace({ clause }: Unit): boolean {
  return clause === 'where';
}

const EXISTENTIAL = new Set(['there', 'have', 'has', 'had']);
const CONDITIONS = new Set(['if', 'when', 'while', 'because', 'unless', 'whenever']);

/** `How do I get bored` has no condition; `What do I do when I am bored` has. Two sentences may say it without one. */
function loneClause({ a, b, partnerOfA, partnerOfB }: Comparison, from: 'a' | 'b'): string | undefined {
  const [one, other, partners] = from === 'a' ? [a, b, partnerOfA] : [b, a, partnerOfB];
  const unit = one.units.find(({ clause }) => CONDITIONS.has(clause));
  if (unit === undefined || other.units.some(({ clause }) => CONDITIONS.has(clause))) return undefined;
  // `if invested at 3 %`, `invested at 3 %`.
  const behind = one.elements[unit.at - 1]?.word === unit.clause && unit.clause !== 'unless';
  if (behind && one.elements[unit.at]?.forms.participle === true && !unit.ing) return undefined;
  // `when we migrate it`, `for its migration`, `for migrating it`: all that is left stands under prepositions.
  const isNamed = (partner: Unit | undefined): boolean =>
    partner !== undefined &&
    (partner.verb
      ? other.elements[partner.at - 1]?.function === 'prep' && partner.ing
      : partner.role.startsWith('p:') ||
        partner.role === 'mod' ||
        (partner.mask & (POS.noun | POS.verb)) === 0 ||
        isNamed(other.units[partner.governor]));
  const told = one.units.flatMap(({ clauseNumber }, at) =>
    clauseNumber === unit.clauseNumber && partners[at] !== -1 ? [other.units[partners[at] ?? -1]] : [],
  );
  if (told.length > 0 && told.every(isNamed)) return undefined;
  const clauses = new Set(other.units.map(({ clauseNumber }) => clauseNumber));
  return clauses.size > 1 ? undefined : `only one text has a clause with "${unit.clause}"`;
}

/** `Is Earth in a black hole` is not `Is Earth a black hole`. */
function copula({ a, b, matches }: Comparison): string | undefined {
  // `Is Swedish similar to Danish?` is asked from either side.
  if (isSymmetric(a.units) && isSymmetric(b.units)) return undefined;
  if (a.ask.type !== 'yesno' || b.ask.type !== 'yesno') return undefined;
  if (
    [a, b].some(
      ({ units, elements }) =>
        units.some(({ verb }) => verb) || elements.some(({ word }) => EXISTENTIAL.has(word)),
    )
  )
    return undefined;
  for (const match of matches) {
    const [one, other] = [a.units[match.a]?.role ?? 'top', b.units[match.b]?.role ?? 'top'];
    const named = one === 'top' ? other : other === 'top' ? one : 'top';
    if (['p:in', 'p:on', 'p:at', 'p:for', 'p:with', 'p:from', 'p:by', 'p:to'].includes(named)) {
      return `only one text says "${named.slice(2)}" before "${a.units[match.a]?.shown ?? ''}"`;
    }
  }
  return undefined;
}

/** `after selling it`, `I have sold it. …`: what is told in the past by itself comes before. */
function isToldBefore({ a, b }: Comparison, one: Unit, other: Unit): boolean {
  const [under, free, text] = labelOf(one) === '' ? [other, one, a] : [one, other, b];
  const clauses = new Set(text.units.map(({ clauseNumber }) => clauseNumber));
  return (
    labelOf(under) === 'after' &&
    ['', 'after'].includes(labelOf(free)) &&
    free.verb &&
    free.past &&
    clauses.size > 1
  );
}

/** `redder than white wine`, `than white`: of two of a kind the noun is said once, with either. */
function isShared({ a, b, partnerOfA }: Comparison, { a: one, b: other }: Match): boolean {
  const isThan = (units: readonly Unit[], at: number): boolean =>
    units[at]?.role === 'p:than' || units[units[at]?.head ?? -1]?.role === 'p:than';
  const [inA, inB] = [isThan(a.units, one), isThan(b.units, other)];
  if (inA === inB) return inA;
  return a.units.some(({ head }, at) => {
    const partner = partnerOfA[at] ?? -1;
    const leans = inA ? head === one : b.units[partner]?.head === other;
    return leans && isThan(a.units, at) && isThan(b.units, partner);
  });
}

/** `Before I paint a wall, must I clean it?`: the clause keeps its deed, the noun is named in the other one. */
function isNamedElsewhere({ a, b, matches }: Comparison, one: Unit, other: Unit): boolean {
  const label = labelOf(one) + labelOf(other);
  return (
    !one.verb &&
    !other.verb &&
    matches.some((match) => {
      const [deedA, deedB] = [a.units[match.a], b.units[match.b]];
      if (deedA === undefined || deedB === undefined || !(deedA.verb || deedB.verb)) return false;
      return labelOf(deedA) === label && labelOf(deedB) === label;
    })
  );
}

/** The sharp preposition or clause a word stands under. */
function labelOf({ role, clause, kind }: Unit): string {
  // Beside a figure these are bounds, which have their own guard.
  if (kind === 'figure' && BOUNDS.has(role)) return '';
  const preposition = role.slice(2);
  const label =
    role.startsWith('p:') && SHARP.has(preposition) && !IGNORED.has(preposition) ? preposition : clause;
  if (!SHARP.has(label) || IGNORED.has(label)) return '';
  return label === 'since' && kind !== 'figure' ? 'after' : label;
}

function sharp(units: readonly Unit[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const unit of units) {
    const label = labelOf(unit);
    if (label !== '') found.add(label);
  }
  return found;
}
