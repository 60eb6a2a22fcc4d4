import type { Analysis } from '../analysis/analyse.ts';
import type { Marker, Unit } from '../analysis/unit.ts';
import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** He or she. */
export const personGuard: Guard = {
  name: 'person',
  check: (comparison) =>
    otherPerson(comparison) ??
    mineInstead(comparison) ??
    othersInstead(comparison) ??
    selfOrYou(comparison) ??
    turned(comparison) ??
    otherDoer(comparison) ??
    otherOwner(comparison),
};

/** `related to me`, `related to my wife`, where she was named before. */
function mineInstead({ a, b, aloneA, aloneB }: Comparison): string | undefined {
  const named = (own: Analysis, other: Analysis, alone: readonly Alone[]): Alone | undefined =>
    alone.find(({ unit }) => {
      const isMine =
        own.elements[unit.at - 1]?.function === 'poss' && own.elements[unit.at - 2]?.function === 'prep';
      const before = own.elements[unit.at - 2]?.word ?? '';
      return isMine && saysMe(other, before) && !saysMe(own, before);
    });
  const found = named(a, b, aloneA) ?? named(b, a, aloneB);
  return found === undefined ? undefined : `"${found.unit.shown}" against the asker`;
}

function saysMe({ elements }: Analysis, preposition: string): boolean {
  return elements.some(
    ({ word }, at) => word === preposition && ['me', 'us'].includes(elements[at + 1]?.word ?? ''),
  );
}

/** `live with an allergy`, `live with someone with an allergy`; `handle someone with a temper`. */
function othersInstead({ a, b }: Comparison): string | undefined {
  const [inA, inB] = [whoWith(a), whoWith(b)];
  const [who, other] = inA === undefined ? [inB, a] : [inA, b];
  if (who === undefined || (inA !== undefined && inB !== undefined)) return undefined;
  const speaksOfOthers = other.elements.some(({ word }) => SOMEONE.has(word) || word === 'person');
  return speaksOfOthers ? undefined : `"${who} with" against the asker`;
}

function whoWith({ elements }: Analysis): string | undefined {
  return elements.find(
    ({ word }, at) =>
      SOMEONE.has(word) &&
      (elements[at - 1]?.word === 'with' || elements[at - 1]?.verb === true) &&
      elements[at + 1]?.word === 'with',
  )?.word;
}

const OWNERS: Readonly<Record<string, string>> = {
  my: 'i',
  mine: 'i',
  our: 'i',
  ours: 'i',
  your: 'you',
  yours: 'you',
  his: 'other',
  her: 'other',
  their: 'other',
};

/** `with my cable but not with yours`, `with your cable but not with mine`: where owners are told apart they count. */
function otherOwner({ a, b, matches }: Comparison): string | undefined {
  const contrasts = ({ elements }: Analysis): boolean =>
    new Set(
      elements.flatMap(({ word, function: named }) =>
        named === 'poss' || word === 'her' ? (OWNERS[word] ?? []) : [],
      ),
    ).size > 1;
  const bothContrast = contrasts(a) && contrasts(b);
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    const [ownerA, ownerB] = [ownerOf(a, one?.at), ownerOf(b, other?.at)];
    if (ownerA !== ownerB && [ownerA, ownerB].includes('i') && [ownerA, ownerB].includes('someone'))
      return `"${one?.shown ?? ''}" belongs to the asker in one text only`;
    if (bothContrast && ownerA !== undefined && ownerB !== undefined && ownerA !== ownerB)
      return `"${one?.shown ?? ''}" has another owner`;
  }
  return undefined;
}

function ownerOf({ elements }: Analysis, at = 0): string | undefined {
  const last = elements[at - 1]?.word === 'own' ? at - 2 : at - 1;
  const before = elements[last];
  if (before?.kind === 'genitive')
    return [elements[last - 1], elements[last - 2]].some((who) => SOMEONE.has(who?.word ?? ''))
      ? 'someone'
      : undefined;
  return before?.function === 'poss' || before?.word === 'her' ? OWNERS[before.word] : undefined;
}

const SOMEONE = new Set('someone somebody anyone anybody'.split(' '));

/** A pronoun that one text has alone may take up what was named before it; else it is somebody else. */
function otherPerson({ a, b, partnerOfA, partnerOfB, ...rest }: Comparison): string | undefined {
  const [ofA, ofB] = [persons(a), persons(b)];
  const takesUp =
    (ofB.length === 0 && ofA.every((one) => isTakenUp(one, { own: a, other: b, partners: partnerOfA }))) ||
    (ofA.length === 0 && ofB.every((one) => isTakenUp(one, { own: b, other: a, partners: partnerOfB })));
  return takesUp ? undefined : unequal({ a, b, partnerOfA, partnerOfB, ...rest }, 'person');
}

function persons({ markers }: Analysis): readonly Marker[] {
  return markers.filter(({ sort }) => sort === 'person');
}

type Side = { readonly own: Analysis; readonly other: Analysis; readonly partners: Int32Array };

const OTHERS = new Set('i me my you your we us our'.split(' '));
const PERSONS = new Set('he his him she her hers'.split(' '));

/** `There is a man with a cough. How is his risk scored?`; not where the other text says `my risk`. */
function isTakenUp({ target }: Marker, { own, other, partners }: Side): boolean {
  const unit = own.units[target];
  const isNamed = own.units.some(
    ({ clauseNumber, verb, kind, at }) =>
      !verb &&
      kind === 'word' &&
      (clauseNumber < (unit?.clauseNumber ?? 0) ||
        (at < (unit?.at ?? 0) - 1 && own.elements[at - 1]?.function === 'poss')),
  );
  const before = ({ elements }: Analysis, at = 0): readonly string[] =>
    elements.slice(Math.max(0, at - 2), at).map(({ word }) => word);
  const isBefore = before(own, unit?.at).some((word) => PERSONS.has(word));
  const instead = before(other, other.units[partners[target] ?? -1]?.at);
  return isNamed && !(isBefore && instead.some((word) => OTHERS.has(word)));
}

/** `He is older than she is`, `She is older than he is`. */
function turned({ a, b }: Comparison): string | undefined {
  const order = (markers: readonly Marker[]): string =>
    markers
      .filter(({ sort }) => sort === 'person')
      .map(({ value }) => value)
      .filter((value, index, all) => value !== all[index - 1])
      .join(' ');
  const [ofA, ofB] = [order(a.markers), order(b.markers)];
  return ofA === ofB || ofA === '' || ofB === '' ? undefined : 'he and she have changed places';
}

/** `Does she need a visa?`, `Do I need a visa?`, where both texts speak of both; `my round or yours if you bought the last`, `if I bought it`. */
function otherDoer(comparison: Comparison): string | undefined {
  const { a, b } = comparison;
  const speakOf = (...words: readonly ReadonlySet<string>[]): boolean =>
    [a, b].every(({ elements }) => words.every((some) => elements.some(({ word }) => some.has(word))));
  if (speakOf(ONESELF, THEM)) return doneByOther(comparison, THEM);
  return speakOf(MINE, YOURS) ? doneByOther(comparison, YOU) : undefined;
}

function doneByOther({ a, b, matches }: Comparison, them: ReadonlySet<string>): string | undefined {
  const isDoneBy = ({ elements }: Analysis, unit: Unit | undefined, who: ReadonlySet<string>): boolean =>
    unit?.verb === true && who.has(elements[unit.at - 1]?.word ?? '');
  const match = matches.find((pair) => {
    const [one, other] = [a.units[pair.a], b.units[pair.b]];
    return (
      (isDoneBy(a, one, ONESELF) && isDoneBy(b, other, them)) ||
      (isDoneBy(a, one, them) && isDoneBy(b, other, ONESELF))
    );
  });
  return match === undefined ? undefined : `who does "${a.units[match.a]?.shown ?? ''}" differs`;
}

const ONESELF = new Set(['i', 'we']);
const THEM = new Set(['he', 'she', 'they']);
const YOU = new Set(['you']);
const MINE = new Set(['my', 'mine']);
const YOURS = new Set(['your', 'yours']);

/** `Who am I?` is not `Who are you?`; in how-to questions the two are one. */
function selfOrYou({ a, b }: Comparison): string | undefined {
  const [one, other] = [a.ask.person, b.ask.person];
  if (one === 'open' || other === 'open' || one === other) return undefined;
  return 'one asks about the asker, the other about the one asked';
}
