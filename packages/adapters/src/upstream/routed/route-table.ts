import { fitsPattern } from '@strata/core';
import { plainModel } from '../plain-model.ts';
import type { Provider } from './provider.ts';
import { WeightedTurns } from './weighted-turns.ts';

/** A provider that serves a model, and its own name for it. */
export type Candidate = {
  readonly provider: Provider;
  readonly name: string;
  readonly weight: number;
  readonly model: string;
};

/** Who may answer for a model, and whose turn it is. */
export type Route = { readonly candidates: readonly Candidate[]; readonly turns: WeightedTurns };

export type RouteTableOptions = {
  readonly providers: readonly Provider[];
  /** Model -> models asked in its place when nobody answers for it. */
  readonly fallbacks: Readonly<Record<string, readonly string[]>>;
  /** Taken off the front of model names, with the slash after it. Empty: nothing is. */
  readonly providerSuffix: string;
};

/** How closely a provider's configuration names a model, the closest first. */
type Closeness = 'exact' | 'prefix' | 'pattern' | 'any';
const CLOSEST_FIRST: readonly Closeness[] = ['exact', 'prefix', 'pattern', 'any'];

type Match = { readonly closeness: Closeness; readonly model: string };

/**
 * From a client's model name to the providers that serve it: those that name it most closely. A name that is listed beats
 * one with a provider's name before it (`groq/llama-3.3-70b-versatile`), that beats a pattern (`gpt-*`), that beats `*`.
 */
export class RouteTable {
  readonly #options: RouteTableOptions;
  /** Providers that stand together for some model take turns over all such models. */
  readonly #turns = new Map<string, WeightedTurns>();

  constructor(options: RouteTableOptions) {
    this.#options = options;
  }

  /** The name without `PROVIDER_SUFFIX` before it. */
  plain(model: string): string {
    return plainModel(model, this.#options.providerSuffix);
  }

  fallbacksOf(model: string): readonly string[] {
    const { fallbacks } = this.#options;
    return Object.hasOwn(fallbacks, model) ? (fallbacks[model] ?? []) : [];
  }

  /** `undefined` where no provider serves the model. */
  find(model: string): Route | undefined {
    const matches = this.#options.providers.map((provider) => ({ provider, ...matchOf(provider, model) }));
    for (const closeness of CLOSEST_FIRST) {
      const closest = matches.filter((match) => match.closeness === closeness);
      if (closest.length > 0) return this.#route(closest.map(candidateOf));
    }
    return undefined;
  }

  #route(candidates: readonly Candidate[]): Route {
    const key = candidates.map(({ name }) => name).join(' ');
    const turns = this.#turns.get(key) ?? new WeightedTurns();
    this.#turns.set(key, turns);
    return { candidates, turns };
  }
}

function candidateOf(match: { readonly provider: Provider; readonly model?: string }): Candidate {
  const { provider, model = '' } = match;
  return { provider, name: provider.name, weight: provider.weight, model };
}

function matchOf(provider: Provider, model: string): Match | Partial<Match> {
  const own = ownMatch(provider, model);
  if (own?.closeness === 'exact') return own;
  const prefix = `${provider.name}/`;
  const rest = model.startsWith(prefix) ? ownMatch(provider, model.slice(prefix.length)) : undefined;
  return rest === undefined ? (own ?? {}) : { closeness: 'prefix', model: rest.model };
}

function ownMatch({ mapping, models }: Provider, model: string): Match | undefined {
  const mapped = mapping.get(model);
  if (mapped !== undefined) return { closeness: 'exact', model: mapped };
  if (models.includes(model)) return { closeness: 'exact', model };
  const patterns = [...mapping.keys(), ...models].filter(
    (name) => name.includes('*') && fitsPattern(name, model),
  );
  const closest = patterns.find((name) => name !== '*') ?? patterns[0];
  if (closest === undefined) return undefined;
  return { closeness: closest === '*' ? 'any' : 'pattern', model: mapping.get(closest) ?? model };
}
