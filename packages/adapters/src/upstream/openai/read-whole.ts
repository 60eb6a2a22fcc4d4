import { UpstreamError } from '@strata/core';
import type { HttpBody } from './http-body.ts';

/** All bytes of a body. Throws `UpstreamError` `invalid_response` beyond `maxBytes`, and closes the connection. */
export async function readWhole(body: HttpBody, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw invalid(`is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return copied(chunks, size);
}

/**
 * The same for an answer that must be a JSON object; throws `invalid_response` where it is not. A byte order mark, which JSON may
 * not begin with (RFC 8259, section 8.1) and some gateways write all the same, is taken away: not every client's parser does.
 */
export async function readJsonObject(body: HttpBody, maxBytes: number): Promise<Uint8Array> {
  const bytes = withoutMark(await readWhole(body, maxBytes));
  if (!isJsonObject(bytes)) throw invalid('is not a JSON object');
  return bytes;
}

/** A copy even of a single chunk: each is a view on a socket's buffer of 64 KiB, kept alive as long as the view. */
function copied(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(bytes: Uint8Array): Uint8Array {
  const { length } = BYTE_ORDER_MARK;
  return BYTE_ORDER_MARK.equals(bytes.subarray(0, length)) ? bytes.subarray(length) : bytes;
}

function isJsonObject(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function invalid(what: string): UpstreamError {
  return new UpstreamError(`The answer of the upstream ${what}.`, { code: 'invalid_response' });
}
