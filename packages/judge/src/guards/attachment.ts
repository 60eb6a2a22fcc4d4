import type { Analysis } from '../analysis/analyse.ts';
import { BE } from '../analysis/be.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison } from '../compare/comparison.ts';

/** Of a thing said with one verb in the first text and with another in the second: both verbs, as verbs of the first. */
type Move = { readonly from: number; readonly to: number };

/**
 * `I live in Germany but work in France`: two things that change places between two verbs, wherever the clauses stand.
 * One alone may follow from how the sentence is built; two that trade places cannot.
 */
export function traded(comparison: Comparison): string | undefined {
  const verbs = comparison.matches.filter(
    ({ a, b }) => isVerb(comparison.a.units[a]) && isVerb(comparison.b.units[b]),
  );
  const label = tradedLabels(comparison);
  if (label !== undefined) return label;
  if (verbs.length < 2) return undefined;
  const [chainsA, chainsB] = [chainsOf(comparison.a.units), chainsOf(comparison.b.units)];
  const moves: Move[] = [];
  const note = (a: number, b: number): void => {
    const move = moveOf(comparison, { a, b, chainsA, chainsB });
    if (move !== undefined) moves.push(move);
  };
  for (const { a, b } of comparison.matches) {
    if (isVerb(comparison.a.units[a]) || isVerb(comparison.b.units[b])) continue;
    note(anchorOf(comparison.a.units, a), anchorOf(comparison.b.units, b));
  }
  note(spokenOf(comparison.a.units), spokenOf(comparison.b.units));
  const suffered = otherSuffered(comparison);
  if (suffered !== undefined) return suffered;
  const swapped = moves.find((one) => moves.some((other) => one.from === other.to && one.to === other.from));
  if (swapped === undefined) return undefined;
  const shown = (at: number): string => comparison.a.units[at]?.shown ?? '';
  return `what is said of "${shown(swapped.from)}" and of "${shown(swapped.to)}" has changed places`;
}

/** `Tom is tall, Ann is short`, `Ann is tall, Tom is short`: what is said of two with a form of `be` has changed places. */
export function tradedQualities({ a, b, partnerOfA }: Comparison): string | undefined {
  const [ofA, ofB] = [qualitiesOf(a), qualitiesOf(b)];
  const taken = (quality: number): number => ofB.get(partnerOfA[quality] ?? -1) ?? -1;
  const changed = [...ofA].filter(([quality, bearer]) => taken(quality) !== (partnerOfA[bearer] ?? -1));
  const swapped = changed.find(([quality, bearer]) =>
    changed.some(
      ([other, its]) =>
        its !== bearer && taken(quality) === partnerOfA[its] && taken(other) === partnerOfA[bearer],
    ),
  );
  if (swapped === undefined) return undefined;
  const [quality, bearer] = swapped.map((at) => a.units[at]?.shown ?? '');
  return `"${quality ?? ''}" is said of "${bearer ?? ''}" in one text, of another in the other`;
}

/** What is said of a noun with a form of `be`, with the noun: indexes of units. */
function qualitiesOf({ units, elements }: Analysis): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [index, { at }] of units.entries()) {
    const be = elements[at - 1]?.function === 'neg' ? at - 2 : at - 1;
    if (!BE.has(elements[be]?.word ?? '')) continue;
    const bearer = units.findIndex((unit) => unit.at === be - 1);
    if (units[bearer]?.verb === false) found.set(index, bearer);
  }
  return found;
}

/** `who my neighbour recommended overcharged me`, `who overcharged my neighbour was recommended to me`. */
function otherSuffered({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  const sufferedBy = (units: readonly Unit[]): number => {
    const verbs = [...units.entries()].filter(([, unit]) => unit.verb && unit.speaker === 'obj');
    return verbs.length === 1 ? (verbs[0]?.[0] ?? -1) : -1;
  };
  const [one, other] = [sufferedBy(a.units), sufferedBy(b.units)];
  const [there, back] = [partnerOfA[one] ?? -1, partnerOfB[other] ?? -1];
  if (there === -1 || back === -1 || there === other) return undefined;
  const takesObject = (units: readonly Unit[], verb: number): boolean =>
    units.some(({ role, governor }) => role === 'obj' && governor === verb);
  return takesObject(b.units, there) || takesObject(a.units, back)
    ? `"${a.units[one]?.shown ?? ''}" is done to the asker in one text only`
    : undefined;
}

/** `for pupils, and for adults with a card`, `for pupils with a card, and for adults`: which of two has it. */
export function reattached({ a, b, matches, partnerOfA, partnerOfB }: Comparison): string | undefined {
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one?.role.startsWith('p:') !== true || one.role !== other?.role) continue;
    const [on, off] = [one.phraseSlot.after, partnerOfB[other.phraseSlot.after] ?? -1];
    const [onInB, offInB] = [partnerOfA[on] ?? -1, other.phraseSlot.after];
    if (on === -1 || off === -1 || onInB === -1 || on === off) continue;
    const keepOrder = on < off === onInB < offInB;
    const joins = [joinOf(a.units, on, off), joinOf(b.units, onInB, offInB)];
    if (keepOrder && joins.includes('close') && !joins.includes('none'))
      return `"${one.shown}" goes with another of two`;
  }
  return undefined;
}

/** `plants that are poisonous` is not `animals that are poisonous`. */
export function related(comparison: Comparison): string | undefined {
  const { a, b, partnerOfA, partnerOfB } = comparison;
  const [one, other] = [relativeOf(a), relativeOf(b)];
  const differs =
    one !== undefined && other !== undefined
      ? [...one].every((at) => partnerOfA[at] !== -1) &&
        [...other].every((at) => partnerOfB[at] !== -1) &&
        one.some((at, place) => partnerOfA[at] !== other[place])
      : isOfOther(a, b, one, partnerOfA) || isOfOther(b, a, other, partnerOfB);
  return differs || isToldOfOther(comparison)
    ? 'what is told by a relative clause is told of another word'
    : undefined;
}

/** `customers with orders that were cancelled`, `customers who were cancelled`: the nouns before the pronouns differ. */
function isToldOfOther({ a, b, matches, partnerOfA, partnerOfB }: Comparison): boolean {
  return matches.some((match) => {
    const [one, other] = [nounBefore(a, match.a), nounBefore(b, match.b)];
    const [there, back] = [partnerOfA[one] ?? -1, partnerOfB[other] ?? -1];
    return there !== -1 && back !== -1 && there !== other;
  });
}

/** The noun that a relative clause is about whose verb this is: behind the pronoun, with only auxiliaries between. */
function nounBefore({ units, elements }: Analysis, index: number): number {
  const unit = units[index];
  if (unit === undefined || !(unit.verb || unit.past)) return -1;
  let at = unit.at - 1;
  while (['aux', 'modal', 'neg', 'filler'].includes(elements[at]?.function ?? '')) at -= 1;
  const noun = units.findIndex((before) => before.at === at - 1);
  const isNoun = units[noun]?.verb === false && !units[noun].role.startsWith('p:');
  return RELATIVE.has(elements[at]?.word ?? '') && isNoun ? noun : -1;
}

/** `animals that are venomous`, `venomous insects`. */
function isOfOther(
  own: Analysis,
  { units }: Analysis,
  relative: readonly number[] | undefined,
  partners: Int32Array,
): boolean {
  const [noun, said] = (relative ?? []).map((at) => partners[at] ?? -1);
  const quality = own.units[relative?.[1] ?? -1];
  if (quality?.verb !== false || quality.head !== -1) return false;
  const head = units[said ?? -1]?.head ?? -1;
  return noun !== undefined && noun !== -1 && head !== -1 && head !== noun && partners.includes(head);
}

/** The noun before the only relative clause, and the first word said of it. */
function relativeOf({ units, elements }: Analysis): readonly number[] | undefined {
  if (!elements.some(({ word }) => RELATIVE.has(word))) return undefined;
  const found = [...units.entries()].flatMap(([index, { verb, role, at }]) => {
    const [pronoun, next] = [elements[at + 1], elements[at + 2]];
    // `a function in Python that adds`: of either noun.
    if (verb || role.startsWith('p:') || !RELATIVE.has(pronoun?.word ?? '')) return [];
    const isSubject = next?.verb === true || ['aux', 'modal', 'neg'].includes(next?.function ?? '');
    const said = isSubject ? index + 1 : units.findIndex(({ gap }, place) => place > index && gap === 'obj');
    return units[said] === undefined ? [] : [[index, said]];
  });
  const isSure = found.length === 1 && elements.every(({ function: named }) => named !== 'conj');
  return isSure ? found[0] : undefined;
}

const RELATIVE = new Set(['that', 'which', 'who']);

/** `pensioners` in `pupils and pensioners with a card` (`close`), in `pupils with a card and pensioners`. */
function joinOf(units: readonly Unit[], first: number, second: number): 'close' | 'far' | 'none' {
  const [from, to] = [Math.min(first, second), Math.max(first, second)];
  const [one, other] = [units[from], units[to]];
  if (one === undefined || other === undefined || one.verb || other.verb) return 'none';
  if (!/\b(?:and|or|but) /u.test(other.phraseSlot.link)) return 'none';
  return other.phraseSlot.after === from ? 'close' : 'far';
}

function isVerb(unit: Unit | undefined): boolean {
  return unit?.verb === true;
}

/** The verb a unit goes with: its own where the parse says so, else the nearest one of the clause, before it first. */
function anchorOf(units: readonly Unit[], index: number): number {
  const unit = units[index];
  if (unit === undefined) return -1;
  if (unit.role === 'subj' && unit.governor !== -1) return unit.governor;
  const inClause = (at: number): boolean => units[at]?.clauseNumber === unit.clauseNumber;
  for (let at = index - 1; at >= 0 && inClause(at); at -= 1) {
    // `report a bike stolen from the rack to the police`: of either.
    if (isVerb(units[at])) return unit.governor !== at && isReduced(units, at) ? -1 : at;
  }
  for (let at = index + 1; at < units.length && inClause(at); at += 1) if (isVerb(units[at])) return at;
  return -1;
}

/** A participle right behind its noun, with another verb before. */
function isReduced(units: readonly Unit[], at: number): boolean {
  const [verb, noun] = [units[at], units[at - 1]];
  if (verb === undefined || verb.gap !== '') return verb !== undefined;
  return noun?.role === 'obj' && noun.at >= verb.at - 2 && noun.governor < at;
}

/** The only verb that the one who speaks is the subject of, -1 where there are none or several. */
function spokenOf(units: readonly Unit[]): number {
  const spoken = [...units.entries()].filter(([, unit]) => unit.verb && unit.speaker === 'subj');
  return spoken.length === 1 ? (spoken[0]?.[0] ?? -1) : -1;
}

/** Verbs right behind one another (`want to raise`, `keep running`) act as one: the first verb of its chain for each. */
function chainsOf(units: readonly Unit[]): readonly number[] {
  const chains: number[] = [];
  for (const [at, unit] of units.entries()) {
    const before = units[at - 1];
    const linked = unit.verb && before?.verb === true && before.clauseNumber === unit.clauseNumber;
    chains.push(linked ? (chains[at - 1] ?? at) : at);
  }
  return chains;
}

function moveOf(
  { partnerOfA, partnerOfB }: Comparison,
  place: { a: number; b: number; chainsA: readonly number[]; chainsB: readonly number[] },
): Move | undefined {
  const { a, b, chainsA, chainsB } = place;
  const [forth, back] = [partnerOfA[a] ?? -1, partnerOfB[b] ?? -1];
  if (forth === -1 || back === -1 || chainsB[forth] === chainsB[b] || chainsA[back] === chainsA[a])
    return undefined;
  return { from: chainsA[a] ?? a, to: chainsA[back] ?? back };
}

/** `When it freezes, Chrome opens` against `When Chrome opens, it freezes`. */
function tradedLabels({ a, b, matches }: Comparison): string | undefined {
  const changed = matches.flatMap((match) => {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    return one === undefined || other === undefined || one.clause === other.clause ? [] : [{ one, other }];
  });
  for (const first of changed) {
    const second = changed.find(
      ({ one, other }) => one.clause === first.other.clause && other.clause === first.one.clause,
    );
    if (second !== undefined)
      return `the clauses of "${first.one.shown}" and "${second.one.shown}" have changed places`;
  }
  return undefined;
}
