import type { Alone, Comparison } from '../compare/comparison.ts';
import { show } from './show.ts';

/** Key of an amount of money. */
export const CURRENCY = /^[a-z]{3}:\d/u;

/** Key of a date, a time of day or a span of time. */
export function isTime(key: string): boolean {
  return key.startsWith('clock:') || key.startsWith('time:') || /^=\d+[-/.]\d+[-/.]\d+$/u.test(key);
}

/** The figures of one kind that stand in one text alone. */
export function figuresAlone(comparison: Comparison, select: (alone: Alone) => boolean): string | undefined {
  const pick = (alone: readonly Alone[]): Alone[] =>
    alone.filter((one) => one.unit.kind === 'figure' && one.cost > 0 && select(one));
  const [a, b] = [pick(comparison.aloneA), pick(comparison.aloneB)];
  return a.length + b.length === 0 ? undefined : show(a, b);
}
