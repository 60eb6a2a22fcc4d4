import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { chatOptionsOf } from './fake-openai-chat-options.ts';
import { fakeChunks, fakeCompletion, type FakeAnswer } from './fake-openai-completion.ts';
import { echoAnswer } from './fake-openai-echo.ts';
import type { RecordedRequest } from './fake-openai-request.ts';

/** What the fake server does with one request. */
export type FakeReply = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** The default: repeats the last user text, whole or streamed as asked, with usage. */
export function echo(): FakeReply {
  return (request, response) => answer(echoAnswer(request.json))(request, response);
}

/** A described answer, whole or streamed as the request asks; the model named in the request unless described. */
export function answer(described: FakeAnswer, headers: OutgoingHttpHeaders = {}): FakeReply {
  return (request, response) => {
    const asked = chatOptionsOf(request.json);
    const full = { ...(asked.model === undefined ? {} : { model: asked.model }), ...described };
    if (!asked.stream) return json(fakeCompletion(full), headers)(request, response);
    return events([...fakeChunks(full, asked), '[DONE]'], headers)(request, response);
  };
}

/** A 200 with an object as JSON, or with a text that is JSON already and goes out as it is. */
export function json(body: object | string, headers: OutgoingHttpHeaders = {}): FakeReply {
  return status(200, body, headers);
}

/** Any status with a body (an object as JSON; a text or bytes as they are) and headers. */
export function status(
  code: number,
  body: object | string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): FakeReply {
  return (_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(bytesOf(body));
  };
}

/** An error in OpenAI's shape. */
export function openAiError(
  code: number,
  error: { readonly message?: string; readonly type?: string; readonly code?: string } = {},
  headers: OutgoingHttpHeaders = {},
): FakeReply {
  const { message = 'The fake server refused.', type = 'server_error', code: name = null } = error;
  return status(code, { error: { message, type, param: null, code: name } }, headers);
}

/** The same bytes as a whole JSON answer, compressed. */
export function gzipped(body: object | string): FakeReply {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(bytesOf(body)));
  };
}

/** Server-sent events, one `data` line each, all at once. Include `'[DONE]'` to end as OpenAI does. */
export function events(payloads: readonly (string | object)[], headers: OutgoingHttpHeaders = {}): FakeReply {
  return raw(payloads.map(sse), { ...EVENT_STREAM, ...headers });
}

/** Parts of a body exactly as given (CRLF, comments, split characters), each in a write of its own. */
export function raw(
  parts: readonly (string | Uint8Array)[],
  headers: OutgoingHttpHeaders = EVENT_STREAM,
): FakeReply {
  return async (_request, response) => {
    response.writeHead(200, headers);
    for (const part of parts) {
      // oxlint-disable-next-line no-await-in-loop -- one write after the other, so that each is a chunk on the wire
      await written(response, part);
    }
    response.end();
  };
}

/** Events, then the connection breaks. */
export function cutAfter(payloads: readonly (string | object)[]): FakeReply {
  return async (_request, response) => {
    response.writeHead(200, EVENT_STREAM);
    response.flushHeaders();
    await written(response, payloads.map(sse).join('') || ': nothing yet\n\n');
    response.destroy();
  };
}

/** Events, then silence for as long as the client waits. */
export function hangAfter(payloads: readonly (string | object)[]): FakeReply {
  return async (_request, response) => {
    response.writeHead(200, EVENT_STREAM);
    response.flushHeaders();
    for (const payload of payloads) response.write(sse(payload));
    await closed(response);
  };
}

/** The request is read and never answered. */
export function hang(): FakeReply {
  return (_request, response) => closed(response);
}

/** The connection is closed before any header. */
export function cut(): FakeReply {
  return (_request, response) => {
    response.destroy();
  };
}

/** Holds the reply until the promise settles. */
export function after(promise: Promise<unknown>, reply: FakeReply): FakeReply {
  return async (request, response) => {
    await Promise.race([promise, closed(response)]);
    if (!response.destroyed) await reply(request, response);
  };
}

/** One event on the wire: a string is its data as it is, an object becomes JSON. */
export function sse(payload: string | object): string {
  return `data: ${typeof payload === 'string' ? payload : JSON.stringify(payload)}\n\n`;
}

/** Resolves when the reply is sent or the client is gone. */
export function closed(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    response.once('close', () => resolve());
  });
}

/** Writes and lets the loop turn once, so that the next part does not join this one in a packet. */
async function written(response: ServerResponse, part: string | Uint8Array): Promise<void> {
  await new Promise((resolve) => {
    response.write(part, resolve);
  });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function bytesOf(body: object | string | Uint8Array): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
