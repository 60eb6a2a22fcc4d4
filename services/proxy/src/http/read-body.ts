import type { IncomingMessage } from 'node:http';
import { InvalidRequestError } from '@strata/core';

/**
 * The whole body. Rejects with `InvalidRequestError` 413 past the limit (what still comes is read and dropped, so that
 * the client gets to see the answer), and with the error of a connection that breaks.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) {
    request.resume();
    return Promise.reject(tooLarge(limitBytes));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else reject(tooLarge(limitBytes));
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      // Every request closes in the end, and an error costs 2 µs for its stack.
      if (!request.complete) reject(new Error('The client closed the connection before the body was whole.'));
    });
  });
}

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
