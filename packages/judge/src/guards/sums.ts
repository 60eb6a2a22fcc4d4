import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `3 times 4 plus 2`, `3 plus 4 times 2`; `5 more than 12`, `5 times more than 12`. */
export const sumsGuard: Guard = {
  name: 'argument-order',
  check: ({ a, b, matches }: Comparison) => {
    const [sumA, sumB] = [sumOf(a), sumOf(b)];
    if (sumA.operators.size > 1 && sumB.operators.size > 1 && sumA.written !== sumB.written)
      return `"${sumA.written}" against "${sumB.written}"`;
    if (saysAgain(a) !== saysAgain(b)) return 'only one text says "as much again"';
    for (const match of matches) {
      if (a.units[match.a]?.kind !== 'figure') continue;
      const [foldA, foldB] = [isFold(a, match.a), isFold(b, match.b)];
      if ((foldA && !foldB && !saysTimes(b)) || (foldB && !foldA && !saysTimes(a)))
        return `only one text says "times" behind "${a.units[match.a]?.shown ?? ''}"`;
    }
    return undefined;
  },
};

type Sum = { readonly written: string; readonly operators: ReadonlySet<string> };

const OPERATORS = new Set(['+', '-', '*', '/', '^', '%']);

/** The signs between figures with the figures around them, in their order. */
function sumOf({ units }: Analysis): Sum {
  const operators = new Set<string>();
  let written = '';
  for (const [index, unit] of units.entries()) {
    const [before, behind] = [units[index - 1], units[index + 1]];
    if (!OPERATORS.has(unit.word) || before?.kind !== 'figure' || behind?.kind !== 'figure') continue;
    operators.add(unit.word);
    written += `${before.word}${unit.word}${behind.word} `;
  }
  return { written, operators };
}

/** `5 times more`. */
function isFold({ units, elements }: Analysis, index: number): boolean {
  const at = units[index]?.at ?? -1;
  return elements[at + 1]?.word === 'times' && ['degree', undefined].includes(elements[at + 2]?.function);
}

function saysTimes({ elements }: Analysis): boolean {
  return elements.some(({ forms, word }) => word === 'times' || forms.lemmas.includes('time'));
}

/** `half as much again`. */
function saysAgain({ elements }: Analysis): boolean {
  return elements.some(
    ({ word }, at) =>
      word === 'again' && ['much', 'many', 'long', 'big'].includes(elements[at - 1]?.word ?? ''),
  );
}
