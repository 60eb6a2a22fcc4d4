import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

const CURRENCY = /^[a-z]{3}:\d/u;
const QUANTITY = /^[a-z]+:\d/u;

/** Figures, with number words, scales and units folded: `2k` is 2,000, an hour is 60 minutes. */
export const figuresGuard: Guard = {
  name: 'number',
  check: (comparison) => figuresAlone(comparison, () => true),
};

export const unitGuard: Guard = {
  name: 'unit',
  check: (comparison) =>
    figuresAlone(
      comparison,
      ({ unit }) => QUANTITY.test(unit.word) && !CURRENCY.test(unit.word) && !isTime(unit.word),
    ),
};

export const currencyGuard: Guard = {
  name: 'currency',
  check: (comparison) => figuresAlone(comparison, ({ unit }) => CURRENCY.test(unit.word)),
};

export const timeGuard: Guard = {
  name: 'time',
  check: (comparison) => figuresAlone(comparison, ({ unit }) => isTime(unit.word)),
};

function isTime(key: string): boolean {
  return key.startsWith('clock:') || key.startsWith('time:') || /^=\d+[-/.]\d+[-/.]\d+$/u.test(key);
}

function figuresAlone(comparison: Comparison, select: (alone: Alone) => boolean): string | undefined {
  const pick = (alone: readonly Alone[]): Alone[] =>
    alone.filter((one) => one.unit.kind === 'figure' && select(one));
  const [a, b] = [pick(comparison.aloneA), pick(comparison.aloneB)];
  return a.length + b.length === 0 ? undefined : show(a, b);
}
