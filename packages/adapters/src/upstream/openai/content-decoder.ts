import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

export type ByteSink = {
  readonly data: (chunk: Uint8Array) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
};

/**
 * What stands between the connection and the reader of a compressed body. We ask for none (`accept-encoding:
 * identity`: compression holds back the pieces of a stream), but some servers and gateways compress all the same, and
 * one behind another compresses again. The reader itself where nothing has to be decoded, and where a coding is not
 * known: mostly it is none, but a mistake (`utf-8`).
 */
export function contentDecoder(encodings: string, sink: ByteSink): ByteSink {
  const codings = encodings.split(',').map((coding) => coding.trim().toLowerCase());
  const decoders = codings.filter((coding) => coding !== 'identity').map(decoderOf);
  if (!decoders.every((decoder) => decoder !== undefined)) return sink;
  // Named in the order in which they were applied: the last one is undone first.
  return decoders.reduce(decoded, sink);
}

function decoded(sink: ByteSink, decoder: Transform): ByteSink {
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
