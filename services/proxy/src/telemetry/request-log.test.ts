import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import { createLogger } from '@strata/service-kit';
import { expect, test, vi } from 'vitest';
import { shippedPrices } from '../providers/model-prices.ts';
import type { RequestEvent } from './request-event.ts';
import { RequestLog } from './request-log.ts';

const EVENT: RequestEvent = {
  outcome: 'miss',
  tier: 'upstream',
  status: 200,
  requestId: 'r',
  failure: undefined,
  path: '/chat/completions',
  provider: undefined,
  keyName: undefined,
  model: 'm',
  stream: false,
  usage: undefined,
  pays: true,
  durationMs: 1,
  firstByteMs: 1,
  entryAgeMs: undefined,
  entry: undefined,
  similarity: undefined,
  detail: undefined,
  question: undefined,
};

const FAILED = 'The request log cannot be written; requests go on without it';
const BACK = 'The request log is written again; lines were lost meanwhile';
const LOST = 'Request log lines were dropped';

/** A log whose folder cannot be made as long as a file is in its place. */
async function blocked() {
  const file = join(await mkdtemp(join(tmpdir(), 'strata-log-')), 'file');
  await writeFile(file, '');
  const said: { msg: string; lines?: number }[] = [];
  const logger = createLogger({
    level: 'info',
    service: 'proxy',
    destination: { write: (line) => said.push(JSON.parse(line) as { msg: string }) },
  });
  const path = join(file, 'logs', 'requests.log');
  const clock = new FakeClock();
  const log = new RequestLog({ path, prices: shippedPrices(), clock, logger });
  return { log, clock, file, path, said, messages: () => said.map(({ msg }) => msg) };
}

test('a folder that cannot be made costs lines, is told, and does not end the start', async () => {
  const { log, messages } = await blocked();
  await using _log = log;
  await vi.waitFor(() => expect(messages()).toEqual([FAILED]));
});

test('a file that can be written again is, after a pause, and the log says what was lost', async () => {
  const { log, clock, file, path, said, messages } = await blocked();
  // Waits for the file, and is lost with it.
  log.requestEnded(EVENT);
  await vi.waitFor(() => expect(messages()).toEqual([FAILED]));
  log.requestEnded(EVENT);
  await rm(file);
  clock.advance(9_999);
  log.requestEnded(EVENT);
  clock.advance(1);
  log.requestEnded({ ...EVENT, model: 'written' });
  await vi.waitFor(() => expect(messages()).toEqual([FAILED, BACK]));
  expect(said.at(-1)?.lines).toBe(3);
  await log[Symbol.asyncDispose]();
  expect(messages()).toEqual([FAILED, BACK]);
  expect((await readFile(path, 'utf8')).split('\n')).toEqual([expect.stringContaining('| written '), '']);
});

test('a failure that lasts is told once, and what was lost by it at the end', async () => {
  const { log, clock, said, messages } = await blocked();
  log.requestEnded(EVENT);
  await vi.waitFor(() => expect(messages()).toEqual([FAILED]));
  clock.advance(10_000);
  log.requestEnded(EVENT);
  await log[Symbol.asyncDispose]();
  await new Promise((resolve) => setImmediate(resolve));
  expect(messages()).toEqual([FAILED, LOST]);
  expect(said.at(-1)?.lines).toBe(2);
});
