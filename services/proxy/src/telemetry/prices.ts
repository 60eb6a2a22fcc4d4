import { readFileSync } from 'node:fs';
import type { TokenUsage } from '@strata/core';
import { PriceTable, type Price } from '../providers/price-table.ts';

export type { Price } from '../providers/price-table.ts';

const PRICES = PriceTable.parse(readFileSync(new URL('../../prices.yaml', import.meta.url), 'utf8'));

export const PRICED_MODELS: readonly string[] = PRICES.models;

export function priceOf(model: string): Price | undefined {
  return PRICES.priceOf(model);
}

/** What the tokens cost; `undefined` for a model whose price is not known: unknown is not guessed. */
export function costOf(model: string, usage: TokenUsage | undefined): number | undefined {
  return PRICES.costOf(model, usage);
}
