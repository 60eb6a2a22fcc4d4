import { readFileSync } from 'node:fs';
import { Reloadable } from '../config-file/live.ts';
import { ModelPrices } from '../providers/model-prices.ts';
import { PriceTable } from '../providers/price-table.ts';

const SHIPPED = new URL('../../prices.yaml', import.meta.url);

/** The price list that ships, with another file's prices over it. Throws for one that cannot be read. */
export function readPrices(path: string | undefined): PriceTable {
  const shipped = PriceTable.parse(readFileSync(SHIPPED, 'utf8'));
  return path === undefined ? shipped : shipped.with(PriceTable.parse(readFileSync(path, 'utf8')));
}

/** The prices that ship, where no configuration says what else names mean. */
export function shippedPrices(): ModelPrices {
  const settings = new Reloadable({ providers: [], provider_suffix: '' });
  return new ModelPrices({ table: readPrices(undefined), settings });
}
