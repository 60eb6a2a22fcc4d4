import { InvalidRequestError } from '@strata/core';
import type { Request } from 'express';

const MAX_LIMIT = 500;

/** `?after=` (a number that an earlier answer called `last`) and `?limit=`. Throws `InvalidRequestError`. */
export function ringQuery({ query }: Request): { readonly after: number; readonly limit: number } {
  const after = whole(query['after'] ?? '0');
  if (after === undefined) throw bad('after', 'must be a whole number');
  const limit = whole(query['limit'] ?? '100');
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT)
    throw bad('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
  return { after, limit };
}

function whole(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
}

function bad(param: string, what: string): InvalidRequestError {
  return new InvalidRequestError(`${param} ${what}.`, { param });
}
