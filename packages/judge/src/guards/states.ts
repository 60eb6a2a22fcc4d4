import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import { BE } from '../analysis/be.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';

/** The small words before a noun that make another thing of it: `is cold`, `has a cold`; `in heat`, `in the heat`. */
export const statesGuard: Guard = {
  name: 'substitution',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      if (isSide(a, one) !== isSide(b, other)) return `"${one.shown}" is a side in one text only`;
      if (isOtherPlural(a, one, other) || isOtherPlural(b, other, one))
        return `"${one.shown}" against "${other.shown}"`;
      if (isDoneThere(a, one, [b, other]) || isDoneThere(b, other, [a, one]))
        return `to "${one.shown}" against to the "${other.shown}"`;
      if (one.verb || other.verb || one.kind !== 'word') continue;
      const [ofA, ofB] = [before(a, one.at), before(b, other.at)];
      if (isOwned(ofA, ofB) || isOwned(ofB, ofA)) return `to be "${one.shown}" against to have it`;
      if (ofA.preposition === '' || ofA.preposition !== ofB.preposition || ofA.article === ofB.article)
        continue;
      if (one.keys.some((key) => BARE.get(ofA.preposition)?.has(key)))
        return `"${one.shown}" with and without an article`;
    }
    return undefined;
  },
};

/** Nouns whose plural is another word: `the minute`, `the minutes`. */
const PLURALS = new Set(
  'custom damage manner work minute remain content glass ground spirit premise quarter wood short cloth air security mean brief goods news spectacle'.split(
    ' ',
  ),
);

function isOtherPlural({ elements }: Analysis, one: Unit, other: Unit): boolean {
  if (one.plural === other.plural || one.verb || other.verb) return false;
  if (!['det', 'poss', 'prep', 'aux'].includes(elements[one.at - 1]?.function ?? '')) return false;
  return one.plural && one.kind === 'word' && other.keys.some((key) => PLURALS.has(key));
}

/** `what to wear to play`, `what to wear to the play`. */
function isDoneThere({ elements }: Analysis, one: Unit, [there, other]: readonly [Analysis, Unit]): boolean {
  return (
    one.verb &&
    !other.verb &&
    other.head === -1 &&
    elements[one.at - 1]?.word === 'to' &&
    there.elements[other.at - 1]?.function === 'det' &&
    there.elements[other.at - 2]?.word === 'to'
  );
}

/** `what is left of it`, `what is to the left of it`. */
function isSide({ elements }: Analysis, { at, shown }: Unit): boolean {
  return (
    ['left', 'right'].includes(shown.toLowerCase()) &&
    elements[at - 1]?.word === 'the' &&
    elements[at + 1]?.word === 'of'
  );
}

type Before = { readonly verb: 'be' | 'have' | ''; readonly article: string; readonly preposition: string };

const HAVE = new Set(['have', 'has', 'had']);

function before({ elements }: Analysis, at: number): Before {
  const previous = elements[at - 1];
  const isArticle = previous?.function === 'det' && ['a', 'an', 'the'].includes(previous.word);
  const opener = elements[isArticle ? at - 2 : at - 1];
  const verb =
    opener?.function !== 'aux' ? '' : BE.has(opener.word) ? 'be' : HAVE.has(opener.word) ? 'have' : '';
  return {
    verb: endsPhrase(elements[at + 1]) ? verb : '',
    article: isArticle ? previous.word.replace('an', 'a') : '',
    preposition: opener?.function === 'prep' ? opener.word : '',
  };
}

function isOwned(one: Before, other: Before): boolean {
  return one.verb === 'be' && other.verb === 'have' && other.article !== 'the';
}

function endsPhrase(next: Element | undefined): boolean {
  return next === undefined || next.kind === 'stop' || next.kind === 'pause' || next.kind === 'function';
}

/** Nouns that without an article name a state or a way, and with one a thing. */
const BARE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    in: 'heat prison jail hospital court charge season place labor labour shape service trouble time office class line order love cash effect power light view line reverse red black',
    at: 'sea hand work play heart large school church court',
    on: 'board hand fire paper foot time line point display trial call duty leave strike ice record',
    by: 'hand sea heart day night way water chance',
    of: 'age course interest office question',
    with: 'child time',
    to: 'hand court prison school church sea bed',
    out: 'hand question',
    under: 'way cover fire',
    for: 'life sale good hire',
  }).map(([preposition, nouns]): [string, ReadonlySet<string>] => [preposition, new Set(nouns.split(' '))]),
);
