/**
 * The LLM API behind the cache.
 *
 * Contract (run by every implementation: `@strata/contracts`):
 * - the body goes out as given: unknown parameters, their order in arrays and large numbers are kept;
 * - `whole` carries the upstream's bytes untouched; `stream` gives each event's `data` payload in order, without
 *   the closing `[DONE]`, ends normally only when that was seen (or the upstream closed after a finish reason),
 *   and throws `UpstreamError` `interrupted` otherwise;
 * - a status other than 2xx throws `UpstreamError` with the response; no answer throws it with a `code`;
 * - the signal's abort closes the socket and rejects with its reason; a reader that leaves a stream early closes
 *   the socket too; nothing is retried after the first byte.
 */
export interface Upstream extends AsyncDisposable {
  /** The configured provider's name: `openai`, `groq`, `demo`. */
  readonly name: string;
  complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer>;
  /**
   * Any other call under the API, as it is: nothing is understood, stored or retried, bodies are streamed both ways.
   * Resolves with whatever status came; rejects with `UpstreamError` when none did.
   */
  forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer>;
}

export type ForwardRequest = {
  readonly method: string;
  /** Below the API's base URL, with its query: `/models?limit=5`. */
  readonly path: string;
  /** Lower-case; no hop-by-hop header, no credential but one that is to be forwarded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | undefined;
};

export type ForwardAnswer = {
  readonly status: number;
  /** Lower-case, as they came. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: AsyncIterable<Uint8Array>;
};

export type UpstreamRequest = {
  /** JSON text to send. */
  readonly body: string;
  /** Below the API's base URL; absent: `/chat/completions`. */
  readonly path?: string;
  /** The target's, without its question mark; absent or empty: none. */
  readonly query?: string;
  /** Whether this event says that its stream is complete, where `[DONE]` does not; absent: a finish reason says so. */
  readonly endsWith?: ((data: string) => boolean) | undefined;
  readonly model: string;
  readonly stream: boolean;
  /** Headers to pass on, lower-case: `traceparent`, `tracestate`, `x-request-id`, a forwarded `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
};

export type UpstreamAnswer =
  | {
      readonly kind: 'whole';
      /** The model that answered in place of the one asked for: passed on, never stored under that one's name. */
      readonly substitute?: string;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | {
      readonly kind: 'stream';
      readonly substitute?: string;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly events: AsyncIterable<string>;
      /** Whether bytes read so far were no UTF-8: U+FFFD stands for them in the events. Absent: there are none such. */
      readonly isDamaged?: () => boolean;
    };
