import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request as the fake server saw it. */
export type RecordedRequest = {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, byte for byte. */
  readonly bytes: Buffer;
  readonly text: string;
  /** The body parsed; `undefined` when it is not JSON. */
  readonly json: unknown;
  /** Whether the client went away before the reply was complete. */
  readonly aborted: boolean;
  /** Resolves when the exchange is over: the reply was sent whole, or the connection is closed. */
  readonly closed: Promise<void>;
};

/** Reads the request to its end, then watches for the client going away. */
export async function recordRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<RecordedRequest> {
  const bytes = await buffer(incoming);
  const text = bytes.toString('utf8');
  const closed = Promise.withResolvers<void>();
  const state = { aborted: false };
  response.once('close', () => {
    state.aborted = !response.writableFinished;
    closed.resolve();
  });
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    bytes,
    text,
    json: parsed(text),
    get aborted() {
      return state.aborted;
    },
    closed: closed.promise,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
