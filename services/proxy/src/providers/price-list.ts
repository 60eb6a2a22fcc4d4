import { readFileSync } from 'node:fs';
import { messageOf } from '@strata/core';
import { ZodError } from 'zod';
import { PriceTable } from './price-table.ts';

const SHIPPED = new URL('../../prices.yaml', import.meta.url);

/** The price list that ships, with another file's prices over it. Throws for one that cannot be read. */
export function readPrices(path?: string): PriceTable {
  const shipped = PriceTable.parse(readFileSync(SHIPPED, 'utf8'));
  return path === undefined ? shipped : shipped.with(PriceTable.parse(readFileSync(path, 'utf8')));
}

/** What is wrong with the file, if anything; found at the start rather than by the first answer that costs something. */
export function pricesProblem(path: string): string | undefined {
  try {
    readPrices(path);
    return undefined;
  } catch (error) {
    const [issue] = error instanceof ZodError ? error.issues : [];
    const why = issue === undefined ? messageOf(error) : `${issue.path.join('.')}: ${issue.message}`;
    return `must be a price list (${why})`;
  }
}
