import type { Guard } from '../compare/comparison.ts';
import { differing, isSign } from './exact-content.ts';

/** Signs and operators: `==` is not `===`. */
export const symbolGuard: Guard = {
  name: 'symbol',
  check: (comparison) => differing(comparison, isSign),
};
