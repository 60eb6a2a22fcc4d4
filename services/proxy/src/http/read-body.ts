import type { IncomingMessage } from 'node:http';
import { InvalidRequestError } from '@strata/core';

/**
 * Reads the whole body, and tells the reader once. It fails with `InvalidRequestError` 413 past the limit (what still
 * comes is read and dropped, so that the client gets to see the answer), and with the error of a connection that breaks.
 */
export function readBody(request: IncomingMessage, limitBytes: number, reader: BodyReader): void {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) {
    request.resume();
    reader.failed(tooLarge(limitBytes));
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = false;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
    else if (!ended) {
      ended = true;
      reader.failed(tooLarge(limitBytes));
    }
  });
  request.on('end', () => {
    if (ended) return;
    ended = true;
    const [only] = chunks;
    reader.received(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
  });
  const broken = (): void => {
    if (ended) return;
    ended = true;
    reader.failed(new Error('The client closed the connection before the body was whole.'));
  };
  request.on('error', broken);
  request.on('close', broken);
  // Left before it came here, while the gate asked for the limits of its key: nothing more will be heard of it.
  if (request.destroyed) broken();
}

export type BodyReader = {
  readonly received: (body: Buffer) => void;
  readonly failed: (error: Error) => void;
};

function tooLarge(limitBytes: number): InvalidRequestError {
  return new InvalidRequestError(`The request body is larger than ${limitBytes} bytes.`, { status: 413 });
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Checks the content type and decodes. Throws `InvalidRequestError` (400, 415). */
export function jsonText(request: IncomingMessage, body: Buffer): string {
  const type = request.headers['content-type'];
  if (type === undefined) {
    throw new InvalidRequestError('The request has no content-type; send application/json.', {
      param: 'content-type',
    });
  }
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  const charset =
    parameters
      .find((part) => part.startsWith('charset='))
      ?.slice(8)
      .replaceAll('"', '') ?? 'utf-8';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!/^application\/(?:json|[\w.-]+\+json)$/.test(media) || !['utf-8', 'utf8'].includes(charset)) {
    throw unsupported(
      `The content-type "${type.slice(0, 80)}" is not supported; send application/json in UTF-8.`,
    );
  }
  if (encoding !== 'identity') throw unsupported('Compressed request bodies are not supported.');
  try {
    return STRICT_UTF8.decode(body);
  } catch {
    throw new InvalidRequestError('The request body is not valid UTF-8.', { code: 'invalid_json' });
  }
}

function unsupported(message: string): InvalidRequestError {
  return new InvalidRequestError(message, { status: 415, code: 'unsupported_media_type' });
}
