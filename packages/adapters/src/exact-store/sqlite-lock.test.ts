import { DependencyError } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { Chores } from './sqlite/chores.ts';
import { entryFile } from './sqlite/entry-file.ts';
import { RecentUses } from './sqlite/recent-uses.ts';

const ignore = (): void => undefined;

it('waits once, not for each write, while another process has the file locked, and again when it let go', () => {
  const directory = mkdtempSync(join(tmpdir(), 'strata-sqlite-'));
  const path = join(directory, 'exact.sqlite');
  const clock = new FakeClock();
  const file = entryFile({ path, synchronous: 'OFF', onProblem: ignore });
  const uses = new RecentUses();
  const chores = new Chores({ file, uses, clock, intervalMs: 1_000, maxBytes: 1_000_000, onMissed: ignore });
  onTestFinished(() => {
    chores.stop();
    file[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  const isPatient = (): boolean => file.run((table) => table.patient);
  const write = (): void => file.run((table) => table.remove('k'));
  file.tryOpen();
  using other = new DatabaseSync(path);

  expect(isPatient()).toBe(true);
  other.exec('BEGIN IMMEDIATE');
  expect(write).toThrow(DependencyError);
  expect(isPatient()).toBe(false);

  clock.advance(1_000);
  expect(isPatient()).toBe(false);

  other.exec('COMMIT');
  write();
  clock.advance(1_000);
  expect(isPatient()).toBe(true);
});
