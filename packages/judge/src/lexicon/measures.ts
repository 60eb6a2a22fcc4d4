/** Units and currencies by their names and signs. */
export class Measures {
  readonly #units = new Map<string, { readonly dimension: string; readonly factor: number }>();
  /** By quantity: what one of them is called (`time:604800` is a week). */
  readonly #single = new Map<string, string>();
  readonly #currencies = new Map<string, string>();

  constructor(unitLines: readonly string[], currencyLines: readonly string[]) {
    for (const line of unitLines) {
      const [dimension = '', factor = '', ...names] = line.split(' ');
      for (const name of names) this.#units.set(name, { dimension, factor: Number(factor) });
      const [name = ''] = names;
      const key = this.quantity(1, name);
      if (key !== undefined && !this.#single.has(key)) this.#single.set(key, name);
    }
    for (const line of currencyLines) {
      const [code = '', ...names] = line.split(' ');
      for (const name of [code, ...names]) this.#currencies.set(name, code);
    }
  }

  /** `usd` for `$`, `dollar` or `USD` in lower case. */
  currencyOf(name: string): string | undefined {
    return this.#currencies.get(name);
  }

  isUnit(name: string): boolean {
    return this.#units.has(name);
  }

  dimensionOf(name: string): string | undefined {
    return this.#units.get(name)?.dimension;
  }

  /** `week` for the key of seven days. */
  singleOf(quantity: string): string | undefined {
    return this.#single.get(quantity);
  }

  /** The same text for equal quantities: 60 minutes and 1 hour. Rounded to nine digits. */
  quantity(value: number, unit: string): string | undefined {
    const known = this.#units.get(unit);
    return known === undefined
      ? undefined
      : `${known.dimension}:${Number((value * known.factor).toPrecision(9))}`;
  }
}
