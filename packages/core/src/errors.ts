/** Options every Strata error takes. */
export type StrataErrorOptions = {
  /** Stable, machine-readable name of what went wrong (`timeout`, `unavailable`, …). */
  readonly code: string;
  /** Whether the same call may succeed a moment later. */
  readonly retryable: boolean;
  readonly cause?: unknown;
};

/** The one base of all errors that Strata throws on purpose. Ports throw it; the HTTP edge maps it once. */
export class StrataError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(message: string, options: StrataErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.retryable = options.retryable;
  }
}

/** A store, index or embedder that cannot do its work now: refused, closed, timed out, overloaded. */
export class DependencyError extends StrataError {
  /** How long the dependency asked us to wait, in milliseconds, where it said so. */
  readonly retryAfterMs: number | undefined;
  /** What an operator may do about it, where that is known. Names no host, path or key: anybody may read it. */
  readonly advice: string | undefined;

  constructor(
    message: string,
    options: { cause?: unknown; code?: string; retryAfterMs?: number; advice?: string } = {},
  ) {
    super(message, { code: options.code ?? 'unavailable', retryable: true, cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.advice = options.advice;
  }
}

/** The deadline given to a piece of work passed before it ended. */
export class DeadlineError extends DependencyError {
  constructor(message: string) {
    super(message, { code: 'timeout' });
  }
}

/** What the caller sent cannot be used. `param` names the field or header; `status` is the HTTP status to answer with. */
export class InvalidRequestError extends StrataError {
  readonly status: number;
  readonly param: string | null;

  constructor(message: string, options: { param?: string; status?: number; code?: string } = {}) {
    super(message, { code: options.code ?? 'invalid_request', retryable: false });
    this.status = options.status ?? 400;
    this.param = options.param ?? null;
  }
}

/** `only-if-cached` was asked and nothing may be served from the cache (RFC 9111, section 5.2.1.7). */
export class OnlyIfCachedError extends StrataError {
  constructor() {
    super('No cached answer, and the request asked for nothing else (Cache-Control: only-if-cached).', {
      code: 'only_if_cached',
      retryable: false,
    });
  }
}

/**
 * The upstream refused or failed. With a `response`, the upstream spoke and its status, headers and body
 * are to be passed on as they are; without, no answer came and `code` says why.
 */
export class UpstreamError extends StrataError {
  readonly response: UpstreamErrorResponse | undefined;
  /** When the same call may succeed, where that is known without an answer. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: {
      code: UpstreamFailure;
      response?: UpstreamErrorResponse;
      retryable?: boolean;
      retryAfterMs?: number;
      cause?: unknown;
    },
  ) {
    super(message, { code: options.code, retryable: options.retryable ?? false, cause: options.cause });
    this.response = options.response;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export type UpstreamFailure =
  /** It answered, and so: see `response`. */
  | 'status'
  | 'connect'
  | 'timeout'
  | 'invalid_response'
  | 'interrupted'
  | 'model_not_found'
  | 'overloaded'
  | 'rate_limited'
  | 'no_upstream';

export type UpstreamErrorResponse = {
  readonly status: number;
  /** Lower-case names. Only what may be passed on: content-type, retry and request-id headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** The message of anything that was thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
