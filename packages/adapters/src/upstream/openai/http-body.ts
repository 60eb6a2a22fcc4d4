type Result = IteratorResult<Uint8Array, undefined>;

export type HttpBodyEvents = {
  /** The reader has taken everything that was there. */
  readonly onDrained: () => void;
  /** The reader went away before the end. */
  readonly onLeft: () => void;
};

/** The bytes of an answer, for one reader: pushed by the connection as they come, taken when the reader is ready. */
export class HttpBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #events: HttpBodyEvents;
  readonly #chunks: Uint8Array[] = [];
  #reader: PromiseWithResolvers<Result> | undefined;
  #queuedBytes = 0;
  #end: (() => Promise<Result>) | undefined;
  #aborted = false;

  constructor(events: HttpBodyEvents) {
    this.#events = events;
  }

  /** Every read rejects. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** Bytes that came and were not read yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  push(chunk: Uint8Array): void {
    if (this.#end !== undefined) return;
    if (this.#reader !== undefined) {
      this.#settle(Promise.resolve({ done: false, value: chunk }));
      return;
    }
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.length;
  }

  /** Nothing more comes; what is queued is still read. */
  end(): void {
    this.#finish(done);
  }

  /** Nothing more comes: reading rejects once what is queued was read. */
  fail(error: unknown): void {
    this.#finish(() => rejected(error));
  }

  /** The reader asked for it to stop: what is queued is dropped, and every read from now on rejects. */
  abort(reason: unknown): void {
    this.#drop();
    this.#aborted = true;
    this.fail(reason);
    this.#end = () => rejected(reason);
  }

  next(): Promise<Result> {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return this.#end === undefined ? this.#wait() : this.#end();
    this.#queuedBytes -= chunk.length;
    if (this.#chunks.length === 0 && this.#end === undefined) this.#events.onDrained();
    return Promise.resolve({ done: false, value: chunk });
  }

  /** What `next` will give, which stays where it is; `undefined` at the end. */
  async peek(): Promise<Uint8Array | undefined> {
    const { value } = await this.next();
    if (value === undefined) return undefined;
    this.#chunks.unshift(value);
    this.#queuedBytes += value.length;
    return value;
  }

  return(): Promise<Result> {
    this.#drop();
    const left = this.#end === undefined;
    this.end();
    if (left) this.#events.onLeft();
    return done();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #wait(): Promise<Result> {
    this.#reader = Promise.withResolvers<Result>();
    return this.#reader.promise;
  }

  #finish(end: () => Promise<Result>): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    if (this.#reader !== undefined) this.#settle(end());
  }

  #settle(result: Promise<Result>): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.resolve(result);
  }

  #drop(): void {
    this.#chunks.length = 0;
    this.#queuedBytes = 0;
  }
}

function done(): Promise<Result> {
  return Promise.resolve({ done: true, value: undefined });
}

async function rejected(error: unknown): Promise<Result> {
  throw error;
}
