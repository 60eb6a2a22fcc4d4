import type { Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** At least three is not at most three. */
export const boundGuard: Guard = { name: 'bound', check: (comparison) => unequal(comparison, 'bound') };
