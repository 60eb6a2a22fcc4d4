/**
 * A setting that may change while the proxy runs. Whoever serves a request reads `current` once at its start and keeps
 * what it got: the request in flight finishes with the old value, the next one begins with the new.
 */
export interface Live<T> {
  readonly current: T;
  /** Called with each new value after it became current. Must not throw. The returned function ends it. */
  onChange(listener: (value: T) => void): () => void;
  /**
   * For what is made of the value: called before it becomes current, and what it returns when every other preparation
   * went well too. One that throws refuses the value, and nothing changes anywhere: what the others made is dropped
   * as it is, so nothing in it may have begun to run.
   */
  onPrepare(preparation: Preparation<T>): void;
}

type Preparation<T> = (next: T) => () => void;

/** The holder's end of a `Live`. */
export class Reloadable<T> implements Live<T> {
  #current: T;
  readonly #listeners = new Set<(value: T) => void>();
  readonly #preparations: Preparation<T>[] = [];

  constructor(initial: T) {
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  onChange(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onPrepare(preparation: Preparation<T>): void {
    this.#preparations.push(preparation);
  }

  /** Swaps the value, and all that was made of it, in one step; throws what a preparation threw. */
  set(next: T): void {
    this.prepare(next)();
  }

  prepare(next: T): () => void {
    const commits = this.#preparations.map((preparation) => preparation(next));
    return () => {
      this.#current = next;
      for (const commit of commits) commit();
      for (const listener of this.#listeners) listener(next);
    };
  }
}

/** What is made of a live value, made anew with each change of it. */
export function derived<T, U>(source: Live<T>, make: (value: T) => U): Live<U> {
  const part = new Reloadable(make(source.current));
  source.onPrepare((next) => part.prepare(make(next)));
  return part;
}
