import type { Guard } from '../compare/comparison.ts';
import { figuresAlone } from './figures.ts';

/** Figures, with number words, scales and units folded: `2k` is 2,000, an hour is 60 minutes. */
export const figuresGuard: Guard = {
  name: 'number',
  check: (comparison) => figuresAlone(comparison, () => true),
};
