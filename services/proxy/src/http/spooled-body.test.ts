import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './spooled-body.ts';

test('lines come out as they went in, wherever the chunks were cut', async () => {
  const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => !/\n/.test(text));
  const lines = fc.array(line.filter((text) => text.trim() !== '').map((text) => `|${text}`));
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
