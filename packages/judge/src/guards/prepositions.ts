import type { Analysis } from '../analysis/analyse.ts';
import type { Role, Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** Prepositions that may stand for one another before the same word; all others part the questions. */
const ALIKE: readonly (readonly string[])[] = [
  ['in', 'on', 'at', 'inside', 'of', 'onto', 'across', 'throughout', 'into', 'around', 'within'],
  ['of', 'for', 'about', 'on', 'regarding', 'to', 'in', 'with', 'between', 'among'],
  ['with', 'by', 'via', 'through', 'in', 'on', 'over', 'upon'],
  ['to', 'in', 'at', 'towards', 'toward', 'into', 'onto'],
  ['from', 'of', 'in', 'off', 'out'],
  ['by', 'of'],
  ['for', 'during', 'in', 'over'],
  ['for', 'as'],
  ['between', 'versus', 'from'],
  ['between', 'versus', 'among', 'of'],
  ['till', 'until'],
  ['along', 'by'],
  ['beside', 'by', 'near'],
  ['per', 'in', 'for'],
  ['given', 'for', 'with'],
  ['under', 'in', 'by'],
];
const ALIKE_PAIRS: ReadonlySet<string> = new Set(
  ALIKE.flatMap((group) => group.flatMap((one) => group.map((other) => `p:${one} p:${other}`))),
);
/** One of these on one side alone changes the question. */
const SHARP = new Set(
  'before after until till since during without except against instead despite outside above below under like than'.split(
    ' ',
  ),
);

const BOUNDS = new Set(['p:above', 'p:below', 'p:under', 'p:over', 'p:than']);
/** The negation and exception guards look after these. */
const IGNORED = new Set(['without', 'except']);

/** What somebody makes of somebody: `a portrait by Monet` is not `a portrait of Monet`. */
const DEPICTIONS = new Set(
  `portrait painting picture photo photograph drawing sketch sculpture statue bust biography documentary film video
  caricature parody imitation review analysis criticism critique study description account history interpretation
  translation praise defence defense attack murder killing assassination invasion conquest betrayal rejection abuse
  treatment discovery`.split(/\s+/u),
);

/** `of` and `by` behind such a noun. */
function isMadeBy(a: Unit, b: Unit, before: Unit | undefined): boolean {
  const pair = [a.role, b.role].toSorted().join(' ');
  return pair === 'p:by p:of' && before?.verb === false && before.keys.some((key) => DEPICTIONS.has(key));
}

export function opposedPrepositions(a: Role, b: Role): string | undefined {
  if (a === b || !a.startsWith('p:') || !b.startsWith('p:') || ALIKE_PAIRS.has(`${a} ${b}`)) return undefined;
  return `${a.slice(2)} against ${b.slice(2)}`;
}

/** From against to, before against after, by against about. */
export const directionGuard: Guard = {
  name: 'direction',
  check: (comparison: Comparison) => {
    let moved: string | undefined;
    for (const match of comparison.matches) {
      const [a, b] = [comparison.a.units[match.a], comparison.b.units[match.b]];
      if (a === undefined || b === undefined) continue;
      if (BOUNDS.has(a.role) && BOUNDS.has(b.role)) continue;
      const opposed = opposedPrepositions(a.role, b.role);
      if (isMadeBy(a, b, comparison.a.units[a.phraseSlot.after])) return `of against by before "${a.shown}"`;
      if (opposed !== undefined) return `${opposed} before "${a.shown}"`;
      if (isPlace(a) !== isPlace(b) && a.clause !== '' && b.clause !== '')
        return `${a.clause} against ${b.clause} before "${a.shown}"`;
      if (a.kind !== 'figure' && labelOf(a) !== labelOf(b) && !isNamedElsewhere(comparison, a, b))
        moved ??= `"${labelOf(a) + labelOf(b)}" bears on another word than "${a.shown}"`;
    }
    const clause =
      loneClause(comparison.a, comparison.b) ?? loneClause(comparison.b, comparison.a) ?? copula(comparison);
    if (clause !== undefined) return clause;
    const [ofA, ofB] = [sharp(comparison.a.units), sharp(comparison.b.units)];
    const lone = [...ofA].find((role) => !ofB.has(role)) ?? [...ofB].find((role) => !ofA.has(role));
    return lone === undefined ? moved : `only one text says "${lone}"`;
  },
};

/** `when it is sunny` is not `where it is sunny`. */
function isPlace({ clause }: Unit): boolean {
  return clause === 'where';
}

const EXISTENTIAL = new Set(['there', 'have', 'has', 'had']);
const CONDITIONS = new Set(['if', 'when', 'while', 'because', 'unless', 'whenever']);

/** `How do I get bored` has no condition; `What do I do when I am bored` has. Two sentences may say it without one. */
function loneClause(one: Analysis, other: Analysis): string | undefined {
  const unit = one.units.find(({ clause }) => CONDITIONS.has(clause));
  if (unit === undefined || other.units.some(({ clause }) => CONDITIONS.has(clause))) return undefined;
  const clauses = new Set(other.units.map(({ clauseNumber }) => clauseNumber));
  return clauses.size > 1 ? undefined : `only one text has a clause with "${unit.clause}"`;
}

/** `Is Earth in a black hole` is not `Is Earth a black hole`. */
function copula({ a, b, matches }: Comparison): string | undefined {
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

/** `Before I paint a wall, must I clean it?`: the clause keeps its verb, the noun is named in the other one. */
function isNamedElsewhere({ a, b, matches }: Comparison, one: Unit, other: Unit): boolean {
  const label = labelOf(one) + labelOf(other);
  return (
    !one.verb &&
    !other.verb &&
    matches.some((match) => {
      const [verbA, verbB] = [a.units[match.a], b.units[match.b]];
      return (
        verbA?.verb === true && verbB?.verb === true && labelOf(verbA) === label && labelOf(verbB) === label
      );
    })
  );
}

/** The sharp preposition or clause a word stands under. */
function labelOf({ role, clause, kind }: Unit): string {
  // Beside a figure these are bounds, which have their own guard.
  if (kind === 'figure' && BOUNDS.has(role)) return '';
  const preposition = role.slice(2);
  if (role.startsWith('p:') && SHARP.has(preposition) && !IGNORED.has(preposition)) return preposition;
  return SHARP.has(clause) && !IGNORED.has(clause) ? clause : '';
}

function sharp(units: readonly Unit[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const unit of units) {
    const label = labelOf(unit);
    if (label !== '') found.add(label);
  }
  return found;
}
