import { plainModel } from '@strata/adapters/upstream/plain-model';
import type { TokenUsage } from '@strata/core';
import { Reloadable, type Live } from '../config-file/live.ts';
import type { LiveSettings } from '../config-file/live-settings.ts';
import { readPrices } from './price-list.ts';
import { costOf, type Price, type PriceTable } from './price-table.ts';
import type { ProviderSettings } from './provider-settings.ts';

export type PricedSettings = Pick<LiveSettings, 'providers' | 'provider_suffix'>;

/** Names come from clients: beyond as many, what was found is forgotten and found again. */
const MAX_REMEMBERED = 1_000;

/**
 * What models cost by the names that clients use here. A name that the price list has not is looked up as what the
 * configuration says it is: behind a provider's name, by its mapping, at its preset's price.
 */
export class ModelPrices {
  readonly #table: PriceTable;
  readonly #settings: Live<PricedSettings>;
  readonly #found = new Map<string, Price | undefined>();

  constructor(options: { readonly table: PriceTable; readonly settings: Live<PricedSettings> }) {
    this.#table = options.table;
    this.#settings = options.settings;
    this.#settings.onChange(() => this.#found.clear());
  }

  /** As the price list names them. */
  get models(): readonly string[] {
    return this.#table.models;
  }

  priceOf(model: string): Price | undefined {
    const found = this.#found.get(model);
    if (found !== undefined || this.#found.has(model)) return found;
    if (this.#found.size >= MAX_REMEMBERED) this.#found.clear();
    const price = this.#find(model);
    this.#found.set(model, price);
    return price;
  }

  /** What the tokens cost; `undefined` for a model whose price is not known: unknown is not guessed. */
  costOf(model: string, usage: TokenUsage | undefined): number | undefined {
    const price = usage === undefined ? undefined : this.priceOf(model);
    return price === undefined || usage === undefined ? undefined : costOf(price, usage);
  }

  #find(model: string): Price | undefined {
    const { providers, provider_suffix: suffix } = this.#settings.current;
    const plain = plainModel(model, suffix);
    const listed = this.#table.priceOf(plain);
    if (listed !== undefined) return listed;
    const prices = providers.flatMap((provider) => this.#atProvider(provider, plain));
    const [first] = prices;
    // Who of several will answer is not known.
    return prices.every((price) => JSON.stringify(price) === JSON.stringify(first)) ? first : undefined;
  }

  /** At one that may answer for the name: its price there, `undefined` where that is not known; else nothing. */
  #atProvider(provider: ProviderSettings, model: string): readonly (Price | undefined)[] {
    const { name, preset = name, model_mapping: mapping } = provider;
    const prefixed = model.startsWith(`${name}/`);
    const own = prefixed ? model.slice(name.length + 1) : model;
    const mapped = Object.hasOwn(mapping, own) ? mapping[own] : undefined;
    const upstream = mapped ?? (prefixed ? own : undefined);
    if (upstream === undefined) return [];
    return [this.#table.priceOf(`${preset}/${upstream}`) ?? this.#table.priceOf(upstream)];
  }
}

/** The prices that ship, where no configuration says what else names mean. */
export function shippedPrices(): ModelPrices {
  const settings = new Reloadable({ providers: [], provider_suffix: '' });
  return new ModelPrices({ table: readPrices(), settings });
}
