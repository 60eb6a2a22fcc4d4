import { InvalidRequestError } from '@strata/core';
import type { Request } from 'express';

const MAX_LIMIT = 500;

/** `?after=` (a number that an earlier answer called `last`) and `?limit=`. */
export function ringQuery({ query }: Request): { readonly after: number; readonly limit: number } {
  return {
    after: whole(query['after'], { name: 'after', otherwise: 0 }),
    limit: Math.min(MAX_LIMIT, whole(query['limit'], { name: 'limit', otherwise: 100 })),
  };
}

function whole(value: unknown, { name, otherwise }: { name: string; otherwise: number }): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new InvalidRequestError(`${name} must be a whole number.`, { param: name });
}
