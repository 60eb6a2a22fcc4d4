import type { TokenUsage } from '@strata/core';
import { parse } from 'yaml';
import { z } from 'zod';

const dollars = z.number().min(0);

const ratesSchema = z.strictObject({
  input: dollars,
  output: dollars,
  cached: dollars.optional(),
  reasoning: dollars.optional(),
});

const priceSchema = ratesSchema.extend({
  long: ratesSchema.extend({ over: z.int().min(1) }).optional(),
});

/** `prices.yaml`: provider -> model -> price. */
const pricesSchema = z.record(z.string(), z.record(z.string(), priceSchema));

type Rates = z.output<typeof ratesSchema>;

/** US dollars for a million tokens; `long` for prompts of more than `over` tokens. */
export type Price = z.output<typeof priceSchema>;

/** Prices by the names that clients write: a model's own, and with its provider's before it. */
export class PriceTable {
  readonly #prices: ReadonlyMap<string, Price>;
  /** As the file names them. */
  readonly models: readonly string[];

  private constructor(prices: ReadonlyMap<string, Price>, models: readonly string[]) {
    this.#prices = prices;
    this.models = models;
  }

  /** Throws for a text that is no price list. */
  static parse(text: string): PriceTable {
    const listed = Object.entries(pricesSchema.parse(parse(text))).flatMap(([provider, models]) =>
      Object.entries(models).map(([model, price]) => ({ provider, model, price })),
    );
    const prices = new Map<string, Price>();
    const ambiguous = new Set<string>();
    for (const { model, price } of listed) {
      const other = prices.get(model);
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(price)) ambiguous.add(model);
      prices.set(model, price);
    }
    for (const model of ambiguous) prices.delete(model);
    for (const { provider, model, price } of listed) prices.set(`${provider}/${model}`, price);
    return new PriceTable(prices, [...new Set(listed.map(({ model }) => model))]);
  }

  /** With another list over it: where both have a name, the other one's price counts. */
  with(other: PriceTable): PriceTable {
    const prices = new Map([...this.#prices, ...other.#prices]);
    return new PriceTable(prices, [...new Set([...this.models, ...other.models])]);
  }

  priceOf(model: string): Price | undefined {
    return this.#prices.get(model);
  }
}

/** What the tokens cost at a price. */
export function costOf(price: Price, usage: TokenUsage): number {
  const { long } = price;
  return costAt(long !== undefined && usage.promptTokens > long.over ? long : price, usage);
}

function costAt(rates: Rates, usage: TokenUsage): number {
  const { promptTokens, completionTokens, cachedTokens = 0, reasoningTokens = 0 } = usage;
  const { input, output, cached = input, reasoning = output } = rates;
  // Not every provider counts the details within the sums.
  const fresh = Math.max(0, promptTokens - cachedTokens);
  const said = Math.max(0, completionTokens - reasoningTokens);
  return (fresh * input + cachedTokens * cached + said * output + reasoningTokens * reasoning) / 1_000_000;
}
