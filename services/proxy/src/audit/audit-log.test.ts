import { mkdtemp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import type { Logger } from '@strata/service-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditLog, type AuditRecord } from './audit-log.ts';

let folder: string;
const said: string[] = [];
const say = (message: string): void => void said.push(message);
const logger = { error: say, warn: say, info: say, debug: say } as unknown as Logger;

beforeEach(async () => {
  said.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'strata-audit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function record(action: string): AuditRecord {
  return { action, status: 200, requestId: 'r', source: '::1', details: { matched: 3 } };
}

async function write(path: string, ...actions: readonly string[]): Promise<void> {
  await using log = new AuditLog({ path, clock: new FakeClock(), logger });
  for (const action of actions) log.write(record(action));
}

test('adds a line an action, in their order, to what is there, readable by nobody else', async () => {
  const path = join(folder, 'new', 'audit.jsonl');
  await write(path, 'one', 'two');
  await write(path, 'three');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as AuditRecord).action)).toEqual(['one', 'two', 'three']);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    action: 'one',
    status: 200,
    requestId: 'r',
    source: '::1',
    matched: 3,
  });
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test('goes on in a new file when the old one was moved away', async () => {
  const path = join(folder, 'audit.jsonl');
  await write(path, 'one');
  await rename(path, `${path}.1`);
  await write(path, 'two');
  expect(await readFile(path, 'utf8')).toContain('"two"');
});

test('says what it could not write, and lets the action stand', async () => {
  const path = join(folder, 'audit.jsonl');
  await mkdir(path);
  await write(path, 'one');
  expect(said).toEqual(['An audit line could not be written']);
});
