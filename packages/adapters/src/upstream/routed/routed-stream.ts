type Result<T> = IteratorResult<T, undefined>;

export type RoutedStreamOptions<T> = {
  /** Read already, so that it is known that the answer begins. */
  readonly first?: IteratorResult<T, unknown>;
  readonly rest: AsyncIterator<T, unknown>;
  /** What becomes of each piece on its way. */
  readonly map: (piece: T) => T;
  readonly signal: AbortSignal;
  /** Called once, when nothing more will be read; with what broke the stream off. */
  readonly onOver: (error?: unknown) => void;
};

/**
 * The pieces of an answer as they come, for one reader, and word of their end. Not a generator: a generator would keep
 * `return()` waiting behind a read that is under way.
 */
export class RoutedStream<T> implements AsyncIterableIterator<T, undefined> {
  readonly #options: RoutedStreamOptions<T>;
  #first: IteratorResult<T, unknown> | undefined;
  #over = false;

  constructor(options: RoutedStreamOptions<T>) {
    this.#options = options;
    this.#first = options.first;
    // A reader may never come back to find its stream aborted.
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  async next(): Promise<Result<T>> {
    const first = this.#first;
    this.#first = undefined;
    try {
      const result = first ?? (await this.#options.rest.next());
      if (result.done !== true) return { done: false, value: this.#options.map(result.value) };
    } catch (error) {
      this.#end(error);
      throw error;
    }
    this.#end();
    return { done: true, value: undefined };
  }

  async return(): Promise<Result<T>> {
    this.#first = undefined;
    this.#end();
    await this.#options.rest.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(error?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#options.onOver(error);
  }

  readonly #onAbort = (): void => {
    this.#first = undefined;
    this.#end();
  };
}
