import type { Clock, Observer } from '@strata/core';
import { Dependency } from '@strata/core/dependency';

export type LenientStoreOptions<Store> = {
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
};

type Pingable = { ping(signal: AbortSignal): Promise<void> };

/** A store that no request fails for: while it is away, what is asked of it has no answer. */
export class LenientStore<Store extends Pingable> implements Disposable {
  readonly #store: Store;
  readonly #dependency: Dependency;

  constructor(name: string, { store, clock, observer, deadlineMs }: LenientStoreOptions<Store>) {
    this.#store = store;
    const ping = (signal: AbortSignal): Promise<void> => store.ping(signal);
    this.#dependency = new Dependency({ name, deadlineMs, clock, observer, ping });
  }

  /** `false` while the store is known to be away. */
  get available(): boolean {
    return this.#dependency.available;
  }

  async ask<T>(
    operation: string,
    work: (store: Store, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await this.#dependency.call(operation, (signal) => work(this.#store, signal));
    } catch {
      // Observed by the dependency; the caller does without.
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#dependency[Symbol.dispose]();
  }
}
