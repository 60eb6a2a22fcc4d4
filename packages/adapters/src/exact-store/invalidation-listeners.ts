import type { Invalidation } from '@strata/core';

type Listener = (invalidation: Invalidation) => void;

/** Who wants to hear of clears and deletes. The same function added twice is called twice. */
export class InvalidationListeners {
  readonly #listeners = new Set<{ readonly notify: Listener }>();

  /** Returns what takes the listener out again. */
  add(listener: Listener): () => void {
    const entry = { notify: listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  emit(invalidation: Invalidation): void {
    for (const listener of this.#listeners) listener.notify(invalidation);
  }

  removeAll(): void {
    this.#listeners.clear();
  }
}
