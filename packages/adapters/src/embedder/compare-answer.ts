import { DependencyError } from '@strata/core';

/** What the embedding service answers to `POST /compare {"pairs"}`: log-odds in their order, null of a pair too long to be read. */
export type CompareAnswer = { readonly logOdds: readonly (number | null)[] };

/** Reads a `CompareAnswer` of one pair. Throws `DependencyError` `invalid_response` on anything not in its shape. */
export function readCompareAnswer(body: unknown): number | undefined {
  const { logOdds } = (body ?? {}) as Partial<Readonly<Record<string, unknown>>>;
  const [reading] = Array.isArray(logOdds) ? (logOdds as readonly unknown[]) : [];
  if (reading === null) return undefined;
  if (typeof reading === 'number' && Number.isFinite(reading)) return reading;
  throw new DependencyError(
    'The embedding service\'s answer cannot be used: "logOdds" is not a list of numbers.',
    {
      code: 'invalid_response',
    },
  );
}
