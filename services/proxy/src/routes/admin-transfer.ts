import type { IncomingHttpHeaders } from 'node:http';
import { InvalidRequestError, type EntryAdmin } from '@strata/core';
import { untilClosed, type Logger } from '@strata/service-kit';
import { Router } from 'express';
import { noteForAudit } from '../audit/audit-trail.ts';
import { sendLines } from '../http/send-lines.ts';
import { spoolBody } from '../http/spooled-body.ts';
import { warmCache } from '../warm-cache.ts';

export type AdminTransferOptions = {
  readonly entries: EntryAdmin;
  /** Asks one request with these headers as the client would that they speak for; resolves with its outcome when its answer is done. */
  readonly ask: (text: string, headers: IncomingHttpHeaders, signal: AbortSignal) => Promise<string>;
  /** Resolves when what was answered is stored. */
  readonly stored: () => Promise<void>;
  /** Where uploads lie while they are worked on. */
  readonly spoolDir: string;
  readonly logger: Logger;
};

/** Lines of work between two lines of progress. */
const PROGRESS_EVERY = 500;
const MAX_CONCURRENCY = 64;

/** `export`, `import` and `warm` below `/admin/cache`: JSON lines both ways. To be mounted behind the guard. */
export function adminTransferRoutes(options: AdminTransferOptions): Router {
  const { entries, logger } = options;
  const router = Router();
  router.get('/admin/cache/export', async (_request, response) => {
    response.set('content-disposition', 'attachment; filename="strata-export.jsonl"');
    const lines = counted(entries.transfer.export(untilClosed(response)), (count) =>
      noteForAudit(response, { lines: count }),
    );
    await sendLines(response, lines, logger);
  });
  router.post('/admin/cache/import', async (request, response) => {
    await using body = await spoolBody(request, options.spoolDir);
    const work = entries.transfer.import(body.lines(), untilClosed(response));
    const lines = progressLines(
      work,
      (progress) => progress.lines,
      (last) => noteForAudit(response, last),
    );
    await sendLines(response, lines, logger);
  });
  router.post('/admin/cache/warm', async (request, response) => {
    const concurrency = concurrencyOf(request.query['concurrency']);
    const { headers } = request;
    await using body = await spoolBody(request, options.spoolDir);
    const signal = untilClosed(response);
    const ask = (text: string): Promise<string> => options.ask(text, headers, signal);
    const work = warmCache(body.lines(), { ask, concurrency, signal });
    const note = async ({ failures: _failures, ...counts }: { failures: unknown }): Promise<void> => {
      noteForAudit(response, counts);
      await options.stored();
    };
    await sendLines(
      response,
      progressLines(work, ({ asked }) => asked, note),
      logger,
    );
  });
  return router;
}

/** One line every so often, and one at the end with `done`. */
async function* progressLines<T extends object>(
  work: AsyncIterable<T>,
  countOf: (progress: T) => number,
  onLast: (progress: T) => void | Promise<void>,
): AsyncGenerator<string, void, undefined> {
  let last: T | undefined;
  let told = 0;
  for await (const progress of work) {
    last = progress;
    const isFirst = told === 0;
    if (!isFirst && countOf(progress) - told < PROGRESS_EVERY) continue;
    told = Math.max(1, countOf(progress));
    yield JSON.stringify(progress);
  }
  if (last === undefined) return;
  await onLast(last);
  yield JSON.stringify({ done: true, ...last });
}

async function* counted(
  lines: AsyncGenerator<string, void, undefined>,
  tell: (count: number) => void,
): AsyncGenerator<string, void, undefined> {
  let count = 0;
  try {
    for await (const line of lines) {
      count += 1;
      yield line;
    }
  } finally {
    tell(count);
  }
}

function concurrencyOf(given: unknown): number {
  if (given === undefined) return 4;
  if (typeof given === 'string' && /^\d{1,2}$/.test(given)) {
    const number = Number(given);
    if (number >= 1 && number <= MAX_CONCURRENCY) return number;
  }
  throw new InvalidRequestError(`concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}.`, {
    param: 'concurrency',
  });
}
