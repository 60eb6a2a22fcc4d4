import type { Clock } from '@strata/core';
import { Budget } from './budget.ts';
import type { MasterKey } from './key-ring.ts';
import { RequestLimit } from './request-limit.ts';
import type { SharedLimits } from './shared-limits.ts';
import type { SpendingBook } from './spending-book.ts';
import { TokenLimit } from './token-limit.ts';

/** What one key may still do; a part that is absent has no limit. */
export type KeyLimits = {
  readonly requests: RequestLimit | undefined;
  readonly tokens: TokenLimit | undefined;
  readonly budget: Budget | undefined;
};

export type LimitParts = {
  readonly clock: Clock;
  readonly shared: SharedLimits | undefined;
  readonly book: SpendingBook;
};

type Kept = { readonly terms: string; readonly limits: KeyLimits };

/** The limits of all configured keys: as many as there are keys, so bounded. */
export class LimitsByKey {
  readonly #parts: () => LimitParts;
  readonly #kept = new Map<string, Kept>();
  #byKey = new WeakMap<MasterKey, KeyLimits>();

  constructor(parts: () => LimitParts) {
    this.#parts = parts;
  }

  /** New keys begin full; a key whose terms are as before keeps what it has used; keys that are gone are forgotten. */
  configure(keys: readonly MasterKey[]): void {
    const names = new Set(keys.map(({ name }) => name));
    for (const name of this.#kept.keys()) if (!names.has(name)) this.#kept.delete(name);
    this.#byKey = new WeakMap(keys.map((key) => [key, this.#limitsOf(key)]));
  }

  of(key: MasterKey): KeyLimits {
    return this.#byKey.get(key) ?? NO_LIMITS;
  }

  #limitsOf(key: MasterKey): KeyLimits {
    const terms = JSON.stringify([key.requests, key.tokensPerMinute, key.budget]);
    const kept = this.#kept.get(key.name);
    if (kept?.terms === terms) return kept.limits;
    const limited = key.requests ?? key.tokensPerMinute ?? key.budget;
    const limits = limited === undefined ? NO_LIMITS : createLimits(key, this.#parts());
    this.#kept.set(key.name, { terms, limits });
    return limits;
  }
}

const NO_LIMITS: KeyLimits = { requests: undefined, tokens: undefined, budget: undefined };

function createLimits(key: MasterKey, { clock, shared, book }: LimitParts): KeyLimits {
  const { name, requests, tokensPerMinute, budget } = key;
  return {
    requests: requests && new RequestLimit({ name, rate: requests, clock, shared }),
    tokens:
      tokensPerMinute === undefined ? undefined : new TokenLimit({ name, tokensPerMinute, clock, shared }),
    budget: budget === undefined ? undefined : new Budget({ name, dollars: budget, clock, book }),
  };
}
