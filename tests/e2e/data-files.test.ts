import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Strata } from './strata.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')(
  'what holds questions and answers is made for its owner alone',
  async () => {
    const DATA_DIR = join(folder, 'data');
    const LOG_PATH = join(folder, 'requests.log');
    await using strata = await Strata.start({ DATA_DIR, LOG_PATH });
    await strata.ask('What is the capital of France?', { body: { model: 'demo' } });
    await strata.fetch('/admin/v1/master-keys', { body: { name: 'app' } });
    const inside = readdirSync(DATA_DIR, { recursive: true, encoding: 'utf8' });
    const paths = [DATA_DIR, LOG_PATH, ...inside.map((name) => join(DATA_DIR, name))];
    expect(inside).toEqual(
      expect.arrayContaining(
        ['exact.sqlite', 'exact.sqlite-wal', 'feedback.sqlite', 'vectors', 'managed.json'].concat(
          join('vectors', 'points.sqlite'),
        ),
      ),
    );
    const readable = paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect(readable).toEqual([]);
  },
  60_000,
);
