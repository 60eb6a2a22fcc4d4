import type { Analysis } from '../analysis/analyse.ts';
import { withoutAccents } from '../analysis/fold.ts';
import type { Unit } from '../analysis/unit.ts';
import { areEqual } from '../are-equal.ts';
import type { Comparison } from './comparison.ts';

/**
 * Whether two texts are the same word for word:
 * - `written`: the same words in the same order but for case, punctuation, spelling and slips of the fingers (`colour`, `disocvered`), `please` and
 *   the like, and how a figure is written (`1 TB`, `one terabyte`);
 * - `resolved`: only once turns of phrase are resolved, of which rules may take for one what is two (`time of day`, `time of year`).
 */
export function wordForWord(comparison: Comparison): 'written' | 'resolved' | 'no' {
  const { a, b } = comparison;
  const [keysOfA, keysOfB] = [keysOf(a.units, a.units), keysOf(b.units, unitsMeant(comparison))];
  if (withoutHyphens(a.text) === withoutHyphens(b.text)) return 'written';
  if (areEqual(writtenIn(a, keysOfA), writtenIn(b, keysOfB))) return 'written';
  return areEqual(resolvedIn(a, keysOfA), resolvedIn(b, keysOfB)) ? 'resolved' : 'no';
}

/** `semi-final`, `semifinal`; of `re-sign` the hyphen counts. */
function withoutHyphens(text: string): string {
  return text.toLowerCase().replaceAll(/(?<=\p{L}{3})-(?=\p{L}{2})/gu, '');
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

/** Of the words, by the place of their elements. */
type Keys = ReadonlyMap<number, string>;

/** `meant`: for each unit the one whose word it stands for. */
function keysOf(units: readonly Unit[], meant: readonly Unit[]): Keys {
  return new Map(
    units.flatMap(({ at, kind }, index) =>
      kind === 'word' ? [[at, meant[index]?.keys.join(' ') ?? '']] : [],
    ),
  );
}

/** The text with its turns of phrase resolved. */
function resolvedIn({ elements }: Analysis, keys: Keys): readonly string[] {
  return elements.flatMap(({ kind, word, figure }, at) =>
    kind === 'pause' || kind === 'stop' ? [] : [figure?.key ?? keys.get(at) ?? word],
  );
}

/** The text as it was written. */
function writtenIn({ tokens, elements }: Analysis, keys: Keys): readonly string[] {
  const starts = elements.map(({ token }) => token.start);
  const words = new Map(
    elements.flatMap(({ rewritten, token, word }, at) =>
      rewritten ? [] : [[token.start, keys.get(at) ?? word]],
    ),
  );
  const figures = new Map(
    elements.flatMap(({ figure, token }) => (figure === undefined ? [] : [[token.start, figure.key]])),
  );
  let figureEnds = 0;
  return tokens.flatMap(({ kind, norm, start }) => {
    if (start < figureEnds) return [];
    const figure = figures.get(start);
    if (figure !== undefined) {
      figureEnds = Math.min(...starts.filter((next) => next > start));
      return [figure];
    }
    if (kind === 'punct' && IDLE_MARK.test(norm)) return [];
    const word = words.get(start);
    if (word !== undefined) return [word];
    return IDLE.has(norm) ? [] : [withoutAccents(norm.replaceAll("'", ''))];
  });
}
