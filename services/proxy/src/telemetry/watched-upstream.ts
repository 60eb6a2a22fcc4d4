import {
  UpstreamError,
  type ForwardAnswer,
  type ForwardRequest,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '@strata/core';

export type UpstreamCall = {
  readonly provider: string;
  /** Absent for a call that is passed through. */
  readonly model?: string;
  /** Below the API's base URL; absent: `/chat/completions`. */
  readonly path?: string | undefined;
  readonly stream?: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

/** Hears how one call goes on. */
export interface OngoingCall {
  /** Sent in place of the call's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** The provider begins to answer: with a stream's first event, or with all of the answer. */
  answered(text?: string | Uint8Array): void;
  /** Once, at the answer's end. `left`: nobody waited for it any more. */
  ended(how: 'ok' | 'failed' | 'left', error?: unknown): void;
}

export interface UpstreamWatcher {
  calling(call: UpstreamCall): OngoingCall;
}

/** An upstream whose calls are watched: where several are tried for one request, each attempt of it. */
export class WatchedUpstream implements Upstream {
  readonly name: string;
  readonly #upstream: Upstream;
  readonly #watcher: UpstreamWatcher;

  constructor(upstream: Upstream, watcher: UpstreamWatcher) {
    this.name = upstream.name;
    this.#upstream = upstream;
    this.#watcher = watcher;
  }

  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    const { model, path, stream, headers } = request;
    const call = this.#watcher.calling({ provider: this.name, model, path, stream, headers });
    try {
      const answer = await this.#upstream.complete({ ...request, headers: call.headers }, signal);
      if (answer.kind === 'stream')
        return { ...answer, events: watchedEvents(answer.events, { call, signal }) };
      call.answered(answer.body);
      call.ended('ok');
      return answer;
    } catch (error) {
      call.ended(howFailed(error, signal), error);
      throw error;
    }
  }

  async forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    const call = this.#watcher.calling({ provider: this.name, headers: request.headers });
    try {
      const answer = await this.#upstream.forward({ ...request, headers: call.headers }, signal);
      call.answered();
      call.ended(answer.status < 500 ? 'ok' : 'failed');
      return answer;
    } catch (error) {
      call.ended(howFailed(error, signal), error);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#upstream[Symbol.asyncDispose]();
  }
}

/** A provider that takes too long is aborted too, and the reason says so; any other is the caller's own. */
function howFailed(error: unknown, signal: AbortSignal): 'failed' | 'left' {
  return signal.aborted && !(error instanceof UpstreamError) ? 'left' : 'failed';
}

type Watch = { readonly call: OngoingCall; readonly signal: AbortSignal };

/** Not a generator: one that is left before its first event would never say so. */
function watchedEvents(events: AsyncIterable<string>, watch: Watch): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]: () => new WatchedEvents(events[Symbol.asyncIterator](), watch),
  };
}

class WatchedEvents implements AsyncIterator<string, unknown> {
  readonly #events: AsyncIterator<string>;
  readonly #call: OngoingCall;
  readonly #signal: AbortSignal;
  #begun = false;
  #ended = false;

  constructor(events: AsyncIterator<string>, { call, signal }: Watch) {
    this.#events = events;
    this.#call = call;
    this.#signal = signal;
  }

  async next(): Promise<IteratorResult<string, unknown>> {
    try {
      const result = await this.#events.next();
      if (!this.#begun) this.#call.answered(result.done === true ? undefined : result.value);
      this.#begun = true;
      if (result.done === true) this.#end('ok');
      return result;
    } catch (error) {
      this.#end(howFailed(error, this.#signal), error);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<string, unknown>> {
    this.#end('left');
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  #end(how: 'ok' | 'failed' | 'left', error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.ended(how, error);
  }
}
