import { InvalidRequestError } from './errors.ts';
import { isJsonObject, nestsTooDeep, parseJson, tooDeep, type JsonObject } from './json.ts';

/** A chat completion request that was understood far enough to be cached; everything in it still goes upstream. */
export type ChatRequest = {
  /** The text as it was sent. */
  readonly text: string;
  readonly body: JsonObject;
  readonly model: string;
  readonly messages: readonly JsonObject[];
  readonly stream: boolean;
  /** `stream_options.include_usage`: the client wants the usage chunk. */
  readonly includeUsage: boolean;
};

/** Reads the body of `POST /v1/chat/completions`. Throws `InvalidRequestError` (400) naming the field at fault. */
export function parseChatRequest(text: string): ChatRequest {
  const body = parseBody(text);
  const { model, messages, stream } = body;
  if (typeof model !== 'string' || model === '') {
    throw new InvalidRequestError('You must provide a model: a non-empty string.', { param: 'model' });
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new InvalidRequestError('You must provide messages: a non-empty array.', { param: 'messages' });
  }
  messages.forEach(checkMessage);
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    throw new InvalidRequestError('stream must be true or false.', { param: 'stream' });
  }
  const options = body['stream_options'];
  if (options !== undefined && options !== null && !isJsonObject(options)) {
    throw new InvalidRequestError('stream_options must be an object.', { param: 'stream_options' });
  }
  return {
    text,
    body,
    model,
    messages: messages as readonly JsonObject[],
    stream: stream === true,
    includeUsage: isJsonObject(options) && options['include_usage'] === true,
  };
}

function parseBody(text: string): JsonObject {
  if (nestsTooDeep(text)) throw tooDeep();
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

function checkMessage(message: unknown, index: number): void {
  const param = `messages[${index}]`;
  if (!isJsonObject(message)) throw new InvalidRequestError(`${param} must be an object.`, { param });
  if (typeof message['role'] !== 'string' || message['role'] === '') {
    throw new InvalidRequestError(`${param}.role must be a non-empty string.`, { param: `${param}.role` });
  }
  const content = message['content'];
  const usable = content === undefined || content === null || typeof content === 'string' || isParts(content);
  if (!usable) {
    throw new InvalidRequestError(`${param}.content must be a string, an array of parts or null.`, {
      param: `${param}.content`,
    });
  }
}

function isParts(content: unknown): boolean {
  return Array.isArray(content) && content.every(isJsonObject);
}

/**
 * The JSON text to send upstream for an answer that will be stored: written anew from what was understood, so that the
 * upstream cannot read it otherwise than the key does (a member given twice, say). Unknown fields and long numbers are
 * kept. `cache` is a control of ours and never leaves; a stream is asked for its usage (kept from clients that did not
 * ask), because an entry without usage could not answer one that does.
 */
export function upstreamBody(request: ChatRequest, options: { readonly askForUsage: boolean }): string {
  const { cache: _cache, ...body } = request.body;
  if (!options.askForUsage || !request.stream || request.includeUsage) return JSON.stringify(body);
  const streamOptions = isJsonObject(body['stream_options']) ? body['stream_options'] : {};
  return JSON.stringify({ ...body, stream_options: { ...streamOptions, include_usage: true } });
}
