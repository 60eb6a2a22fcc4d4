import type { Guard } from '../compare/comparison.ts';
import { differing, isSign } from './exact-content.ts';

/** Code, signs and names with figures are compared letter by letter: `-r` is not `-R`, `C#` is not `C++`. */
export const codeGuard: Guard = {
  name: 'code',
  check: (comparison) => differing(comparison, (alone) => alone.unit.kind === 'exact' && !isSign(alone)),
};
