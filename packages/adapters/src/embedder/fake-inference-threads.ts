import type { EmbedderDescription } from '@strata/core';
import type { EncodeRequest } from './inference-messages.ts';
import type { StartThread, ThreadListener } from './inference-thread.ts';

export const FAKE_DESCRIPTION: EmbedderDescription = {
  model: 'fake',
  dimensions: 2,
  maxTokens: 256,
  fingerprint: 'fake-space',
};

/** A thread that does what a test says, in place of one with a model in it. */
export class FakeInferenceThread {
  /** What it was asked and has not answered, oldest first. */
  readonly inbox: EncodeRequest[] = [];
  readonly received: string[] = [];
  held: boolean | undefined;
  stopped = false;
  readonly #listener: ThreadListener;

  constructor(listener: ThreadListener) {
    this.#listener = listener;
  }

  send(request: EncodeRequest): void {
    this.inbox.push(request);
    this.received.push(request.text);
  }

  load(): void {
    this.#listener.onMessage({ kind: 'ready', description: FAKE_DESCRIPTION });
  }

  /** Answers the oldest request with a vector that tells the text's length. */
  answer(): void {
    const { id, text } = this.#next();
    const vector = Float32Array.of(text.length, 1);
    const encoding = { vector, tokenCount: text.length, truncated: false, unknownShare: 0 };
    this.#listener.onMessage({ kind: 'encoded', id, encoding });
  }

  answerAll(): void {
    while (this.inbox.length > 0) this.answer();
  }

  refuse(reason: string): void {
    this.#listener.onMessage({ kind: 'failed', id: this.#next().id, reason });
  }

  crash(message: string): void {
    this.#listener.onEnd(new Error(message));
  }

  #next(): EncodeRequest {
    const request = this.inbox.shift();
    if (request === undefined) throw new Error('The thread was asked nothing.');
    return request;
  }
}

/** Starts fake threads and keeps them, in the order of their start. */
export class FakeInferenceThreads {
  readonly started: FakeInferenceThread[] = [];

  readonly start: StartThread = (listener) => {
    const thread = new FakeInferenceThread(listener);
    this.started.push(thread);
    return {
      send: (request) => thread.send(request),
      hold: (busy) => (thread.held = busy),
      stop: async () => {
        thread.stopped = true;
      },
    };
  };

  /** The one that was started last. */
  get latest(): FakeInferenceThread {
    const thread = this.started.at(-1);
    if (thread === undefined) throw new Error('No thread was started.');
    return thread;
  }
}
