/** The error JSON of the OpenAI API; its SDKs read `message`, `type`, `param` and `code`. */
export type OpenAIErrorBody = {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The field or header at fault. */
    readonly param: string | null;
    /** A stable name, never a number. */
    readonly code: string | null;
  };
};

export type ErrorBodyInput = {
  readonly status: number;
  readonly message: string;
  readonly param?: string | null;
  /** Default: what OpenAI says for the status, where it says something. */
  readonly code?: string | null;
};

export function errorBody({ status, message, param = null, code }: ErrorBodyInput): OpenAIErrorBody {
  return {
    error: { message, type: typeOf(status), param, code: code === undefined ? codeOf(status) : code },
  };
}

function typeOf(status: number): string {
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

function codeOf(status: number): string | null {
  if (status === 401) return 'invalid_api_key';
  return status === 429 ? 'rate_limit_exceeded' : null;
}
