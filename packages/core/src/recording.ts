import { UpstreamError } from './errors.ts';

export type RecordingOptions = {
  readonly maxBytes: number;
  /** Called once, when the beginning is let go: whoever comes now has come too late. */
  readonly onIncomplete: () => void;
};

type Reader = { next: number; wake: () => void };

/**
 * A live stream, kept while it is passed on, so that others can join late: each reader gets everything from the start
 * and then follows live. The writer is held back only when the *fastest* reader is a whole buffer behind; a reader that
 * falls further behind than the buffer reaches is cut off rather than allowed to hold up the rest.
 */
export class Recording {
  readonly #maxBytes: number;
  readonly #onIncomplete: () => void;
  readonly #events: string[] = [];
  readonly #readers = new Set<Reader>();
  #dropped = 0;
  #bytes = 0;
  #state: 'live' | 'ended' | 'failed' = 'live';
  #failure: unknown;
  #resumeWriter: () => void = () => {};

  constructor(options: RecordingOptions) {
    this.#maxBytes = options.maxBytes;
    this.#onIncomplete = options.onIncomplete;
  }

  /** False once the beginning had to be let go: nobody can join any more, and nothing may be stored. */
  get complete(): boolean {
    return this.#dropped === 0;
  }

  /** What it holds now, with what V8 adds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds one event. Wait for it before the next: it is the back-pressure. */
  async push(data: string): Promise<void> {
    this.#events.push(data);
    this.#bytes += sizeOf(data);
    this.#wakeReaders();
    while (this.#bytes > this.#maxBytes) {
      // oxlint-disable-next-line no-await-in-loop -- held back until a reader has moved on
      if (this.#fastestLag() > 0) await new Promise<void>((resolve) => (this.#resumeWriter = resolve));
      else this.#dropOldest();
    }
    // Nobody can join any more: what all readers have had is garbage, and sooner collected while it is young.
    if (!this.complete) while (this.#isReadByAll()) this.#dropOldest();
  }

  end(): void {
    if (this.#state === 'live') this.#state = 'ended';
    this.#wakeReaders();
  }

  fail(error: unknown): void {
    if (this.#state === 'live') {
      this.#state = 'failed';
      this.#failure = error;
    }
    this.#wakeReaders();
    this.#resumeWriter();
  }

  /** All events from the first on. Throws what the stream failed with, or the signal's reason. */
  async *read(signal?: AbortSignal): AsyncGenerator<string, void, undefined> {
    const reader: Reader = { next: 0, wake: () => {} };
    const onAbort = (): void => reader.wake();
    this.#readers.add(reader);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        signal?.throwIfAborted();
        if (reader.next < this.#dropped) throw tooSlow();
        const event = this.#events[reader.next - this.#dropped];
        if (event !== undefined) {
          reader.next += 1;
          yield event;
        } else if (this.#state === 'live') {
          this.#resumeWriter();
          // oxlint-disable-next-line no-await-in-loop -- waits for the next event
          await new Promise<void>((resolve) => (reader.wake = resolve));
        } else if (this.#state === 'failed') throw this.#failure;
        else return;
      }
    } finally {
      this.#readers.delete(reader);
      signal?.removeEventListener('abort', onAbort);
      this.#resumeWriter();
    }
  }

  #wakeReaders(): void {
    for (const reader of this.#readers) reader.wake();
  }

  /** Events that the fastest reader has still to take; 0 without readers: nobody to wait for. */
  #fastestLag(): number {
    let lag = Number.POSITIVE_INFINITY;
    for (const reader of this.#readers)
      lag = Math.min(lag, this.#dropped + this.#events.length - reader.next);
    return Number.isFinite(lag) ? lag : 0;
  }

  #isReadByAll(): boolean {
    if (this.#events.length === 0) return false;
    for (const reader of this.#readers) if (reader.next <= this.#dropped) return false;
    return true;
  }

  #dropOldest(): void {
    const oldest = this.#events.shift() ?? '';
    this.#bytes -= sizeOf(oldest);
    this.#dropped += 1;
    if (this.#dropped === 1) this.#onIncomplete();
  }
}

/** What V8 adds to a short text and its place in a list. */
const EVENT_OVERHEAD_BYTES = 32;

function sizeOf(event: string): number {
  return Buffer.byteLength(event) + EVENT_OVERHEAD_BYTES;
}

function tooSlow(): UpstreamError {
  return new UpstreamError('The stream was read too slowly.', { code: 'interrupted' });
}
