import type { AnswerReport } from '@strata/core';

/** `Server-Timing` (W3C): what each step took, in milliseconds. */
export function serverTiming(timings: AnswerReport['timings']): string {
  return Object.entries(timings)
    .map(([step, ms]) => `${step};dur=${ms.toFixed(3)}`)
    .join(', ');
}
