import { expect, test } from 'vitest';
import { parseResponse, ResponseReader } from './response-reader.ts';

const WHOLE = Buffer.from('HTTP/1.1 200 OK\r\nx-cache: miss\r\ncontent-length: 5\r\n\r\nhello');
const CHUNKED = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n');

test.each([
  ['of known length', WHOLE],
  ['in chunks', CHUNKED],
])('a response %s is whole with its last byte, however it is cut', (_, message) => {
  for (let cut = 1; cut < message.length; cut += 1) {
    const reader = new ResponseReader();
    expect(reader.feed(message.subarray(0, cut))).toBeUndefined();
    expect(reader.feed(message.subarray(cut))).toEqual(message);
  }
});

test('what is kept of a cut response does not change with the buffer it was read into', () => {
  const reader = new ResponseReader();
  const shared = Buffer.from(WHOLE.subarray(0, 20));
  reader.feed(shared);
  shared.fill(0);
  expect(reader.feed(WHOLE.subarray(20))).toEqual(WHOLE);
});

test('a response is taken apart', () => {
  const { status, headers, body } = parseResponse(WHOLE);
  expect([status, headers.get('x-cache'), body.toString()]).toEqual([200, 'miss', 'hello']);
});
