import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison } from '../compare/comparison.ts';

/** Turns of phrase whose noun is a verb too, which says something else: who takes leave comes back. */
const TURNS: Readonly<Record<string, ReadonlySet<string>>> = {
  take: setOf(`leave stock part charge issue root credit cover place turn shape heart effect exception hold office order
    pain side advantage floor stage chance fire note notice time trouble`),
  make: setOf('change time way sense wave face up love money peace do room light book'),
  give: setOf('notice way rise birth ground chase credit place'),
  have: setOf('word faith place time issue cause'),
};

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u));
}

/** `take leave` against `leave`, `take stock` against `stock`. */
export function swappedTurn(comparison: Comparison): string | undefined {
  for (const match of comparison.matches) {
    const [one, other] = unitsOf(comparison, match);
    const { a, b } = comparison;
    const turn = turnOf(a, one, { deed: other, other: b }) ?? turnOf(b, other, { deed: one, other: a });
    if (turn !== undefined) return `"${turn}" against "${one.verb ? one.shown : other.shown}"`;
  }
  return undefined;
}

function turnOf(
  { units, elements }: Analysis,
  noun: Unit,
  { deed, other }: { readonly deed: Unit; readonly other: Analysis },
): string | undefined {
  const verb = units[noun.governor];
  if (!deed.verb || noun.verb || noun.role !== 'obj' || verb?.at !== noun.at - 1) return undefined;
  const isTurn = verb.keys.some(
    (key) =>
      noun.keys.some((word) => TURNS[key]?.has(word) === true) &&
      !other.units.some(({ keys }) => keys.includes(key)),
  );
  return isTurn ? `${verb.shown} ${elements[noun.at]?.word ?? ''}` : undefined;
}
