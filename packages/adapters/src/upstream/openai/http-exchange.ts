import type { Clock, UpstreamError } from '@strata/core';
import type { Dispatcher } from 'undici';
import { contentDecoder, type ByteSink } from './content-decoder.ts';
import { connectionFailure } from './connection-failure.ts';
import { HttpBody } from './http-body.ts';
import { timedOut, type TimedPhase, type UpstreamTimeouts } from './timeouts.ts';

export type HttpResponse = {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: HttpBody;
};

/** Lower-case names; a header that came several times is a list. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

export type HttpExchangeOptions = {
  readonly clock: Clock;
  readonly timeouts: UpstreamTimeouts;
};

/** Bytes read ahead of a slow reader before the connection is held back. */
const READ_AHEAD_BYTES = 64 * 1_024;
/** How long the rest of a body is waited for whose reader has all it needs, to save the connection. */
const DRAIN_MS = 1_000;

/**
 * One HTTP request and its answer, on undici's dispatch interface: pieces of the body reach the reader in the very
 * callback that read them from the socket, and the phases (connect, first byte, idle) can be told apart.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<HttpResponse>;
  readonly #options: HttpExchangeOptions;
  readonly #headers = Promise.withResolvers<HttpResponse>();
  readonly #body: HttpBody;
  #sink: ByteSink;
  #controller: Dispatcher.DispatchController | undefined;
  #phase: 'connecting' | 'waiting' | 'reading' | 'over' = 'connecting';
  #draining = false;
  #disarm: () => void = () => {};

  constructor(options: HttpExchangeOptions) {
    this.#options = options;
    this.response = this.#headers.promise;
    this.#body = new HttpBody({ onDrained: () => this.#resume(), onLeft: () => this.#hangUp() });
    this.#sink = {
      data: (chunk) => this.#body.push(chunk),
      end: () => this.#body.end(),
      fail: (error) => {
        this.#body.fail(connectionFailure(error, 'reading'));
        this.#hangUp();
      },
    };
    this.#arm('connect');
  }

  /** Ends it now, whatever its state: the socket is closed, what waits rejects with `reason`. */
  abort(reason: unknown): void {
    this.#headers.reject(reason);
    this.#body.abort(reason);
    this.#hangUp();
  }

  /** The reader has all it needs: lets the body end so that the connection can be used again. */
  drain(): void {
    if (this.#phase === 'over') return;
    this.#draining = true;
    this.#controller?.resume();
    this.#disarm();
    this.#disarm = this.#options.clock.after(DRAIN_MS, () => this.#hangUp());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Aborted while the connection was still being made.
    if (this.#phase === 'over') return controller.abort(new Error('aborted'));
    this.#phase = 'waiting';
    this.#arm('firstByte');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    // 1xx: the answer proper is still to come.
    if (status < 200 || this.#phase === 'over') return;
    this.#phase = 'reading';
    const encoding = headers['content-encoding'];
    if (encoding !== undefined) this.#sink = contentDecoder(String(encoding), this.#sink);
    this.#arm('idle');
    this.#headers.resolve({ status, headers, body: this.#body });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#draining || this.#phase === 'over') return;
    this.#arm('idle');
    this.#sink.data(chunk);
    if (this.#body.queuedBytes <= READ_AHEAD_BYTES) return;
    // Held back by our own reader: the upstream must not be blamed for the silence.
    controller.pause();
    this.#disarm();
  }

  onResponseEnd(): void {
    this.#sink.end();
    this.#over();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#phase === 'over') return;
    this.#headers.reject(connectionFailure(error, this.#phase));
    this.#sink.fail(error);
  }

  #resume(): void {
    if (this.#controller?.paused !== true) return;
    this.#arm('idle');
    this.#controller.resume();
  }

  /** Closes the socket; undici never uses it again. */
  #hangUp(): void {
    this.#over();
    this.#controller?.abort(new Error('aborted'));
  }

  #over(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#disarm();
  }

  #arm(phase: Exclude<TimedPhase, 'total' | 'firstToken'>): void {
    this.#disarm();
    const ms = this.#options.timeouts[`${phase}Ms`];
    this.#disarm = this.#options.clock.after(ms, () => this.#expire(timedOut(phase, ms)));
  }

  /** Unlike an abort, what came before the silence is still read. */
  #expire(error: UpstreamError): void {
    this.#headers.reject(error);
    this.#body.fail(error);
    this.#hangUp();
  }
}
