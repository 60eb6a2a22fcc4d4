import { fitsPattern } from '@strata/core';

/** Whether a name fits one of the patterns: a name as it is, or with `*` for any run of characters. */
export type ModelFilter = (model: string) => boolean;

export function modelFilter(patterns: readonly string[]): ModelFilter {
  const exact = new Set(patterns);
  const wild = patterns.filter((pattern) => pattern.includes('*'));
  return (model) => exact.has(model) || wild.some((pattern) => fitsPattern(pattern, model));
}
