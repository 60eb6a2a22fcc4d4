import type { Guard } from '../compare/comparison.ts';
import { CURRENCY, figuresAlone, isTime } from './figures.ts';

const QUANTITY = /^[a-z]+:\d/u;

/** Quantities with their units; an hour is 60 minutes. */
export const unitGuard: Guard = {
  name: 'unit',
  check: (comparison) =>
    figuresAlone(
      comparison,
      ({ unit }) => QUANTITY.test(unit.word) && !CURRENCY.test(unit.word) && !isTime(unit.word),
    ),
};
