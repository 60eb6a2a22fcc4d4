import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUnexpected, toErrorAnswer, type Logger } from '@strata/service-kit';

/**
 * Answers with JSON lines, no faster than they are read. Rejects while nothing was sent yet: the failure has a status of
 * its own then; later it is the last line, an object with `error`.
 */
export async function sendLines(
  response: ServerResponse,
  lines: AsyncGenerator<string, void, undefined>,
  logger: Logger,
): Promise<void> {
  const first = await lines.next();
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  const text = async function* (): AsyncGenerator<string, void, undefined> {
    try {
      if (first.done !== true) yield `${first.value}\n`;
      for await (const line of lines) yield `${line}\n`;
    } catch (error) {
      if (response.closed) return;
      if (isUnexpected(error)) logger.error('An admin action failed half-way', { error });
      yield `${Buffer.from(toErrorAnswer(error).body).toString().replaceAll('\n', ' ')}\n`;
    }
  };
  // A client that has left is no failure: there is nobody to tell.
  await pipeline(Readable.from(text()), response).catch(() => response.destroy());
}
