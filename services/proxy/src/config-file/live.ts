/**
 * A setting that may change while the proxy runs. Whoever serves a request reads `current` once at its start and keeps
 * what it got: the request in flight finishes with the old value, the next one begins with the new.
 */
export interface Live<T> {
  readonly current: T;
  /** Called with each new value after it became current. The returned function ends it. */
  onChange(listener: (value: T) => void): () => void;
}

/** The holder's end of a `Live`: `set` swaps the value in one step. */
export class Reloadable<T> implements Live<T> {
  #current: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(initial: T) {
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  set(value: T): void {
    this.#current = value;
    for (const listener of this.#listeners) listener(value);
  }

  onChange(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** For a setting that nothing reloads. */
export function fixed<T>(value: T): Live<T> {
  return new Reloadable(value);
}

/** A part of another live value, made anew with each change of it. */
export function derived<T, U>(source: Live<T>, make: (value: T) => U): Live<U> {
  const part = new Reloadable(make(source.current));
  source.onChange((value) => part.set(make(value)));
  return part;
}
