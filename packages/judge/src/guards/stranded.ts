import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { opposedPrepositions } from './preposition-pairs.ts';

/** `Who is the father of Mozart`, `Who is Mozart the father of`: the preposition left over turns the question round. */
export const strandedGuard: Guard = {
  name: 'argument-order',
  check: (comparison: Comparison) => {
    const { a, b, partnerOfA, partnerOfB } = comparison;
    return freed(a, b, partnerOfB) ?? freed(b, a, partnerOfA) ?? otherEnd(a, b);
  },
};

/** `… before or after a swim, and what before?`, `… and what after?` */
function otherEnd(a: Analysis, b: Analysis): string | undefined {
  const [one, other] = [a, b].map(({ elements }) => elements.filter(({ kind }) => kind !== 'stop').slice(-2));
  const [before, last] = one ?? [];
  const [otherBefore, otherLast] = other ?? [];
  if (last?.function !== 'prep' || otherLast?.function !== 'prep' || before?.word !== otherBefore?.word)
    return undefined;
  const opposed = opposedPrepositions(`p:${last.word}`, `p:${otherLast.word}`);
  return opposed && `${opposed} at the end`;
}

/** `What can replace butter`-like questions: `substituted for butter`, `butter be substituted for`. */
function freed(own: Analysis, other: Analysis, partners: Int32Array): string | undefined {
  const stranded = strandedOf(own.elements);
  if (stranded.size === 0) return undefined;
  const left = strandedOf(other.elements);
  for (const [index, unit] of other.units.entries()) {
    const preposition = unit.role.slice(2);
    if (!unit.role.startsWith('p:') || !stranded.has(preposition) || left.has(preposition)) continue;
    const partner = own.units[partners[index] ?? -1];
    if (partner === undefined || partner.role === unit.role || isAsked(own.elements, partner)) continue;
    return `"${preposition}" is left over, "${unit.shown}" stands behind it in the other text`;
  }
  return undefined;
}

/** `What year was he born in?`: the word is what is asked, and what the preposition goes with. */
function isAsked(elements: readonly Element[], { at }: Unit): boolean {
  let back = at - 1;
  while (back >= 0 && elements[back]?.kind === 'content' && elements[back]?.verb === false) back -= 1;
  const { kind, function: named, word = '' } = elements[back] ?? {};
  // `a carpet that I spilled wine on`.
  const isRelated = ['that', 'which', 'who', 'whom', 'i', 'we', 'you', 'they', 'he', 'she'].includes(
    elements[at + 1]?.word ?? '',
  );
  return isRelated || named === 'wh' || kind === 'mark' || word === 'that';
}

function strandedOf(elements: readonly Element[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [at, { word, function: named }] of elements.entries()) {
    const next = elements[at + 1];
    // `the light is on`.
    if (named !== 'prep' || (elements[at - 1]?.kind !== 'content' && word !== 'of')) continue;
    if (
      next === undefined ||
      next.kind === 'stop' ||
      (next.function === 'prep' && !next.rewritten && !COMPOUND.has(word))
    )
      found.add(word);
  }
  return found;
}

/** `from within`, `out of`, `of under 100 words`. */
const COMPOUND = new Set('of from out up down off in inside outside over as because instead onto'.split(' '));
