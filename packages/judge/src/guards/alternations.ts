import type { Analysis } from '../analysis/analyse.ts';
import { BE } from '../analysis/be.ts';
import type { Slot } from '../analysis/slots.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Match } from '../compare/comparison.ts';

/** With these, who comes first says nothing: `mix A with B`, `A met B`. */
export const MUTUAL = new Set(
  `mix combine blend pair mingle meet marry wed divorce intersect overlap collide interact correlate coincide alternate
  rhyme coexist compare differ collaborate cooperate converse debate clash reconcile mate crossbreed`.split(
    /\s+/u,
  ),
);

/** Verbs whose receiver stands right behind them or, later, behind `to` or `for`: `give her it`, `give it to her`. */
const GIVING = new Set(
  `give send lend show teach tell offer pay sell write read bring hand pass promise owe buy make cook get find order
  book bake build leave feed serve mail email text forward grant award loan rent lease ship post deliver throw fetch
  save reserve draw sing play assign allocate transfer wire deny cause`.split(/\s+/u),
);

/** What one does to a thing and what the thing does by itself: `boil an egg`, `the egg boils`. */
export const CHANGING: ReadonlySet<string> = new Set(
  `boil melt freeze thaw defrost break crack shatter open close shut cook bake fry roast simmer burn dry start begin end
  change increase decrease grow shrink expand contract heat cool warm improve worsen update load reload restart reboot
  crash sync charge drain rotate spin move sink bend tear split ripen ferment dissolve evaporate spread fade age rise
  soften harden thicken heal corrupt clog leak ring print lock unlock connect disconnect vibrate turn flip roll stretch
  shake explode ignite rust brown germinate sprout form develop`.split(/\s+/u),
);

export function areSame(one: Slot, other: Slot): boolean {
  return one.after === other.after && one.link === other.link;
}

/** Whether the verb before them, the same in both texts, is one that two do together. */
export function isMutual({ a, b, partnerOfA }: Comparison, one: Unit, other: Unit): boolean {
  // `coffee interacts with iron absorption`, `iron interacts with coffee absorption`: of the one a part has changed places.
  if ((one.head === -1) !== (other.head === -1)) return false;
  return a.units.some((verb, at) => {
    const partner = b.units[partnerOfA[at] ?? -1];
    return (
      verb.verb &&
      partner?.verb === true &&
      verb.keys.some((key) => MUTUAL.has(key)) &&
      // `say about him in their first meeting`.
      [at, -1].includes(one.governor) &&
      verb.clauseNumber === one.clauseNumber &&
      partner.clauseNumber === other.clauseNumber
    );
  });
}

/** `How long do I boil an egg`, `How long should an egg boil`: a verb of change, and nobody else that does it. */
export function isChanging({ a, b }: Comparison, one: Unit, other: Unit): boolean {
  const [units, done] = one.role === 'obj' ? [a.units, one] : [b.units, other];
  return (
    units[done.governor]?.keys.some((key) => CHANGING.has(key)) === true &&
    !units.some(({ role, governor }) => role === 'subj' && governor === done.governor)
  );
}

/** `Is it normal that my dog barks?`, `My dog barks, is that normal?` */
export function areSaidOfAll({ a, b }: Comparison, one: Unit, other: Unit): boolean {
  const [ofOne, ofOther] = [isSaidOfAll(a, one), isSaidOfAll(b, other)];
  if (ofOne && ofOther) return true;
  // `Is it hard to learn Thai?`, `Is learning Thai hard?`
  const [text, unit] = ofOne ? [b, other] : [a, one];
  const opens = BE.has(text.elements.find(({ kind }) => kind !== 'mark')?.word ?? '');
  return (
    (ofOne || ofOther) && opens && unit.head === -1 && (text.elements[unit.at + 1]?.kind ?? 'stop') === 'stop'
  );
}

function isSaidOfAll({ elements }: Analysis, { at }: Unit): boolean {
  const before = [elements[at - 2]?.word ?? '', elements[at - 1]?.word ?? ''];
  return before.some((word) => BE.has(word)) && before.some((word) => POINTING.has(word));
}

const POINTING = new Set(['it', 'that', 'this']);

/** `the Empire fell`, `the fall of the Empire`, `the area is calculated`, `the calculation of the area`. */
export function isNominalised(comparison: Comparison, deed: Match, thing: Match): boolean {
  const [deedA, deedB] = unitsOf(comparison, deed);
  const [a, b] = unitsOf(comparison, thing);
  if (deedA.verb === deedB.verb) return false;
  const [done, named, noun, { units }] = deedA.verb
    ? [a, b, deedB, comparison.b]
    : [b, a, deedA, comparison.a];
  // `The plant needs watering.`
  const needs = units[named.governor]?.keys.includes('need') === true && noun.governor === named.governor;
  return ['subj', 'obj'].includes(done.role) && (named.role === 'p:of' || (needs && named.role === 'subj'));
}

/** `the CEO of Microsoft`, `Microsoft's CEO`: said in so many words, so even of names. */
export function isOwnedAlike({ a, b }: Comparison, part: Match, owner: Match): boolean {
  return a.units[owner.a]?.owned === part.a && b.units[owner.b]?.owned === part.b;
}

/** `French-speaking countries`, `countries that speak French`: subject and object of one verb as before. */
export function keepsParts(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  const keeps = (one: Unit, other: Unit): boolean =>
    one.governor !== -1 && comparison.partnerOfA[one.governor] === other.governor && one.role === other.role;
  return keeps(a1, b1) && keeps(a2, b2) && a1.governor === a2.governor && a1.role !== a2.role;
}

/** Verbs that take a place and what gets there, either as the object. */
const LOADING = new Set(
  `load unload fill spray spread smear pack stuff stock plant sow cover sprinkle inject brush rub splash stack pile
  cram decorate provide supply present furnish equip serve`.split(/\s+/u),
);

const PLACING = new Set(['p:to', 'p:into', 'p:onto', 'p:on', 'p:in', 'p:over', 'p:for']);

/** `load dishes into the dishwasher`, `load the dishwasher with dishes`. */
export function isLoaded(comparison: Comparison, first: Match, second: Match): boolean {
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  const isTurned = (place: Unit, stuff: Unit, where: Unit, what: Unit): boolean =>
    place.role === 'obj' && stuff.role === 'p:with' && what.role === 'obj' && PLACING.has(where.role);
  return (
    comparison.a.units.some(({ verb, keys }) => verb && keys.some((key) => LOADING.has(key))) &&
    (isTurned(a1, a2, b1, b2) ||
      isTurned(a2, a1, b2, b1) ||
      isTurned(b1, b2, a1, a2) ||
      isTurned(b2, b1, a2, a1))
  );
}

/** `lend my brother money`, `lend money to my brother`. */
export function isGiven(comparison: Comparison, first: Match, second: Match): boolean {
  const { a, b } = comparison;
  const [a1, b1] = unitsOf(comparison, first);
  const [a2, b2] = unitsOf(comparison, second);
  return (
    (isDouble(a.units, a1, a2) && isSplit(b.units, b1, b2)) ||
    (isDouble(b.units, b2, b1) && isSplit(a.units, a2, a1))
  );
}

export function isDouble(units: readonly Unit[], receiver: Unit, thing: Unit): boolean {
  const before = units[thing.phraseSlot.after];
  return (
    // `a host flowers` may read as one phrase.
    [before, thing].some((unit) => unit !== undefined && areSame(unit.phraseSlot, receiver.phraseSlot)) &&
    isGiving(units[receiver.phraseSlot.after]) &&
    receiver.phraseSlot.link === '' &&
    thing.phraseSlot.link === ''
  );
}

function isSplit(units: readonly Unit[], receiver: Unit, thing: Unit): boolean {
  return (
    isGiving(units[thing.phraseSlot.after]) &&
    thing.phraseSlot.link === '' &&
    ['to ', 'for '].includes(receiver.phraseSlot.link)
  );
}

export function isGiving(unit: Unit | undefined): boolean {
  return unit?.verb === true && unit.keys.some((key) => GIVING.has(key));
}
