import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';

/** What moves things from one place to another: where that is done, where they come from and where they go are three. */
const TRANSFERS: readonly (readonly [verbs: string, places: string])[] = [
  [
    'send transfer move export download copy migrate switch forward withdraw',
    'in on at with inside within | to into onto',
  ],
  ['import upload paste push deploy install', 'in on at to into onto inside within | from off'],
  [
    'send transfer move export import download upload copy migrate switch push pull',
    'to into onto | from off out',
  ],
  ['sell', 'on at through | to'],
  ['invest', 'in | with on through via by'],
  ['advertise advertize', 'on in | for'],
];

const SENSES: readonly (readonly [ReadonlySet<string>, ReadonlyMap<string, number>])[] = TRANSFERS.map(
  ([verbs, places]) => [
    new Set(verbs.split(' ')),
    new Map(
      places
        .split(' | ')
        .flatMap((group, number) => group.split(' ').map((word): [string, number] => [word, number])),
    ),
  ],
);

/** `How do I send money in PayPal?`, `How do I send money to PayPal?`; what was bought online, or is returned online. */
export const placeGuard: Guard = {
  name: 'place',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    const ofA = placesBehind(a);
    const ofB = ofA.length > 1 ? placesBehind(b) : [];
    if (ofA.length > 1 && ofA.join(' ') === ofB.toReversed().join(' ') && ofA[0] !== ofA[1])
      return `"${ofA.join('", "')}" in the other order`;
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      const [at, to] = [prepositionOf(a, one), prepositionOf(b, other)];
      if (at === to || !at || !to) continue;
      const senses = SENSES.find(
        ([verbs, places]) =>
          matches.some((deed) => isDeed(comparison, deed, match, verbs)) &&
          places.has(at) &&
          places.has(to) &&
          places.get(at) !== places.get(to),
      );
      if (senses === undefined) continue;
      // `transfer a file in Windows to a Mac` names both.
      if (says(a, senses[1], senses[1].get(to)) || says(b, senses[1], senses[1].get(at))) continue;
      return `${at} against ${to} before "${one.shown}"`;
    }
    return undefined;
  },
};

/** Of a name that may be a verb (`to Excel`) too. */
function prepositionOf({ elements }: Analysis, { role, at, letterCase }: Unit): string {
  if (role.startsWith('p:')) return role.slice(2);
  const before = elements[at - 1];
  return letterCase === 'title' && before?.function === 'prep' ? before.word : '';
}

/** A verb of these in both texts, in the clause of the place. */
function isDeed(comparison: Comparison, match: Match, place: Match, verbs: ReadonlySet<string>): boolean {
  const places = unitsOf(comparison, place);
  return unitsOf(comparison, match).every(
    ({ verb, keys, clauseNumber }, text) =>
      verb && keys.some((key) => verbs.has(key)) && clauseNumber === places[text]?.clauseNumber,
  );
}

function says(
  { elements }: Analysis,
  places: ReadonlyMap<string, number>,
  sense: number | undefined,
): boolean {
  return elements.some(({ word, function: named }) => named === 'prep' && places.get(word) === sense);
}

const TELLERS = new Set(['i', 'we', 'you', 'he', 'she', 'they']);
const CHANNELS = new Set(['online', 'offline']);
const AT = new Set('in on at with by from via through'.split(' '));
const TIME =
  /^(?:second|minute|hour|day|week|month|year|time|morning|evening|night|today|yesterday|\w+day|january|february|march|april|may|june|july|august|september|october|november|december|christmas|spring|summer|autumn|winter)$/u;

/**
 * The places behind the verb of a relative clause at the end: of `an item I bought online in a store` the first is where it was bought,
 * the last where the rest of the question takes place. Empty where a time is among them, or anything else.
 */
function placesBehind({ elements, units }: Analysis): readonly string[] {
  const verb = units.findLastIndex(
    ({ verb: isVerb, at }, index) => isTold(elements, at) && isVerb && index > 1,
  );
  const rest = verb === -1 ? [] : units.slice(verb + 1);
  const arePlaces = rest.every(
    ({ role, keys, kind, head }) =>
      kind === 'word' &&
      !keys.some((key) => TIME.test(key)) &&
      (keys.some((key) => CHANNELS.has(key)) ||
        (role.startsWith('p:') && AT.has(role.slice(2))) ||
        head !== -1),
  );
  return arePlaces && rest.length === 2 ? rest.map(({ word }) => word) : [];
}

/** `a ticket I bought`, `a ticket that I have bought`. */
function isTold(elements: readonly Element[], at: number): boolean {
  const [before, beyond] = [elements[at - 1], elements[at - 2]];
  const teller = before?.function === 'aux' ? beyond : before;
  const noun = before?.function === 'aux' ? elements[at - 3] : beyond;
  return TELLERS.has(teller?.word ?? '') && (noun?.kind === 'content' || noun?.word === 'that');
}
