import { InvalidRequestError } from './errors.ts';
import { memberCount } from './json-scan.ts';
import { checkBounds, isJsonObject, parseJson, type JsonObject } from './json.ts';

/**
 * In UTF-16 units. The longest names in use (an ARN, a path of a fine-tuned one) have about 150. A name goes into metrics,
 * logs and lists of what was asked lately: without a bound, one of megabytes would make all of them as large.
 */
export const MAX_MODEL_LENGTH = 256;

/** A request that was understood far enough to be cached; everything in it still goes upstream. */
export type ApiRequest = {
  /** The text as it was sent. */
  readonly text: string;
  readonly body: JsonObject;
  readonly model: string;
  readonly stream: boolean;
  /** `stream_options.include_usage`: the client wants the usage chunk. */
  readonly includeUsage: boolean;
};

export type ParseOptions = { readonly mayLackModel?: (body: JsonObject) => boolean };

/** Reads what all endpoints have in common. Throws `InvalidRequestError` (400) naming the field at fault. */
export function parseApiRequest(text: string, { mayLackModel }: ParseOptions = {}): ApiRequest {
  const body = parseBody(text);
  const { stream } = body;
  const model = body['model'] ?? (mayLackModel?.(body) === true ? 'unknown' : undefined);
  if (typeof model !== 'string' || model === '') {
    throw new InvalidRequestError('You must provide a model: a non-empty string.', { param: 'model' });
  }
  if (model.length > MAX_MODEL_LENGTH) {
    const message = `model must be a name of at most ${MAX_MODEL_LENGTH} characters.`;
    throw new InvalidRequestError(message, { param: 'model' });
  }
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    throw new InvalidRequestError('stream must be true or false.', { param: 'stream' });
  }
  const options = body['stream_options'];
  if (options !== undefined && options !== null && !isJsonObject(options)) {
    throw new InvalidRequestError('stream_options must be an object.', { param: 'stream_options' });
  }
  const includeUsage = isJsonObject(options) && options['include_usage'] === true;
  return { text, body, model, stream: stream === true, includeUsage };
}

function parseBody(text: string): JsonObject {
  checkBounds(text);
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    throw new InvalidRequestError(`The request body is not valid JSON: ${(error as Error).message}`, {
      code: 'invalid_json',
    });
  }
  if (!isJsonObject(body)) throw new InvalidRequestError('The request body must be a JSON object.');
  return body;
}

/**
 * Whether the text itself may go upstream: there is no control of ours in it, and no member twice, of which the upstream may
 * take the other one than was looked at here, a model that the caller's key may not ask for, say.
 */
export function mayGoAsItCame({ text, body }: Pick<ApiRequest, 'text' | 'body'>): boolean {
  return body['cache'] === undefined && memberCount(text) === memberCount(JSON.stringify(body));
}

/** The body without `cache`, which is a control of ours and never leaves. */
export function bodyWithoutControls({ body }: Pick<ApiRequest, 'body'>): JsonObject {
  const { cache: _cache, ...rest } = body;
  return rest;
}

/**
 * The JSON text to send upstream for an answer that will be stored: written anew from what was understood, so that the
 * upstream cannot read it otherwise than the key does (a member given twice, say). Unknown fields and long numbers are
 * kept. A stream is asked for its usage (kept from clients that did not ask), because an entry without usage could not
 * answer one that does.
 */
export function upstreamBody(request: ApiRequest, options: { readonly askForUsage: boolean }): string {
  const body = bodyWithoutControls(request);
  if (!options.askForUsage || !request.stream || request.includeUsage) return JSON.stringify(body);
  const streamOptions = isJsonObject(body['stream_options']) ? body['stream_options'] : {};
  return JSON.stringify({ ...body, stream_options: { ...streamOptions, include_usage: true } });
}
