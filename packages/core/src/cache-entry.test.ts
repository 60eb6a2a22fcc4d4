import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, type CacheEntry } from './cache-entry.ts';

const ENTRY: CacheEntry = {
  fingerprint: 'f'.repeat(64),
  createdAt: 1,
  expiresAt: 2,
  model: 'm',
  usage: undefined,
  body: Buffer.from('{"choices":[{"message":{"content":"Paris"}}]}'),
};

describe('the bytes of an entry', () => {
  it('give the entry back', () => {
    expect(decodeEntry(encodeEntry(ENTRY))).toEqual(ENTRY);
  });

  it('are no entry any more when one bit of them has changed, wherever it is', () => {
    const bytes = encodeEntry(ENTRY);
    const read = Array.from(bytes, (byte, at) => decodeEntry(bytes.with(at, byte ^ 1)));
    expect(read.filter((entry) => entry !== undefined)).toEqual([]);
  });

  it('are none when their end, or all but their beginning, is missing', () => {
    const bytes = encodeEntry(ENTRY);
    const read = Array.from(bytes, (_, length) => decodeEntry(bytes.subarray(0, length)));
    expect(read.filter((entry) => entry !== undefined)).toEqual([]);
  });

  it('of before there was a checksum are read as they are', () => {
    const { body, ...header } = ENTRY;
    const head = Buffer.from(JSON.stringify(header));
    const prefix = Buffer.from([0x53, 1, 0, 0, 0, 0]);
    prefix.writeUInt32LE(head.length, 2);
    expect(decodeEntry(Buffer.concat([prefix, head, body]))).toEqual(ENTRY);
  });
});
