import type { Analysis } from '../analysis/analyse.ts';
import { BE } from '../analysis/be.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Pairing } from './avoidance.ts';

const WISHING = new Set('want wish hope plan intend like need search'.split(' '));
const CIRCUMSTANCE = new Set('live own run use drive'.split(' '));

type Side = { readonly own: Analysis; readonly other: Analysis; readonly partners: Int32Array };

function sideOf(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): Side {
  return a.units.includes(unit)
    ? { own: a, other: b, partners: pairing.partnerOfA }
    : { own: b, other: a, partners: pairing.partnerOfB };
}

/**
 * `I need a permit. How do I get it?` asks how to get a permit, `I need a poem` for one: what is wished for is named in
 * the other text, which asks about it or wishes for it too. So is where one lives and what one has.
 */
export function isTold(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): boolean {
  const { own, other, partners } = sideOf(unit, a, b, pairing);
  const next = own.units.indexOf(unit) + 1;
  const named = other.units[partners[next] ?? -1];
  if (named === undefined || !unit.verb) return false;
  const is = (words: ReadonlySet<string>): boolean => unit.keys.some((key) => words.has(key));
  if (is(CIRCUMSTANCE)) return own.ask.type !== 'none' && !unit.past && isSpeakersOwn(unit, own);
  if (!is(WISHING)) return false;
  if (own.units[next]?.verb === true)
    return (
      own.ask.type !== 'none' &&
      named.verb &&
      !named.past &&
      (isSpeakersOwn(unit, own) || isStated(unit, own))
    );
  return (
    isSpeakersOwn(unit, own) &&
    (own.ask.type !== 'none' ||
      other.ask.type === 'do' ||
      other.elements.some(({ word }) => word === '@recommend' || word === '@give') ||
      other.units.some(
        (wish) => wish.verb && wish.keys.some((key) => WISHING.has(key)) && isSpeakersOwn(wish, other),
      ))
  );
}

/** A statement of who asks: `I need`, `and would like`, `Looking for`; not `Do I need`. */
function isSpeakersOwn({ at }: Unit, { elements }: Analysis): boolean {
  let start = at - 1;
  while (['filler', 'modal', 'aux'].includes(elements[start]?.function ?? '')) start -= 1;
  const who = elements[start];
  if (who?.word !== 'i' && who?.word !== 'we')
    return who === undefined || opensPart(who) || who.word === 'and';
  return opensPart(elements[start - 1]);
}

function opensPart(before: Element | undefined): boolean {
  return (
    before === undefined || before.kind === 'stop' || before.kind === 'pause' || before.function === 'conj'
  );
}

/** `My landlord wants to raise the rent.`, in no question and no clause. */
function isStated({ at, clause }: Unit, { elements }: Analysis): boolean {
  if (clause !== '') return false;
  for (let back = at - 1; back >= 0 && elements[back]?.kind !== 'stop'; back -= 1) {
    const { kind, function: named = '' } = elements[back] ?? {};
    if (kind === 'mark' || ['aux', 'modal', 'wh', 'sub', 'neg'].includes(named)) return false;
    if (kind === 'pause') return true;
  }
  return true;
}

const PARTICLES = new Set('out down off over up back away'.split(' '));

/** `pour it down the sink`, `It is poured down the sink`: a particle here, a preposition or part of the verb there. */
export function isParticle(unit: Unit, a: Analysis, b: Analysis): boolean {
  const { elements } = a.units.includes(unit) ? b : a;
  return unit.keys.some(
    (key) => PARTICLES.has(key) && elements.some(({ word }) => word === key || word.endsWith(`_${key}`)),
  );
}

/** `a cash machine (ATM)` beside `an ATM`: what stands before the brackets is what they say. */
export function isGloss(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): boolean {
  const { own, partners } = sideOf(unit, a, b, pairing);
  let open = unit.at + 1;
  while (own.elements[open]?.kind === 'content') open += 1;
  if (own.elements[open]?.word !== '(' || own.elements[open + 2]?.word !== ')') return false;
  const short = own.units.findIndex(({ at }) => at === open + 1);
  return own.units[short]?.letterCase === 'upper' && (partners[short] ?? -1) !== -1;
}

/** Of these one object is as good as what they are of. */
const GENERIC = new Set(
  `way thing kind type sort form process step instruction guide example instance case question answer detail information
  fact idea suggestion list number amount set option meaning definition word issue problem`.split(/\s+/u),
);

/** `change the name on my booking` does not change the booking. */
export function isOtherObject(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): boolean {
  if (unit.role !== 'obj' || unit.verb || unit.keys.some((key) => GENERIC.has(key))) return false;
  const { own, other, partners } = sideOf(unit, a, b, pairing);
  const deed = partners[unit.governor] ?? -1;
  if (deed === -1) return false;
  return own.units.some(
    ({ role, at }, index) =>
      role.startsWith('p:') &&
      at > unit.at &&
      other.units[partners[index] ?? -1]?.role === 'obj' &&
      other.units[partners[index] ?? -1]?.governor === deed,
  );
}

/** `What is a major chord?`: where a term is all that is asked about, each of its words counts. */
export function isDefined({ keys, role, head, at }: Unit, { elements, units }: Analysis): boolean {
  const last = units.at(-1);
  // `the new capital` is not the capital.
  if (keys.includes('new') && elements[at - 1]?.word === 'the' && units[head]?.plural === false) return true;
  if (role !== 'mod' || units[head] !== last || last === undefined) return false;
  const [first, second] = elements;
  const opens =
    first?.word === '@define' ||
    first?.word === '@tell' ||
    (first?.word === 'what' && BE.has(second?.word ?? ''));
  return (
    opens &&
    elements
      .slice(1, at)
      .every(({ kind, word }) => kind === 'content' || word === 'a' || word === 'an' || BE.has(word)) &&
    ['stop', undefined].includes(elements[last.at + 1]?.kind)
  );
}
