import type { TokenUsage } from '@strata/core';

/** US dollars for a million tokens. */
export type Price = { readonly input: number; readonly output: number };

/** Prices by model name as the client writes it. Source: the providers' public price lists. */
const PRICES: Readonly<Record<string, Price>> = {
  'llama-3.3-70b-versatile': { input: 0.59, output: 0.79 },
  'llama-3.1-8b-instant': { input: 0.05, output: 0.08 },
  'meta-llama/llama-4-scout-17b-16e-instruct': { input: 0.11, output: 0.34 },
  'meta-llama/llama-4-maverick-17b-128e-instruct': { input: 0.2, output: 0.6 },
  'qwen/qwen3-32b': { input: 0.29, output: 0.59 },
  'moonshotai/kimi-k2-instruct-0905': { input: 1, output: 3 },
  'openai/gpt-oss-20b': { input: 0.075, output: 0.3 },
  'openai/gpt-oss-safeguard-20b': { input: 0.075, output: 0.3 },
  'openai/gpt-oss-120b': { input: 0.15, output: 0.6 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
};

export const PRICED_MODELS: readonly string[] = Object.keys(PRICES);

export function priceOf(model: string): Price | undefined {
  return Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
}

/** What the tokens cost; `undefined` for a model whose price is not known: unknown is not guessed. */
export function costOf(model: string, usage: TokenUsage | undefined): number | undefined {
  const price = priceOf(model);
  if (price === undefined || usage === undefined) return undefined;
  return (usage.promptTokens * price.input + usage.completionTokens * price.output) / 1_000_000;
}
