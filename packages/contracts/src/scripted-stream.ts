type Step = { readonly data: string } | { readonly end: true } | { readonly error: unknown };
type Result = IteratorResult<string, undefined>;

/** The events of one streamed reply, given out as the test pushes them. For one reader. */
export class ScriptedStream implements AsyncIterableIterator<string, undefined> {
  readonly #steps: Step[] = [];
  readonly #readers: PromiseWithResolvers<Result>[] = [];
  readonly #closed = Promise.withResolvers<void>();
  /** What every later read gives, once the stream is over. */
  #after: (() => Promise<Result>) | undefined;
  #cancelled = false;

  /** Whether the reader went away (abort or `return()`) before the stream ended. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Resolves when the reader saw the end, or went away. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** One event each: a string is its `data` as it is, an object becomes JSON. */
  push(...events: readonly (string | object)[]): this {
    for (const event of events)
      this.#add({ data: typeof event === 'string' ? event : JSON.stringify(event) });
    return this;
  }

  /** The upstream said `[DONE]`. */
  end(): void {
    this.#add({ end: true });
  }

  /** The stream breaks with this error after what was pushed. */
  fail(error: unknown): void {
    this.#add({ error });
  }

  /** Ties the stream to the call's signal: its abort rejects the reader with the reason. */
  open(signal: AbortSignal): this {
    const onAbort = (): void => this.#cancel(() => rejected(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    return this;
  }

  next(): Promise<Result> {
    if (this.#after !== undefined) return this.#after();
    const step = this.#steps.shift();
    if (step !== undefined) return this.#give(step);
    const reader = Promise.withResolvers<Result>();
    this.#readers.push(reader);
    return reader.promise;
  }

  return(): Promise<Result> {
    this.#cancel(done);
    this.#after = done;
    return done();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #add(step: Step): void {
    if (this.#after !== undefined) return;
    const reader = this.#readers.shift();
    if (reader === undefined) this.#steps.push(step);
    else reader.resolve(this.#give(step));
  }

  #give(step: Step): Promise<Result> {
    if ('data' in step) return Promise.resolve({ done: false, value: step.data });
    this.#after = done;
    this.#closed.resolve();
    return 'end' in step ? done() : rejected(step.error);
  }

  /** What was pushed and not yet read is dropped: a closed socket delivers nothing more. */
  #cancel(after: () => Promise<Result>): void {
    if (this.#after !== undefined) return;
    this.#after = after;
    this.#cancelled = true;
    this.#closed.resolve();
    for (const reader of this.#readers.splice(0)) reader.resolve(after());
  }
}

async function rejected(error: unknown): Promise<Result> {
  throw error;
}

function done(): Promise<Result> {
  return Promise.resolve({ done: true, value: undefined });
}
