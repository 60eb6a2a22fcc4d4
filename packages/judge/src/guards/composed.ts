import type { Analysis } from '../analysis/analyse.ts';

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

/** `the mean of the squares`, `the square of the mean`: what is applied to what. */
export function isComposedOtherwise(a: Analysis, b: Analysis): string | undefined {
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
