import type { Analysis } from '../analysis/analyse.ts';
import { withoutAccents } from '../analysis/fold.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison } from './comparison.ts';

/**
 * The same words in the same order but for case, punctuation, spelling and slips of the fingers (`colour`, `disocvered`), `please` and the like,
 * and how a figure is written (`1 TB`, `one terabyte`).
 */
export function areWrittenAlike(comparison: Comparison): boolean {
  const { a, b } = comparison;
  return areEqual(writtenIn(a, a.units), writtenIn(b, unitsMeant(comparison)));
}

/** The same once turns of phrase are resolved, of which rules may take for one what is two (`time of day`, `time of year`). */
export function areResolvedAlike(comparison: Comparison): boolean {
  const { a, b } = comparison;
  return areEqual(resolvedIn(a, a.units), resolvedIn(b, unitsMeant(comparison)));
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

/** Units of the second text, and in place of a misspelt one the one that it stands for. */
function unitsMeant({ a, b, matches }: Comparison): readonly Unit[] {
  const slips = new Map(
    matches
      .filter(({ kind, ...match }) => kind === 'typo' && isLong(a.units[match.a]) && isLong(b.units[match.b]))
      .map((match) => [match.b, a.units[match.a]]),
  );
  return b.units.map((unit, index) => slips.get(index) ?? unit);
}

/** Of short words another one is as likely as a slip. */
const SHORTEST_MISSPELT = 6;

function isLong(unit: Unit | undefined): boolean {
  return (unit?.word.length ?? 0) >= SHORTEST_MISSPELT;
}

/** Who asks, and asks kindly: by which nothing changes where rules take them for idle. */
const IDLE = new Set('please kindly thanks do can could should would i you we'.split(' '));
/** Marks that may be left out or put in. */
const IDLE_MARK = /^[-.,?!;:'"*_`]$/u;

/** Keys of the words, by the place of their elements. */
function keysOf(units: readonly Unit[], meant: readonly Unit[]): ReadonlyMap<number, string> {
  return new Map(
    units.flatMap(({ at, kind }, index) =>
      kind === 'word' ? [[at, meant[index]?.keys.join(' ') ?? '']] : [],
    ),
  );
}

/** The text with its turns of phrase resolved; `meant`: for each unit the one whose word it stands for. */
function resolvedIn({ elements, units }: Analysis, meant: readonly Unit[]): readonly string[] {
  const keys = keysOf(units, meant);
  return elements.flatMap(({ kind, word, figure }, at) =>
    kind === 'pause' || kind === 'stop' ? [] : [figure?.key ?? keys.get(at) ?? word],
  );
}

/** The text as it was written. */
function writtenIn({ tokens, elements, units }: Analysis, meant: readonly Unit[]): readonly string[] {
  const keys = keysOf(units, meant);
  const starts = elements.map(({ token }) => token.start);
  const words = new Map(
    elements.flatMap(({ rewritten, word }, at) =>
      rewritten ? [] : [[starts[at] ?? 0, keys.get(at) ?? word]],
    ),
  );
  const figures = new Map(
    elements.flatMap(({ figure, token }) => (figure === undefined ? [] : [[token.start, figure.key]])),
  );
  const written: string[] = [];
  let figureEnds = 0;
  for (const { kind, norm, start } of tokens) {
    const figure = figures.get(start);
    const word = words.get(start);
    if (start < figureEnds) continue;
    if (figure !== undefined) {
      figureEnds = Math.min(...starts.filter((next) => next > start));
      written.push(figure);
    } else if (word !== undefined || !IDLE.has(norm)) {
      if (kind !== 'punct' || !IDLE_MARK.test(norm))
        written.push(word ?? withoutAccents(norm.replaceAll("'", '')));
    }
  }
  return written;
}
