import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Comparison, Match } from './comparison.ts';

const LABELS = new Set(
  `function method property attribute field column table variable parameter argument class module package library file
  command keyword operator tag hook error exception message warning`.split(/\s+/u),
);

/** `the "age" property`, `the property "age"`: what is written so, and what it is. */
export function areLabelled({ a, b }: Comparison, first: Match, second: Match): boolean {
  const labels = [a.units[first.a], a.units[second.a]].filter((unit) =>
    unit?.keys.some((key) => LABELS.has(key)),
  );
  const isWritten = [a.units[first.a], a.units[second.a], b.units[first.b], b.units[second.b]].some(
    (unit) => unit !== undefined && !labels.includes(unit) && (unit.quoted || unit.kind === 'exact'),
  );
  const areBeside = Math.abs(first.a - second.a) === 1 && Math.abs(first.b - second.b) === 1;
  return labels.length === 1 && isWritten && areBeside;
}

/** `the `map` function`: says what stands before it in code. */
export function isLabel(unit: Unit, { units, elements }: Analysis): boolean {
  if (!unit.keys.some((key) => LABELS.has(key))) return false;
  const before = units.find(
    ({ at }) => at === unit.at - 1 || (at === unit.at - 2 && elements[at + 1]?.kind === 'pause'),
  );
  return before !== undefined && (before.quoted || before.kind === 'exact');
}
