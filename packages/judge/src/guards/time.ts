import type { Guard } from '../compare/comparison.ts';
import { figuresAlone, isTime } from './figures.ts';

/** Dates and times, also relative ones. */
export const timeGuard: Guard = {
  name: 'time',
  check: (comparison) => figuresAlone(comparison, ({ unit }) => isTime(unit.word)),
};
