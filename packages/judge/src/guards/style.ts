import type { Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** Briefly, in detail, step by step, in simple words. */
export const styleGuard: Guard = { name: 'style', check: (comparison) => unequal(comparison, 'style') };
