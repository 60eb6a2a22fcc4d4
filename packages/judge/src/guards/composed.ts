import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';
import { MUTUAL } from './alternations.ts';

/** What is applied to what, and what a thing is part of. */
export const composedGuard: Guard = {
  name: 'composition',
  check: (comparison: Comparison) =>
    isComposedOtherwise(comparison.a, comparison.b) ?? isPartOfOther(comparison) ?? haveTraded(comparison),
};

const FUNCTION =
  `average|mean|median|mode|maximum|max|minimum|min|sum|product|square|cube|root|log|logarithm|exponential|variance|derivative|
integral|gradient|limit|inverse|transpose|determinant|rank|complement|union|intersection|expected value|expectation|ratio|difference|absolute value|norm`
    .replaceAll(/\s*\n/gu, '')
    .split('|')
    .map((name) => name.replace(' ', String.raw`\s`))
    .join('|');
const COMPOSED = new RegExp(
  String.raw`\b(${FUNCTION})e?s? of (?:the |an? |two |all )?(?=(${FUNCTION})e?s?\b)`,
  'giu',
);

/** `the mean of the squares`, `the square of the mean`. */
function isComposedOtherwise(a: Analysis, b: Analysis): string | undefined {
  const [ofA, ofB] = [composedIn(a), composedIn(b)];
  const other = ofA.find((one) => !ofB.includes(one) && ofB.includes(turned(one)));
  return other === undefined ? undefined : `"${other}" against "${turned(other)}"`;
}

function composedIn({ text }: Analysis): readonly string[] {
  if (!text.includes(' of ')) return [];
  return [...text.matchAll(COMPOSED)].map(([, outer = '', inner = '']) =>
    `${outer} of ${inner}`.toLowerCase(),
  );
}

function turned(composed: string): string {
  return composed.split(' of ').toReversed().join(' of ');
}

/** `coffee interacts with iron absorption`, `iron … with coffee absorption`: the one stands by itself, the other leans on a noun. */
function isPartOfOther(comparison: Comparison): string | undefined {
  const { matches, partnerOfA } = comparison;
  if (!matches.some((match) => unitsOf(comparison, match).every(isDoneTogether))) return undefined;
  const isPart = (match: Match, of: 'a' | 'b'): boolean =>
    leans(comparison, match, of) && !isListed(comparison[of], match[of]);
  const freed = matches.filter((match) => isPart(match, 'a') && !leans(comparison, match, 'b'));
  for (const free of freed) {
    const [one] = unitsOf(comparison, free);
    const other = matches.find((match) => {
      const [inA, inB] = unitsOf(comparison, match);
      return inA.head === -1 && inB.head !== -1 && inB.head === partnerOfA[one.head] && isPart(match, 'b');
    });
    if (other !== undefined)
      return `"${one.shown}" and "${unitsOf(comparison, other)[0].shown}" have changed places before one noun`;
  }
  return undefined;
}

/** `French food and Italian wine`, `Italian food and French wine`. */
function haveTraded(comparison: Comparison): string | undefined {
  const { a, b, matches, partnerOfA } = comparison;
  const leaning = matches.filter((match) => leans(comparison, match, 'a') && leans(comparison, match, 'b'));
  for (const [at, one] of leaning.entries()) {
    const [headA, headB] = [a.units[one.a]?.head ?? -1, b.units[one.b]?.head ?? -1];
    const other = leaning
      .slice(at + 1)
      .find(
        (match) =>
          a.units[match.a]?.word !== a.units[one.a]?.word &&
          partnerOfA[headA] === b.units[match.b]?.head &&
          partnerOfA[a.units[match.a]?.head ?? -1] === headB,
      );
    if (other !== undefined && partnerOfA[headA] !== headB)
      return `"${a.units[one.a]?.shown ?? ''}" and "${a.units[other.a]?.shown ?? ''}" have changed places before their nouns`;
  }
  return undefined;
}

/** `interact`, `correlate`: what else trades places is a matter of order. */
function isDoneTogether({ verb, keys }: Unit): boolean {
  return verb && keys.some((key) => MUTUAL.has(key) || key === 'integrate' || key === 'interfere');
}

/** `yellow` in `blue and yellow paint`: the noun is that of all that are listed. */
function isListed({ units, elements }: Analysis, index: number): boolean {
  return elements[(units[index]?.at ?? 0) - 1]?.function === 'conj';
}

/** A noun right before its noun. */
function leans({ a, b }: Comparison, match: Match, of: 'a' | 'b'): boolean {
  const { units } = of === 'a' ? a : b;
  const unit = units[match[of]];
  return (
    unit?.kind === 'word' && unit.head === match[of] + 1 && !unit.verb && units[unit.head]?.at === unit.at + 1
  );
}
