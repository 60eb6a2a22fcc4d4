import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Alone, Comparison, Match, MatchKind } from './comparison.ts';
import { spelledOut } from './initials.ts';
import { costsByAsk } from './quiet.ts';
import { isTypo } from './typo.ts';
import type { Weights } from './weights.ts';

/** Places of a repeated word among which the likeliest is looked for. */
const MOST_REPEATED = 8;
/** Past this many lone units on a side, synonyms are not looked for: the texts differ. */
const MOST_ALONE = 10;

type Draft = {
  readonly a: readonly Unit[];
  readonly b: readonly Unit[];
  readonly partnerOfA: Int32Array;
  readonly partnerOfB: Int32Array;
  readonly matches: Match[];
};

/** Pairs up the content of two texts: equal base forms first, then spellings, roots, synonyms, misspellings. */
export function compare(
  a: Analysis,
  b: Analysis,
  knowledge: { dictionary: Dictionary; weights: Weights },
): Comparison {
  const draft: Draft = {
    a: a.units,
    b: b.units,
    partnerOfA: new Int32Array(a.units.length).fill(-1),
    partnerOfB: new Int32Array(b.units.length).fill(-1),
    matches: [],
  };
  pairEqual(draft);
  if (hasNoCapital(a.text) !== hasNoCapital(b.text)) pairUncased(draft);
  pairJoined(draft);
  pairSpelledOut(draft, { a, b });
  for (const kind of ['root', 'synonym', 'typo'] as const) pairAlike(draft, kind, knowledge.dictionary);
  const costByAsk = costsByAsk(a, b, draft);
  const weigh: Weigh = (index, units, shared) => {
    const unit = units[index];
    return unit === undefined ? 1 : (costByAsk(unit) ?? knowledge.weights.costOf(index, units, shared));
  };
  return {
    a,
    b,
    matches: draft.matches.toSorted((one, other) => one.a - other.a),
    partnerOfA: draft.partnerOfA,
    partnerOfB: draft.partnerOfB,
    aloneA: aloneOf(draft.a, draft.partnerOfA, weigh),
    aloneB: aloneOf(draft.b, draft.partnerOfB, weigh),
  };
}

type Weigh = (index: number, units: readonly Unit[], shared: readonly Unit[]) => number;

function pair(draft: Draft, a: number, b: number, kind: MatchKind): void {
  draft.partnerOfA[a] = b;
  draft.partnerOfB[b] = a;
  draft.matches.push({ a, b, kind });
}

/** Equal keys; where a word is repeated, the one in the same role is preferred. */
function pairEqual(draft: Draft): void {
  const places = new Map<string, number[]>();
  for (const [index, unit] of draft.b.entries()) {
    for (const key of unit.keys) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [index]);
      else known.push(index);
    }
  }
  for (const [index, unit] of draft.a.entries()) {
    const open = unit.keys.flatMap((key) => openPlaces(draft, places.get(key) ?? []));
    const best = open.length < 2 ? open[0] : bestOf(open, (at) => likeness(draft, index, at));
    if (best !== undefined) pair(draft, index, best, 'same');
  }
}

function hasNoCapital(text: string): boolean {
  return !/\p{Lu}/u.test(text);
}

/** Names that dots and signs are part of; options (`-v`) and variables (`$path`) are others in capitals. */
const DOTTED_NAME = /^(?=.*[.&+'])\.?\p{L}[\p{L}.&+']*(?:\(\))?$/u;

/** `ASP.NET`, `JSON.parse()` against `asp.net`, `json.parse()` of a text that uses no capitals at all. */
function pairUncased(draft: Draft): void {
  for (const index of free(draft.partnerOfA)) {
    const unit = draft.a[index];
    if (unit?.kind !== 'exact' || !DOTTED_NAME.test(unit.word)) continue;
    const name = unit.word.toLowerCase();
    const other = free(draft.partnerOfB).find((at) => {
      const { kind, word } = draft.b[at] ?? {};
      return kind === 'exact' && word?.toLowerCase() === name;
    });
    if (other !== undefined) pair(draft, index, other, 'same');
  }
}

/** The first places that have no partner yet; taken ones at the front are dropped for good. */
function openPlaces({ partnerOfB }: Draft, places: number[]): readonly number[] {
  while (places[0] !== undefined && partnerOfB[places[0]] !== -1) places.shift();
  return places.slice(0, MOST_REPEATED).filter((at) => partnerOfB[at] === -1);
}

/** For a repeated word: how much the surroundings of the two places have in common. */
function likeness({ a, b }: Draft, indexA: number, indexB: number): number {
  const share = (one: Unit | undefined, other: Unit | undefined): boolean =>
    one === undefined || other === undefined
      ? one === other
      : one.keys.some((key) => other.keys.includes(key));
  const near = [-1, 1].filter((step) => share(a[indexA + step], b[indexB + step])).length;
  return 2 * near + (a[indexA]?.role === b[indexB]?.role ? 1 : 0);
}

function bestOf(indexes: readonly number[], score: (index: number) => number): number | undefined {
  return indexes.toSorted((one, other) => score(other) - score(one))[0];
}

/** `smart phone` and `smartphone`: two lone neighbours on one side, one lone unit on the other. */
function pairJoined(draft: Draft): void {
  joinInto(draft.a, draft.partnerOfA, draft.b, draft.partnerOfB, (two, one) => {
    pair(draft, two, one, 'joined');
    draft.partnerOfA[two + 1] = one;
  });
  joinInto(draft.b, draft.partnerOfB, draft.a, draft.partnerOfA, (two, one) => {
    pair(draft, one, two, 'joined');
    draft.partnerOfB[two + 1] = one;
  });
}

function joinInto(
  split: readonly Unit[],
  splitPartner: Int32Array,
  solid: readonly Unit[],
  solidPartner: Int32Array,
  found: (two: number, one: number) => void,
): void {
  for (let at = 0; at + 1 < split.length; at += 1) {
    const [first, second] = [split[at], split[at + 1]];
    if (
      first?.kind !== 'word' ||
      second?.kind !== 'word' ||
      splitPartner[at] !== -1 ||
      splitPartner[at + 1] !== -1
    )
      continue;
    const joined = second.keys.map((key) => first.word + key);
    const one = solid.findIndex(
      (unit, index) => solidPartner[index] === -1 && unit.keys.some((key) => joined.includes(key)),
    );
    if (one !== -1) found(at, one);
  }
}

/** `STD` and `sexually transmitted disease`: an abbreviation here, a run of lone words there. */
function pairSpelledOut(draft: Draft, { a, b }: { a: Analysis; b: Analysis }): void {
  for (const index of free(draft.partnerOfA)) {
    const count = spelledAt(draft.a[index], draft.partnerOfB, b);
    if (count === undefined) continue;
    pair(draft, index, count.from, 'joined');
    draft.partnerOfB.fill(index, count.from, count.to);
  }
  for (const index of free(draft.partnerOfB)) {
    const count = spelledAt(draft.b[index], draft.partnerOfA, a);
    if (count === undefined) continue;
    pair(draft, count.from, index, 'joined');
    draft.partnerOfA.fill(index, count.from, count.to);
  }
}

function spelledAt(
  unit: Unit | undefined,
  partners: Int32Array,
  { units, elements }: Analysis,
): { readonly from: number; readonly to: number } | undefined {
  if (unit === undefined) return undefined;
  for (const from of free(partners)) {
    const to = from + spelledOut(unit, units, { from, elements });
    if (to > from && partners.subarray(from, to).every((partner) => partner === -1)) return { from, to };
  }
  return undefined;
}

function pairAlike(draft: Draft, kind: 'root' | 'synonym' | 'typo', dictionary: Dictionary): void {
  const freeA = free(draft.partnerOfA);
  if (freeA.length === 0 || freeA.length > MOST_ALONE || free(draft.partnerOfB).length > MOST_ALONE) return;
  for (const index of freeA) {
    const unit = draft.a[index];
    if (unit === undefined) continue;
    const like = free(draft.partnerOfB).filter((at) => areAlike(unit, draft.b[at], kind, dictionary));
    const best = like.find((at) => draft.b[at]?.role === unit.role) ?? like[0];
    if (best !== undefined) pair(draft, index, best, kind);
  }
}

function free(partners: Int32Array): number[] {
  const indexes: number[] = [];
  for (const [index, partner] of partners.entries()) if (partner === -1) indexes.push(index);
  return indexes;
}

function areAlike(
  a: Unit,
  b: Unit | undefined,
  kind: 'root' | 'synonym' | 'typo',
  { synonyms }: Dictionary,
): boolean {
  if (b === undefined || a.kind !== 'word' || b.kind !== 'word') return false;
  if (kind === 'typo') return isTypo(a, b);
  return a.keys.some((one) =>
    b.keys.some((other) =>
      kind === 'root'
        ? synonyms.areOneRoot(one, other)
        : synonyms.areSynonyms(one, other, { a: a.mask, b: b.mask }),
    ),
  );
}

function aloneOf(units: readonly Unit[], partners: Int32Array, weigh: Weigh): Alone[] {
  const shared = units.filter((_, index) => partners[index] !== -1);
  return free(partners).flatMap((index) => {
    const unit = units[index];
    return unit === undefined ? [] : [{ index, unit, cost: weigh(index, units, shared) }];
  });
}
