import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

type Compressed = { readonly version: string; readonly bytes: Buffer };

const compress = promisify(gzip);

/**
 * Sends files compressed to whoever takes that: a third of the bytes. Each is compressed once, and again when it has
 * changed. Any other request goes on.
 */
export function compressedFiles(files: ReadonlyMap<string, string>): RequestHandler {
  const held = new Map<string, Compressed>();
  return async (request, response, next) => {
    const file = files.get(request.path);
    if (file === undefined || request.acceptsEncodings('gzip') === false) return next();
    const { mtimeMs, size } = await stat(file);
    const version = `${mtimeMs}-${size}`;
    const known = held.get(file);
    const current =
      known?.version === version ? known : { version, bytes: await compress(await readFile(file)) };
    held.set(file, current);
    response.type(extname(file)).set({
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
      'cache-control': 'public, max-age=0',
      etag: `W/"${version}-gzip"`,
    });
    response.send(current.bytes);
  };
}
