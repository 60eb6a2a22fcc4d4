import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { closed, sse, type FakeReply } from './fake-openai-replies.ts';

type Action = (response: ServerResponse) => void;

/** A streamed reply the test drives by hand: `server.enqueue(stream.reply)`, then `push`, `end`, `cut`. */
export class FakeStream {
  readonly #queued: Action[] = [];
  readonly #opened = Promise.withResolvers<void>();
  readonly #headers: OutgoingHttpHeaders;
  #response: ServerResponse | undefined;

  constructor(headers: OutgoingHttpHeaders = {}) {
    this.#headers = { 'content-type': 'text/event-stream; charset=utf-8', ...headers };
  }

  /** Resolves when a request arrived and the headers of the reply are sent. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  readonly reply: FakeReply = (_request, response) => {
    response.writeHead(200, this.#headers);
    response.flushHeaders();
    this.#response = response;
    for (const action of this.#queued.splice(0)) action(response);
    this.#opened.resolve();
    return closed(response);
  };

  /** Sends events now, or as soon as the request is there. */
  push(...payloads: readonly (string | object)[]): this {
    return this.raw(payloads.map(sse).join(''));
  }

  /** Sends bytes as they are. */
  raw(part: string | Uint8Array): this {
    return this.#do((response) => response.write(part));
  }

  /** `[DONE]`, and the end of the body. */
  done(): void {
    this.push('[DONE]').end();
  }

  /** The end of the body without `[DONE]`. */
  end(): void {
    this.#do((response) => response.end());
  }

  /** Breaks the connection. */
  cut(): void {
    this.#do((response) => response.destroy());
  }

  #do(action: Action): this {
    if (this.#response === undefined) this.#queued.push(action);
    else action(this.#response);
    return this;
  }
}
