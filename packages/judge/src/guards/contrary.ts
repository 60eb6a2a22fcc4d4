import type { Analysis } from '../analysis/analyse.ts';
import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { opposedAt } from './prepositions.ts';
import { questionGuard } from './question.ts';
import { show } from './show.ts';
import { tenseGuard } from './tense.ts';

/** Of the 36,000 paraphrases of `bench/accuracy/fresh` three differ by one of these, of the 40,000 look-alikes a thousand. */
const PREPOSITIONS = pairs('before after, with without, inside outside, about by, after during');
const BOUNDS = pairs('min max, over under');
const QUESTIONS = pairs('when why, when where, when how, where why, where who, who why');
const TENSES = pairs('past future, perfect future');
const DEEDS = pairs('watch read, watch listen, read listen');
/** Of two words with one of these endings in each other's place each is a thing of its own: capitalism and communism, cirrhosis and fibrosis. */
const LEARNED = /(?:ism|osis|emia|itis|ium|ology|opathy|archy|ocracy)$/u;

/**
 * Words, most of them little, of which each excludes the other, where the guard for their kind objects: before and after the same thing, at least and at most, when and why,
 * what was and what will be. A guard of its own since what differs otherwise in these kinds a reading may overrule.
 */
export const contraryGuard: Guard = {
  name: 'contrary',
  check: (comparison) =>
    preposition(comparison) ??
    bound(comparison) ??
    ofOneKind(comparison) ??
    excluded(QUESTIONS, comparison, questionGuard, askedBy) ??
    excluded(TENSES, comparison, tenseGuard, ({ ask }) => ask.tense),
};

function preposition(comparison: Comparison): string | undefined {
  // `without using eggs`, `using no eggs`.
  if (
    [comparison.a, comparison.b].some(({ elements }) =>
      elements.some((element) => element.function === 'neg'),
    )
  )
    return undefined;
  for (const match of comparison.matches) {
    const opposed = opposedAt(comparison, match);
    if (opposed !== undefined && PREPOSITIONS.has(opposed))
      return `${opposed} before "${comparison.a.units[match.a]?.shown ?? ''}"`;
  }
  return undefined;
}

/** The Jaws that somebody watches, and reads; one -ism and another. */
function ofOneKind({ aloneA, aloneB }: Comparison): string | undefined {
  for (const a of aloneA) {
    const b = aloneB.find((other) => areDeeds(a, other) || areLearned(a, other));
    if (b !== undefined) return show([a], [b]);
  }
  return undefined;
}

function areDeeds({ unit: one }: Alone, { unit: other }: Alone): boolean {
  return one.verb && other.verb && DEEDS.has(`${one.word} against ${other.word}`);
}

function areLearned({ unit: one }: Alone, { unit: other }: Alone): boolean {
  if (one.kind !== 'word' || other.kind !== 'word' || one.unknown || other.unknown) return false;
  const ending = LEARNED.exec(one.word)?.[0];
  return ending !== undefined && other.word.endsWith(ending);
}

/** Of the same figure: of two things each may be more or less than the other. */
function bound({ a, b }: Comparison): string | undefined {
  const [one, other] = [onlyBound(a), onlyBound(b)];
  if (one === undefined || other === undefined || one.of !== other.of) return undefined;
  const opposed = `${one.value} against ${other.value}`;
  return BOUNDS.has(opposed) ? opposed : undefined;
}

function onlyBound({
  markers,
  units,
}: Analysis): { readonly value: string; readonly of: string } | undefined {
  const [only, ...more] = markers.filter(({ sort }) => sort === 'bound');
  const figure = units[only?.target ?? -1];
  if (only === undefined || more.length > 0 || figure?.kind !== 'figure') return undefined;
  return { value: only.value, of: figure.word };
}

/** By the only word that asks: `How do I know when it is ripe?` has two. */
function askedBy({ ask, elements }: Analysis): string {
  return elements.filter((element) => element.function === 'wh' && !element.rewritten).length === 1
    ? ask.type
    : '';
}

function excluded(
  known: ReadonlySet<string>,
  comparison: Comparison,
  guard: Guard,
  valueOf: (analysis: Analysis) => string,
): string | undefined {
  const opposed = `${valueOf(comparison.a)} against ${valueOf(comparison.b)}`;
  return known.has(opposed) && guard.check(comparison) !== undefined ? opposed : undefined;
}

/** Each in both orders. */
function pairs(list: string): ReadonlySet<string> {
  return new Set(
    list.split(', ').flatMap((pair) => {
      const [one = '', other = ''] = pair.split(' ');
      return [`${one} against ${other}`, `${other} against ${one}`];
    }),
  );
}
