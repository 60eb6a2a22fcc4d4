import { DependencyError } from '@strata/core';
import type { HealthCheck } from '@strata/service-kit';
import type { Part } from './part.ts';

const WRITE_ADVICE =
  'It can be read and not written, so new answers are not kept. It may be full; the log says why it refused.';

/** Whether a part answers, and takes what the tier on it writes. */
export function partCheck(
  { name, value }: Part<{ ping(signal?: AbortSignal): Promise<void> }>,
  tier?: { readonly writeProblem: string | undefined },
): HealthCheck {
  return {
    name,
    check: async (signal) => {
      await value.ping(signal);
      const problem = tier?.writeProblem;
      if (problem !== undefined) throw new DependencyError(problem, { advice: WRITE_ADVICE });
    },
  };
}
