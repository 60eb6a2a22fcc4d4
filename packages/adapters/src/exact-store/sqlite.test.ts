import { exactStoreContract } from '@strata/contracts/exact-store-contract';
import { FakeClock } from '@strata/contracts/fake-clock';
import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteExactStore } from './sqlite.ts';

exactStoreContract({
  name: 'sqlite',
  without: ['foreign'],
  open: async () => {
    const clock = new FakeClock();
    const root = mkdtempSync(join(tmpdir(), 'strata-sqlite-'));
    const directory = join(root, 'data');
    const path = join(directory, 'exact.sqlite');
    return {
      clock,
      time: 'fake',
      pass: async (ms) => clock.advance(ms),
      connect: () => new SqliteExactStore({ path, clock }),
      spoil: async (key) => {
        using db = new DatabaseSync(path);
        db.prepare("UPDATE entries SET value = x'00112233' WHERE key = ?").run(key);
      },
      outage: {
        begin: async () => {
          mkdirSync(directory, { recursive: true });
          renameSync(directory, `${directory}.away`);
          writeFileSync(directory, 'a file where the directory should be');
        },
        end: async () => rmSync(directory),
      },
      [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
    };
  },
});

exactStoreContract({
  name: 'sqlite without a file',
  without: ['sharing', 'foreign', 'spoil', 'outage'],
  open: async () => {
    const clock = new FakeClock();
    return {
      clock,
      time: 'fake',
      pass: async (ms) => clock.advance(ms),
      connect: () => new SqliteExactStore({ path: ':memory:', clock }),
      [Symbol.asyncDispose]: async () => undefined,
    };
  },
});
