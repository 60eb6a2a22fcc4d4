import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, spoolBody } from './spooled-body.ts';

test('lines come out as they went in, wherever the chunks were cut', async () => {
  const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => !/\n/.test(text));
  // The last one is not empty: nothing would tell it from the end.
  const lines = fc
    .tuple(fc.array(fc.oneof(line, fc.constant(''))), line)
    .map(([others, last]) => [...others, last]);
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (given, size, ends) => {
      const bytes = Buffer.from(given.join('\n') + (ends ? '\n' : ''));
      const chunks = async function* (): AsyncGenerator<Buffer> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      expect(await Array.fromAsync(linesOf(chunks()))).toEqual(
        given.map((text) => Buffer.from(text).toString()),
      );
    }),
  );
});

test('an upload has no name while it is worked on, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'strata-spool-'));
  const big = `${'x'.repeat(200_000)}\n${'y'.repeat(5)}\n`;
  {
    await using body = await spoolBody(Readable.from([Buffer.from(big)]) as IncomingMessage, folder);
    expect(await readdir(folder)).toEqual([]);
    // As often as wanted.
    for (const _time of [1, 2])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await Array.fromAsync(body.lines())).map(({ length }) => length)).toEqual([200_000, 5]);
  }
  await rm(folder, { recursive: true });
});

test('an upload that breaks off rejects, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'strata-spool-'));
  const broken = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('a line\n');
    throw new Error('aborted');
  };
  await expect(spoolBody(Readable.from(broken()) as IncomingMessage, folder)).rejects.toThrow('aborted');
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
