import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

test('headers up to MAX_HEADER_BYTES are read, more are a 431', async () => {
  await using strata = await Strata.start({ SEMANTIC_ENABLED: 'false', MAX_HEADER_BYTES: '4kb' });
  const status = async (bytes: number) =>
    (await strata.fetch('/health/live', { headers: { 'x-filler': 'y'.repeat(bytes) } })).status;
  expect(await status(3_000)).toBe(200);
  expect(await status(5_000)).toBe(431);
});

const TOO_SOON = { REQUEST_HEADERS_TIMEOUT: '300ms', REQUEST_TIMEOUT: '300ms' };

test.each([
  ['its headers', ''],
  ['its body', 'content-type: application/json\r\ncontent-length: 100\r\n\r\n{'],
])(
  'a client that does not go on with %s gets a 408',
  async (_what, said) => {
    await using strata = await Strata.start({ SEMANTIC_ENABLED: 'false', ...TOO_SOON });
    const socket = connect(Number(new URL(strata.url).port), '127.0.0.1');
    socket.write(`POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n${said}`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  },
  120_000,
);
