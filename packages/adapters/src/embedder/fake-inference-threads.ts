import type { EmbedderDescription } from '@strata/core';
import type { InferenceRequest } from './inference-messages.ts';
import type { StartThread, ThreadListener } from './inference-thread.ts';
import type { PairReading } from './pair-reader.ts';
import type { Encoding } from './sentence-encoder.ts';

export const FAKE_DESCRIPTION: EmbedderDescription = {
  model: 'fake',
  dimensions: 2,
  maxTokens: 256,
  fingerprint: 'fake-space',
};

/** A thread that does what a test says, in place of one with a model in it. */
export class FakeInferenceThread {
  /** What it was asked and has not answered, oldest first. */
  readonly inbox: InferenceRequest[] = [];
  /** Texts, and pairs as `one | other`. */
  readonly received: string[] = [];
  held: boolean | undefined;
  stopped = false;
  readonly #listener: ThreadListener;

  constructor(listener: ThreadListener) {
    this.#listener = listener;
  }

  send(request: InferenceRequest): void {
    this.inbox.push(request);
    const { text, other } = request;
    this.received.push(other === undefined ? text : `${text} | ${other}`);
  }

  load(): void {
    this.#listener.onMessage({ kind: 'ready', description: FAKE_DESCRIPTION });
  }

  /** Answers the oldest request, so that the answer tells whose it is: see `encodingOf` and `readingOf`. */
  answer(): void {
    const { id, text, other } = this.#next();
    const result = other === undefined ? encodingOf(text) : readingOf(text, other);
    this.#listener.onMessage({ kind: 'done', id, result });
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

  #next(): InferenceRequest {
    const request = this.inbox.shift();
    if (request === undefined) throw new Error('The thread was asked nothing.');
    return request;
  }
}

/** The vector tells the text's length. */
function encodingOf(text: string): Encoding {
  const vector = Float32Array.of(text.length, 1);
  return { vector, tokenCount: text.length, truncated: false, unknownShare: 0 };
}

/** The reading tells by how much the first is longer; beside an empty text there is none. */
function readingOf(text: string, other: string): PairReading {
  return { logOdds: other === '' ? undefined : text.length - other.length };
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
