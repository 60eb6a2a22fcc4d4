import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** A value as it lies in the database. */
export type PackedValue = {
  readonly bytes: Uint8Array;
  readonly encoding: number;
  /** CRC-32 of key and bytes: a row that a crash of the machine has mixed up is not taken for an answer. */
  readonly checksum: number;
};

const PLAIN = 0;
const ZSTD = 1;
/**
 * Measured: unpacking takes 25 to 40 us however little it is, four times what reading the row takes. From 4 KiB
 * on, where completions shrink to less than a third, that is a fair price for the room; below it is not.
 */
const COMPRESS_FROM_BYTES = 4096;
const COMPRESS_OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** What must be left over at most for the time of unpacking to be worth it. */
const WORTHWHILE_SHARE = 0.8;

export function packValue(key: string, value: Uint8Array): PackedValue {
  const compressed = compress(value);
  const bytes = compressed ?? value;
  return { bytes, encoding: compressed === undefined ? PLAIN : ZSTD, checksum: checksumOf(key, bytes) };
}

/** `undefined` for what cannot be read: damaged, or written in an encoding of another version. */
export function unpackValue(key: string, packed: PackedValue): Uint8Array | undefined {
  if (packed.checksum !== checksumOf(key, packed.bytes)) return undefined;
  if (packed.encoding === PLAIN) return packed.bytes;
  if (packed.encoding !== ZSTD) return undefined;
  return zstdDecompressSync(packed.bytes);
}

/** `undefined` where it is not worth it. */
function compress(value: Uint8Array): Uint8Array | undefined {
  if (value.byteLength < COMPRESS_FROM_BYTES) return undefined;
  const compressed = zstdCompressSync(value, COMPRESS_OPTIONS);
  return compressed.byteLength <= value.byteLength * WORTHWHILE_SHARE ? compressed : undefined;
}

function checksumOf(key: string, bytes: Uint8Array): number {
  return crc32(bytes, crc32(key));
}
