import type { Guard } from '../compare/comparison.ts';
import { CURRENCY, figuresAlone } from './figures.ts';

/** Amounts of money. */
export const currencyGuard: Guard = {
  name: 'currency',
  check: (comparison) => figuresAlone(comparison, ({ unit }) => CURRENCY.test(unit.word)),
};
