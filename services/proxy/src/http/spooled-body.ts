import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { makeFolder } from '@strata/adapters/private-files';
import { InvalidRequestError } from '@strata/core';

/** The body of a request, laid down on disk. */
export type SpooledBody = AsyncDisposable & { lines(): AsyncGenerator<string, void, undefined> };

/** A line is held in memory whole; entries are bounded by CACHE_MAX_ENTRY_BYTES, far below. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Takes a body as fast as it comes, to work on it for as long as that takes: a request must have arrived within the
 * server's time limit, and a client that still sends would not read how far the work is.
 */
export async function spoolBody(request: IncomingMessage, folder: string): Promise<SpooledBody> {
  makeFolder(folder);
  const path = join(folder, `upload-${randomUUID()}.tmp`);
  const file = await open(path, 'wx+', 0o600);
  // Without a name from now on: nothing of it is left, however this process ends. (Not everywhere can that be.)
  await rm(path, { force: true }).catch(() => undefined);
  const close = async (): Promise<void> => {
    await file.close();
    await rm(path, { force: true });
  };
  try {
    await file.writeFile(request);
  } catch (error) {
    await close();
    throw error;
  }
  return { lines: () => linesOf(chunksOf(file)), [Symbol.asyncDispose]: close };
}

const CHUNK_BYTES = 64 * 1024;

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer, void, undefined> {
  let position = 0;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- chunk after chunk
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * Lines without their ends, empty ones too, so that who counts knows a line's number. Throws `InvalidRequestError` for
 * one that is far too long.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
      [parts, size, start] = [[], 0, end + 1];
      yield line;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > MAX_LINE_BYTES)
      throw new InvalidRequestError(`A line is longer than ${MAX_LINE_BYTES} bytes.`, { status: 413 });
  }
  const last = Buffer.concat(parts).toString();
  if (last !== '') yield last;
}

const NEWLINE = 0x0a;
