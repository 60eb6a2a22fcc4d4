import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

export type ByteSink = {
  readonly data: (chunk: Uint8Array) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
};

/**
 * What stands between the connection and the reader of a compressed body. We ask for none (`accept-encoding:
 * identity`: compression holds back the pieces of a stream), but some servers and gateways compress all the same.
 * `undefined` where nothing has to be decoded.
 */
export function contentDecoder(encoding: string, sink: ByteSink): ByteSink | undefined {
  const decoder = decoderOf(encoding.trim().toLowerCase());
  if (decoder === undefined) return undefined;
  decoder.on('data', sink.data);
  decoder.once('end', sink.end);
  // Stays: what is written after an error is an error again.
  decoder.on('error', sink.fail);
  return {
    data: (chunk) => {
      decoder.write(chunk);
    },
    end: () => {
      decoder.end();
    },
    fail: (error) => {
      decoder.destroy();
      sink.fail(error);
    },
  };
}

function decoderOf(encoding: string): Transform | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}
