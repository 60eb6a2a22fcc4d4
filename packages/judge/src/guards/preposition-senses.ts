import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison } from '../compare/comparison.ts';
import { opposedPrepositions } from './preposition-pairs.ts';

/**
 * Words that mean another thing with each preposition: `hear of`, `hear from`. Prepositions that are alike behind the
 * word stand together, `-` is an object without any; of those not named here the general pairs decide.
 */
const SENSES: readonly (readonly [words: string, senses: string])[] = [
  ['look', 'at | for | after | into | like | through | over'],
  ['hear', '- | of about | from'],
  ['know', '- | of about'],
  ['believe approve', '- | in of'],
  ['shoot fire', '- | at | for | with'],
  ['ask', 'for | about | of'],
  ['talk speak chat', 'to with | about of on | for'],
  ['shout yell scream bark', 'at | to | for | about'],
  ['throw', 'at | to | into in'],
  ['laugh', 'at | with'],
  ['run', 'for | from | into | over | with | after | against | as'],
  ['work', 'for at in | with | on | against | as | from'],
  ['play', 'for | with | against | as | on in at'],
  ['fight', 'for | against with | over about'],
  ['vote argue testify demonstrate protest campaign', 'for | against | with'],
  ['pay', 'for | to | with by in'],
  ['job internship activity game cook', 'for | with'],
  ['apply', 'for | to at with | as'],
  ['live', 'with | for | on off | in at | without'],
  ['die', 'for | of from | in at on | without'],
  ['care', 'for | about'],
  [
    'go come travel fly drive walk sail ride swim run march move',
    'to into towards | from | with | for | without',
  ],
  ['fly swim walk sleep sit stay dance', 'in at on | with | without'],
  ['leave depart', '- from | for | with'],
  ['return', 'to | from | with | for'],
  ['login signin register', 'as | for'],
  ['act speak sign stand', 'for | as | with | against'],
  ['write', 'to | about on | with | against | as'],
  ['call wait', 'for | on'],
  ['deal', 'with | in'],
  ['consist', 'of | in'],
  ['result', 'in | from'],
  ['agree', 'with | to | on about'],
  ['compete', 'with against | for | in | as'],
  ['succeed', '- | in | as'],
  ['fall', 'for | in into | off from | on | behind'],
  ['feel', 'for | like | about'],
  ['lead', '- | to | with | from'],
  ['report answer', 'to | on about | for | from'],
  ['attend', '- at | to'],
  ['dream', 'of about | in'],
  ['divide split break', 'by | in into | among between | from'],
  [
    'increase decrease rise reduce drop grow raise lower cut shrink extend climb shorten lengthen',
    'by | to into | from | with',
  ],
  ['substitute', 'for | by with'],
  ['name', 'after for | by'],
  ['blame', 'for | on'],
  ['sentence condemn', 'for | to | by'],
  ['charge accuse convict', 'for | with of | by'],
  ['marry', 'to with | by'],
  ['engage', 'to | in | with'],
  ['make', 'of from | by | for | in at'],
  ['tired sick tire', 'of | from by'],
  ['afraid scare', 'of by | for'],
  ['good bad great', 'at in | for to | with | of'],
  ['sorry', 'for | about | to'],
  ['late', 'for | to | with | in'],
  ['concern', 'with | about | by for'],
  ['familiar', 'with | to'],
  ['responsible', 'for | to'],
  ['involve', 'in with | by'],
  ['insure', 'by with | against | for'],
  ['cover', 'by under | for | from'],
  ['pay hire employ', 'by | for | to | in'],
  ['kill murder arrest sue fine attack', 'by | in at | for | with'],
  ['effect impact influence pressure attack strain assault', 'of | on | from by'],
  ['letter call message email mail note gift present invitation', 'to for | from | about of on'],
  ['love respect hatred affection', 'of for | from'],
  ['war fight battle struggle', 'on against with | for | over'],
  ['view', 'of | from | on about'],
  ['interest', 'in | on'],
  ['damage injury harm', 'to | from by'],
  ['drink sip', 'of | on'],
  ['order', 'of | from by'],
  ['experiment test', 'for | on | with'],
  ['advantage', 'of | over'],
  ['protection', 'from against | of for | by'],
  ['break take hand turn put give kick cut', '- | in | on'],
  ['call count act pass carry hold keep live', '- | on'],
  ['get run see look take watch pass hand turn', '- | over | through | after'],
  ['answer', '- | for'],
  ['stick', '- | to | with'],
  ['search', '- | to'],
  ['feel grab reach jump', '- | for | at'],
];

type Senses = ReadonlyMap<string, number>;

const SENSES_OF: ReadonlyMap<string, readonly Senses[]> = read();

function read(): Map<string, Senses[]> {
  const found = new Map<string, Senses[]>();
  for (const [words, groups] of SENSES) {
    const senses = new Map(
      groups
        .split(' | ')
        .flatMap((group, number) =>
          group.split(' ').map((preposition): [string, number] => [preposition, number]),
        ),
    );
    for (const word of words.split(' ')) found.set(word, [...(found.get(word) ?? []), senses]);
  }
  return found;
}

/** Nouns that with each preposition name another state: `in time`, `on time`. */
const IDIOMS = new Set(
  'time hand line heart end way air order house table point record fire mind place'.split(' '),
);

/** `in time`, `on time`. */
function opposedIdiom(one: Unit, other: Unit): string | undefined {
  const isIdiom = ({ role, verb, keys }: Unit): boolean =>
    role.startsWith('p:') && !verb && keys.some((key) => IDIOMS.has(key));
  if (!isIdiom(one) || !isIdiom(other) || one.role === other.role) return undefined;
  const both = [one.role, other.role].every((role) =>
    ['p:in', 'p:on', 'p:at', 'p:by', 'p:to'].includes(role),
  );
  return both ? `${one.role.slice(2)} against ${other.role.slice(2)} before "${one.shown}"` : undefined;
}

const HOURS = /^(?:time:|clock:|date:|#(?:1[0-9]|20)\d\d$)/u;
const DAYS = new Set(
  'noon midnight monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december christmas easter'.split(
    ' ',
  ),
);

/** `by noon`, `at noon`: until then, or then. */
function opposedTime(one: Unit, other: Unit): string | undefined {
  if ((one.role === 'p:by') === (other.role === 'p:by')) return undefined;
  if (![one.role, other.role].some((role) => ['p:in', 'p:on', 'p:at'].includes(role))) return undefined;
  const isTime = HOURS.test(one.word) || one.keys.some((key) => DAYS.has(key));
  return isTime ? `${one.role.slice(2)} against ${other.role.slice(2)} before "${one.shown}"` : undefined;
}

/** `tired of it`, `tired from it`: another preposition right behind the same word, and both in one text only. */
export function opposedBehind(comparison: Comparison): string | undefined {
  const { a, b } = comparison;
  for (const match of comparison.matches) {
    const [one, other] = unitsOf(comparison, match);
    const idiom = opposedIdiom(one, other) ?? opposedTime(one, other);
    if (idiom !== undefined) return idiom;
    const [ofA, ofB] = [linkBehind(a, one), linkBehind(b, other)];
    if (ofA === undefined || ofB === undefined || ofA === ofB) continue;
    if (has(b, ofA) || has(a, ofB)) continue;
    const bare = isBare(a, one) && isBare(b, other);
    if (areApart(one, ofA, ofB) ?? (isOffFigure(one, ofA, ofB) || (bare && areOpposed(ofA, ofB))))
      return `${ofA} against ${ofB} behind "${one.shown}"`;
  }
  return undefined;
}

/** `15 % of 240`, `15 % off 240`. */
function isOffFigure({ kind }: Unit, ofA: string, ofB: string): boolean {
  return kind === 'figure' && (ofA === 'off' || ofB === 'off') && ofA !== '-' && ofB !== '-';
}

function areApart({ keys }: Unit, ofA: string, ofB: string): boolean | undefined {
  for (const key of keys) {
    for (const senses of SENSES_OF.get(key) ?? []) {
      const [groupA, groupB] = [senses.get(ofA), senses.get(ofB)];
      if (groupA !== undefined && groupB !== undefined) return groupA !== groupB;
    }
  }
  return undefined;
}

function areOpposed(ofA: string, ofB: string): boolean {
  if ([ofA, ofB].some((link) => link === '-' || CLAUSAL.has(link))) return false;
  return opposedPrepositions(`p:${ofA}`, `p:${ofB}`) !== undefined;
}

/** These may open a clause. */
const CLAUSAL = new Set(['before', 'after', 'since', 'until', 'till', 'than', 'as', 'like']);

/** Behind the preposition stands nothing that has a role of its own: it is stranded, or points with a pronoun. */
function isBare({ elements }: Analysis, { at, verb }: Unit): boolean {
  const behind = elements[at + 2];
  return (
    verb &&
    (behind === undefined || behind.kind === 'stop' || ['prep', 'pron'].includes(behind.function ?? ''))
  );
}

/** The preposition behind a word, `-` where its object follows without one. */
function linkBehind({ elements }: Analysis, { at, verb }: Unit): string | undefined {
  const next = elements[at + 1];
  if (next?.function === 'prep')
    return elements[at + 2]?.verb === true && next.word === 'to' ? undefined : next.word;
  if (!verb || next === undefined) return undefined;
  return ['det', 'poss'].includes(next.function ?? '') || (next.kind === 'content' && !next.verb)
    ? '-'
    : undefined;
}

function has({ elements }: Analysis, preposition: string): boolean {
  return elements.some(({ word, function: named }) => named === 'prep' && word === preposition);
}
