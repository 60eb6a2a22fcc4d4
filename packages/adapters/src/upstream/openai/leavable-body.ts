import type { Readable } from 'node:stream';

/**
 * The bytes of an answer for one reader, who may leave it unread. Not the stream itself: its iterator is a generator,
 * and one that is left before its first read leaves the stream open, and the socket with it.
 */
export class LeavableBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Uint8Array, undefined>;

  constructor(stream: Readable) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    return this.#chunks.next();
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    // It says that it was broken off, to whoever listens; unheard that would end the process.
    this.#stream.on('error', () => {}).destroy();
    await this.#chunks.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
