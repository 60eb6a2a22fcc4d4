import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Marker, Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** At least three is not at most three. */
export const boundGuard: Guard = { name: 'bound', check: (comparison) => unequal(comparison, 'bound') };

/** Except the lead singer. */
export const exceptionGuard: Guard = {
  name: 'exception',
  check: (comparison) => unequal(comparison, 'exception'),
};

/** Briefly, in detail, step by step, in simple words. */
export const styleGuard: Guard = { name: 'style', check: (comparison) => unequal(comparison, 'style') };

/** He or she. */
export const personGuard: Guard = {
  name: 'person',
  check: (comparison) => unequal(comparison, 'person') ?? selfOrYou(comparison) ?? turned(comparison),
};

/** All, most, few, both, half, only. */
export const quantifierGuard: Guard = {
  name: 'quantifier',
  check: (comparison) =>
    unequal(comparison, 'quantifier') ??
    movedOnly(comparison) ??
    otherAmount(comparison) ??
    narrowedSubject(comparison),
};

/** Many against some; alone either says too little to count. */
function otherAmount({ a, b, partnerOfA, partnerOfB }: Comparison): string | undefined {
  return missingAmount(a.markers, b.markers, partnerOfA) ?? missingAmount(b.markers, a.markers, partnerOfB);
}

/** A word counted in both texts, but in the first by an amount that the second does not have. */
function missingAmount(
  markers: readonly Marker[],
  others: readonly Marker[],
  partners: Int32Array,
): string | undefined {
  for (const one of markers) {
    if (one.sort !== 'quantifier' || one.target === -1) continue;
    const counted = others.filter(
      ({ sort, target }) => sort === 'quantifier' && target === partners[one.target],
    );
    if (counted.length > 0 && !counted.some(({ value }) => value === one.value))
      return `"${one.shown}" against "${counted[0]?.shown ?? ''}"`;
  }
  return undefined;
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
  const moved = (there !== -1 && there !== other.target) || (back !== -1 && back !== one.target);
  return moved ? '"only" bears on another word' : undefined;
}

function unequal({ a, b }: Comparison, sort: Marker['sort']): string | undefined {
  const values = (markers: readonly Marker[]): string[] =>
    markers
      .filter((marker) => marker.sort === sort && !marker.value.startsWith('~'))
      .map((marker) => marker.value)
      .toSorted();
  const [ofA, ofB] = [a, b].map(({ markers, units }, side, both) => {
    const other = both[1 - side]?.units ?? [];
    // `What are all the planets` lists what `What are the planets` lists.
    const ofDoers = markers.some(({ value, target }) => value === 'all' && units[target]?.role === 'subj');
    const listAll = a.ask.type === 'what' && b.ask.type === 'what' && !ofDoers;
    const named = [...new Set(values(markers))];
    // `a faster one` and `more speed` say the same; so do `smaller` and `less`.
    return named.filter(
      (value) =>
        !(
          (value === 'more' && compares(other, 1) && !compares(units, 1)) ||
          (value === 'less' && compares(other, -1)) ||
          (value === 'all' && listAll)
        ),
    );
  }) as [string[], string[]];
  if (ofA.join(' ') === ofB.join(' ')) return undefined;
  const aloneA = ofA.filter((value) => !ofB.includes(value));
  const aloneB = ofB.filter((value) => !ofA.includes(value));
  return aloneA.length > 0 && aloneB.length > 0
    ? `${sort} ${aloneA.join(', ')} against ${aloneB.join(', ')}`
    : `only one text has the ${sort} ${[...aloneA, ...aloneB].join(', ')}`;
}

function compares(units: readonly Unit[], sign: number): boolean {
  return units.some((unit) => Math.sign(unit.degree) === sign);
}

/** A and B, A or B. */
export const conjunctionGuard: Guard = {
  name: 'conjunction',
  check: ({ a, b, matches }: Comparison) => {
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (
        one === undefined ||
        other === undefined ||
        one.joint === '' ||
        other.joint === '' ||
        [one.joint, other.joint].includes('then')
      )
        continue;
      if (one.joint !== other.joint)
        return `"${one.shown}" is joined by ${one.joint} in one text, by ${other.joint} in the other`;
    }
    return undefined;
  },
};

/** `Who is the father of Mozart`, `Who is Mozart the father of`: the preposition left over turns the question round. */
export const strandedGuard: Guard = {
  name: 'argument-order',
  check: ({ a, b }: Comparison) =>
    isStranded(a.elements) === isStranded(b.elements) ? undefined : 'what "of" belongs to is turned round',
};

function isStranded(elements: readonly Element[]): boolean {
  return elements.some(({ word, function: named }, at) => {
    const next = elements[at + 1];
    return named === 'prep' && word === 'of' && (next === undefined || next.kind === 'stop');
  });
}

/** `He is older than she is`, `She is older than he is`. */
function turned({ a, b }: Comparison): string | undefined {
  const order = (markers: readonly Marker[]): string =>
    markers
      .filter(({ sort }) => sort === 'person')
      .map(({ value }) => value)
      .filter((value, index, all) => value !== all[index - 1])
      .join(' ');
  return order(a.markers) === order(b.markers) ? undefined : 'he and she have changed places';
}

/** `Who am I?` is not `Who are you?`; in how-to questions the two are one. */
function selfOrYou({ a, b }: Comparison): string | undefined {
  const [one, other] = [a.ask.person, b.ask.person];
  if (one === 'open' || other === 'open' || one === other) return undefined;
  return 'one asks about the asker, the other about the one asked';
}
