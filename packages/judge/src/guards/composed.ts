import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';
import { MUTUAL } from './alternations.ts';

/** What is applied to what, and what a thing is part of. */
export const composedGuard: Guard = {
  name: 'composition',
  check: (comparison: Comparison) =>
    isComposedOtherwise(comparison.a, comparison.b) ?? isPartOfOther(comparison),
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
  const freed = matches.filter((match) => leans(comparison, match, 'a') && !leans(comparison, match, 'b'));
  for (const free of freed) {
    const [one] = unitsOf(comparison, free);
    const other = matches.find((match) => {
      const [inA, inB] = unitsOf(comparison, match);
      return (
        inA.head === -1 &&
        inB.head !== -1 &&
        inB.head === partnerOfA[one.head] &&
        leans(comparison, match, 'b')
      );
    });
    if (other !== undefined)
      return `"${one.shown}" and "${unitsOf(comparison, other)[0].shown}" have changed places before one noun`;
  }
  return undefined;
}

/** `interact`, `correlate`: what else trades places is a matter of order. */
function isDoneTogether({ verb, keys }: Unit): boolean {
  return verb && keys.some((key) => MUTUAL.has(key) || key === 'integrate' || key === 'interfere');
}

/** A noun right before its noun. */
function leans({ a, b }: Comparison, match: Match, of: 'a' | 'b'): boolean {
  const { units } = of === 'a' ? a : b;
  const unit = units[match[of]];
  return (
    unit?.kind === 'word' && unit.head === match[of] + 1 && !unit.verb && units[unit.head]?.at === unit.at + 1
  );
}
