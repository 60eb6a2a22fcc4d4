import { isJson, UpstreamError } from '@strata/core';
import { createParser, type EventSourceMessage, type EventSourceParser } from 'eventsource-parser';
import type { FinishWatch } from './finish-watch.ts';
import type { HttpBody } from './http-body.ts';
import { streamError } from './stream-error.ts';
import { Utf8Text } from './utf8-text.ts';

type Result = IteratorResult<string, undefined>;

export type SseEventsOptions = {
  readonly body: HttpBody;
  readonly watch: FinishWatch;
  /** A longer event breaks the stream off. */
  readonly maxEventChars: number;
  /** `[DONE]` was seen: what may still come is of no interest. */
  readonly onDone: () => void;
  /** Called once, when nothing more will be given out. */
  readonly onOver: () => void;
};

const DONE = '[DONE]';

/**
 * The `data` of each server-sent event of a chat stream, for one reader. Not a generator: a generator would keep
 * `return()` waiting behind a read that is under way, and the socket open with it.
 */
export class SseEvents implements AsyncIterableIterator<string, undefined> {
  readonly #options: SseEventsOptions;
  readonly #parser: EventSourceParser;
  readonly #text = new Utf8Text();
  readonly #parsed: EventSourceMessage[] = [];
  #tooLong = false;
  #ended = false;
  #over = false;

  constructor(options: SseEventsOptions) {
    this.#options = options;
    this.#parser = createParser({
      maxBufferSize: options.maxEventChars,
      // An event without data is none (some send them to keep the connection alive), and clients would parse it.
      onEvent: (event) => {
        if (event.data !== '') this.#parsed.push(event);
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') this.#tooLong = true;
      },
    });
  }

  /** Whether bytes so far were no UTF-8. */
  get damaged(): boolean {
    return this.#text.damaged;
  }

  async next(): Promise<Result> {
    while (!this.#over) {
      // What came in one piece with what was read is not given out after an abort.
      if (this.#options.body.aborted) this.#parsed.length = 0;
      else if (this.#options.watch.last) return this.#done();
      const event = this.#parsed.shift();
      if (event !== undefined) return this.#give(event);
      if (this.#tooLong) return this.#break(interrupted('An event of the stream is too long'));
      if (this.#ended && !this.#options.body.aborted) return this.#finish();
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other, as they come
      await this.#read();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<Result> {
    this.#close();
    await this.#options.body.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<void> {
    try {
      const chunk = await this.#options.body.next();
      if (chunk.done !== true) return this.#parser.feed(this.#text.write(chunk.value));
      this.#ended = true;
      // Some servers leave out the blank line after the last event.
      if (!this.#tooLong) this.#parser.feed(`${this.#text.end()}\n\n`);
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  #give({ data, event: type }: EventSourceMessage): Result {
    if (isDone(data)) return this.#done();
    const error = streamError(data, type);
    if (error !== undefined) return this.#break(error);
    // A last event that the closing connection cut in two is not passed on as if it were one.
    if (this.#ended && !isJson(data)) return this.#finish();
    this.#options.watch.see(data);
    return { done: false, value: data };
  }

  #done(): Result {
    this.#close();
    this.#options.onDone();
    return { done: true, value: undefined };
  }

  /** The body is over and `[DONE]` did not come. */
  #finish(): Result {
    if (!this.#options.watch.finished)
      return this.#break(interrupted('The stream ended before its answer did'));
    this.#close();
    return { done: true, value: undefined };
  }

  #break(error: UpstreamError): never {
    this.#close();
    void this.#options.body.return();
    throw error;
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#parsed.length = 0;
    this.#options.onOver();
  }
}

/** White space around it is a server's, not the answer's: passed on as an event it could not be stored. */
function isDone(data: string): boolean {
  return data === DONE || (data.length < 32 && data.trim() === DONE);
}

function interrupted(what: string): UpstreamError {
  return new UpstreamError(`${what}.`, { code: 'interrupted', retryable: true });
}
