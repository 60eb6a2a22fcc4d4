import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import { silentLogger } from '@strata/service-kit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadProxyConfig } from '../config-file/load.ts';
import { exactStorePart, feedbackStorePart } from './exact-store.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-part-'))));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Of a connection, and nothing that another one could be asked. */
async function synchronousOf(part: typeof exactStorePart): Promise<string | undefined> {
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  const { values: config } = loadProxyConfig({ DATA_DIR: folder }, join(folder, 'no.env'));
  const { value } = await part({ config, clock: new FakeClock(), logger: silentLogger });
  await value[Symbol.asyncDispose]();
  const said = exec.mock.calls.flatMap(([sql]) => /synchronous = (\w+)/.exec(sql)?.[1] ?? []);
  return said.at(-1);
}

test('what people said of answers is on the disk before they hear so', async () => {
  expect(await synchronousOf(feedbackStorePart)).toBe('FULL');
});

test('an answer that can be asked for again is not waited for', async () => {
  expect(await synchronousOf(exactStorePart)).toBe('OFF');
});
