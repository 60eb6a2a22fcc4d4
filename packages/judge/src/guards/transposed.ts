import { functionClass, type FunctionClass } from '../analysis/function-words.ts';
import { isNumberWord } from '../analysis/number-words.ts';
import type { Token } from '../analysis/token.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { MUTUAL } from './alternations.ts';
import { isSymmetric } from './order.ts';

/**
 * The same words, of which two runs have changed places, and nothing else: in a list, a choice or a sum, and beside verbs that go both ways, that says nothing.
 * Across the end of a sentence (`by post? I want them by email`), around `then`, and around what relates the two (`does Geely own of Volvo`) something
 * else is said of each. What may stand in any order (`in Norway, … on average`) brings its preposition along.
 */
export const transposedGuard: Guard = {
  name: 'exchange',
  check: ({ a, b }: Comparison) => {
    if (a.tokens.length !== b.tokens.length) return undefined;
    const [one, other] = unequalPart(a.tokens, b.tokens);
    if (one.length < 3 || one.length > FURTHEST) return undefined;
    const { left, between, right } = exchanged(one, other) ?? {};
    if (left === undefined || between === undefined || right === undefined) return undefined;
    const tells =
      isParted(between) || between.some(({ norm }) => norm === 'then')
        ? !areSentences(between)
        : (relates(between, a.tokens) || isOrdered(a.units)) &&
          ![left, right].some(isMovable) &&
          !isMovedOut(between, one, a.tokens) &&
          !goesBothWays(a.units);
    return tells ? `"${said(left)}" and "${said(right)}" have changed places` : undefined;
  },
};

/** Longest run of tokens that is looked for, and how far apart two may stand. */
const LONGEST = 5;
const FURTHEST = 60;

type Part = readonly Token[];

/** What is left where the two texts begin and end alike. */
function unequalPart(one: Part, other: Part): readonly [Part, Part] {
  let start = 0;
  while (start < one.length && one[start]?.norm === other[start]?.norm) start += 1;
  let end = one.length;
  while (end > start && one[end - 1]?.norm === other[end - 1]?.norm) end -= 1;
  return [one.slice(start, end), other.slice(start, end)];
}

function exchanged(one: Part, other: Part): Readonly<Record<'left' | 'between' | 'right', Part>> | undefined {
  const length = one.length;
  const isAt = (from: number, to: number, count: number): boolean => {
    for (let at = 0; at < count; at += 1) if (one[from + at]?.norm !== other[to + at]?.norm) return false;
    return true;
  };
  for (let first = 1; first <= LONGEST; first += 1)
    for (let last = 1; last <= LONGEST && first + last < length; last += 1)
      if (
        isAt(0, length - first, first) &&
        isAt(length - last, 0, last) &&
        isAt(first, last, length - first - last)
      )
        return { left: one.slice(0, first), between: one.slice(first, -last), right: one.slice(-last) };
  return undefined;
}

/** A sentence ends between them, and something is said on one side of its end at least. */
function isParted(between: Part): boolean {
  return between.some(isEnd) && between.some(({ kind }) => kind !== 'punct');
}

/** `I am 30. Can I?`: whole sentences may stand in any order. */
function areSentences(between: Part): boolean {
  return [between[0], between.at(-1)].every(isEnd);
}

function isEnd(token: Token | undefined): boolean {
  return token?.kind === 'punct' && '.?!;'.includes(token.norm);
}

const RELATING: ReadonlySet<FunctionClass | undefined> = new Set(['prep', 'aux', 'modal', 'sub'] as const);
const RELATING_WORDS = new Set(['so', 'instead']);
const JOINING = new Set(['and', 'or', 'nor', '&', '+', '/', 'plus', 'times', 'vs', 'versus']);

/** By a preposition or an auxiliary, or, in a sentence, by a verb or a noun; a keyword query has no order. */
function relates(between: Part, all: Part): boolean {
  if (between.some(({ norm }) => JOINING.has(norm))) return false;
  const classes = between.map(({ norm }) => functionClass(norm));
  if (classes.some((found, at) => RELATING.has(found) || RELATING_WORDS.has(between[at]?.norm ?? '')))
    return true;
  const isContent = between.some(({ kind }, at) => kind === 'word' && classes[at] === undefined);
  return isContent && isSentence(all);
}

function isSentence(all: Part): boolean {
  const classes = all.flatMap(({ norm }) => functionClass(norm) ?? []);
  return (
    classes.length > 1 || classes.some((found) => found === 'aux' || found === 'modal' || found === 'wh')
  );
}

const ORDERING = new Set('concatenate append prepend'.split(' '));

/** Where even a list has an order. */
function isOrdered(units: readonly Unit[]): boolean {
  return units.some(({ keys }) => keys.some((key) => ORDERING.has(key)));
}

/** A run that says by itself what it is there for, or that is no thing: `on average`, `what day`, `five`. */
function isMovable(run: Part): boolean {
  const classes = run.map(({ norm }) => functionClass(norm));
  return (
    classes[0] === 'prep' ||
    classes.some((found) => found === 'wh' || found === 'aux' || found === 'modal' || found === 'sub') ||
    run.some(({ norm }) => /\d/u.test(norm) || isNumberWord(norm)) ||
    !run.some(({ kind }, at) => kind !== 'punct' && classes[at] === undefined)
  );
}

/** `Quickly, how …`, `How …, quickly`: set off by a comma where the text begins or ends. */
function isMovedOut(between: Part, one: Part, all: Part): boolean {
  if (between.some(({ norm }) => RELATING_WORDS.has(norm))) return false;
  const whole = all.filter((token) => !isEnd(token));
  return between.some(({ norm }) => norm === ',') && (one[0] === whole[0] || one.at(-1) === whole.at(-1));
}

const BOTH_WAYS = new Set('border share same tell distinguish far'.split(' '));

/** `Does Italy border Slovenia?` */
function goesBothWays(units: readonly Unit[]): boolean {
  return (
    isSymmetric(units) || units.some(({ keys }) => keys.some((key) => MUTUAL.has(key) || BOTH_WAYS.has(key)))
  );
}

function said(part: Part): string {
  return part.map(({ text }) => text).join(' ');
}
