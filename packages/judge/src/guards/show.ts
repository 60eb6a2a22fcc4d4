import type { Alone } from '../compare/comparison.ts';

/** `"ibuprofen" against "aspirin"`, or `only one text says "at home"`. */
export function show(a: readonly Alone[], b: readonly Alone[]): string {
  const quote = (alone: readonly Alone[]): string => alone.map(({ unit }) => `"${unit.shown}"`).join(', ');
  if (a.length > 0 && b.length > 0) return `${quote(a)} against ${quote(b)}`;
  return `only one text says ${quote(a)}${quote(b)}`;
}
