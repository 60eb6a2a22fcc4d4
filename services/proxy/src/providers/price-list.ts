import { readFileSync } from 'node:fs';
import { PriceTable } from './price-table.ts';

const SHIPPED = new URL('../../prices.yaml', import.meta.url);

/** The price list that ships, with another file's prices over it. Throws for one that cannot be read. */
export function readPrices(path?: string): PriceTable {
  const shipped = PriceTable.parse(readFileSync(SHIPPED, 'utf8'));
  return path === undefined ? shipped : shipped.with(PriceTable.parse(readFileSync(path, 'utf8')));
}
