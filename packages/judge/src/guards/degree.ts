import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Guard, Match } from '../compare/comparison.ts';

/** Good, great, best and top ask for the same list. */
const LOOSE = new Set('good well great top nice bad last late latest recent'.split(' '));

/** Cheap, cheaper, cheapest; more against less. */
export const degreeGuard: Guard = {
  name: 'comparative',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (one !== undefined && other !== undefined && isFeltAndCaused(one, other))
        return `"${one.shown}" against "${other.shown}"`;
      if (one === undefined || other === undefined || one.degree === other.degree || match.kind === 'root')
        continue;
      // `1 L`, `a litre`: no more lite.
      if (one.kind !== other.kind) continue;
      if (one.degree * other.degree < 0) return `"${one.shown}" against "${other.shown}"`;
      if (Math.sign(one.degree) === Math.sign(other.degree) && isChoiceOfTwo(a.text, b.text)) continue;
      const isPlainOne = Math.min(one.degree, other.degree) === 0;
      if (
        isPlainOne &&
        [...one.keys, ...other.keys].some((key) => LOOSE.has(key)) &&
        one.degree >= 0 &&
        other.degree >= 0
      )
        continue;
      if (isLoose(comparison, match) || isUtmost(one, other) || isUtmost(other, one)) continue;
      if ((one.mask & 2) !== 0 || (other.mask & 2) !== 0) continue;
      return `"${one.shown}" against "${other.shown}"`;
    }
    return undefined;
  },
};

const FEELINGS = new Set(
  'bore interest confuse annoy excite tire amaze surprise embarrass depress disappoint exhaust fascinate frighten frustrate satisfy shock terrify worry relax irritate overwhelm disturb amuse'.split(
    ' ',
  ),
);

/** Bored and boring. */
function isFeltAndCaused(one: Unit, other: Unit): boolean {
  return (
    one.ing !== other.ing &&
    one.past !== other.past &&
    one.keys.some((key) => FEELINGS.has(key) && other.keys.includes(key))
  );
}

/** `the largest size`, `the maximum size`. */
const UTMOST = new Set('maximum minimum optimal ideal'.split(' '));

function isUtmost(one: Unit, other: Unit): boolean {
  return one.degree === 2 && other.keys.some((key) => UTMOST.has(key));
}

/** `the most famous poets` and `famous poets`; `become stronger` and `become strong`. */
function isLoose({ a, b }: Comparison, match: Match): boolean {
  const [one, other] = [a.units[match.a], b.units[match.b]];
  if (one === undefined || other === undefined || Math.min(one.degree, other.degree) < 0) return false;
  if (Math.max(one.degree, other.degree) === 2)
    return isPlural(a.units, match.a) && isPlural(b.units, match.b);
  const become = (units: readonly Unit[]): boolean => units.some(({ keys }) => keys.includes('become'));
  return become(a.units) && become(b.units);
}

function isPlural(units: readonly Unit[], index: number): boolean {
  const head = units[units[index]?.head ?? -1] ?? units[index + 1];
  return head?.plural === true;
}

/** Between two, the better one is the best one. */
function isChoiceOfTwo(a: string, b: string): boolean {
  return / or /iu.test(a) && / or /iu.test(b);
}
