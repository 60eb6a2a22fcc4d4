import { parseApiRequest, type ApiRequest } from './api-request.ts';
import { InvalidRequestError } from './errors.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** A request that holds a conversation: OpenAI's chat completions, Anthropic's messages. */
export type ChatRequest = ApiRequest & { readonly messages: readonly JsonObject[] };

/** Reads the body of `POST /v1/chat/completions`. Throws `InvalidRequestError` (400) naming the field at fault. */
export function parseChatRequest(text: string): ChatRequest {
  const request = parseApiRequest(text);
  const { messages } = request.body;
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new InvalidRequestError('You must provide messages: a non-empty array.', { param: 'messages' });
  }
  messages.forEach(checkMessage);
  return { ...request, messages: messages as readonly JsonObject[] };
}

/** The messages of a request that was read by `parseChatRequest`. */
export function messagesOf({ body }: Pick<ApiRequest, 'body'>): readonly JsonObject[] {
  const { messages } = body;
  return Array.isArray(messages) ? (messages as readonly JsonObject[]) : [];
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
