import { DependencyError } from '@strata/core';
import type { HealthCheck } from '@strata/service-kit';
import type { Part } from './part.ts';

const WRITE_ADVICE =
  'It can be read and not written, so new answers are not kept. It may be full; the log says why it refused.';

const REST_ADVICE =
  'It is asked again in the background and taken back when it answers; requests go on without it.';

/** Whether a part answers, also the requests, and takes what the tier on it writes. */
export function partCheck(
  { name, value }: Pick<Part<{ ping(signal: AbortSignal): Promise<void> }>, 'name' | 'value'>,
  tier: () => { readonly available: boolean; readonly writeProblem?: string | undefined },
): HealthCheck {
  return {
    name,
    check: async (signal) => {
      await value.ping(signal);
      // A ping may succeed where what requests ask for fails or comes too late.
      const { available, writeProblem: problem } = tier();
      if (!available)
        throw new DependencyError('Requests to it failed a moment ago.', { advice: REST_ADVICE });
      if (problem !== undefined) throw new DependencyError(problem, { advice: WRITE_ADVICE });
    },
  };
}
