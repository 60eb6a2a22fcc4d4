import type { Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** Except the lead singer. */
export const exceptionGuard: Guard = {
  name: 'exception',
  check: (comparison) => unequal(comparison, 'exception'),
};
