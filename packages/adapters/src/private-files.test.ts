import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePrivate, makePrivateDatabase } from './private-files.ts';
import { SnapshotFiles } from './vector-store/embedded/snapshot-files.ts';
import { VectorGraph } from './vector-store/embedded/vector-graph.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test.skipIf(process.platform === 'win32')('a new folder and a new file are for their owner alone', () => {
  const path = join(folder, 'data', 'deep', 'one.sqlite');
  makePrivateDatabase(path);
  expect([join(folder, 'data'), join(folder, 'data', 'deep'), path].map(modeOf)).toEqual([
    '700',
    '700',
    '600',
  ]);
});

test.skipIf(process.platform === 'win32')('what is there stays as somebody made it', () => {
  const [data, path] = [join(folder, 'data'), join(folder, 'data', 'one.sqlite')];
  mkdirSync(data);
  writeFileSync(path, 'kept');
  chmodSync(data, 0o755);
  chmodSync(path, 0o644);
  makePrivateDatabase(path);
  expect([data, path].map(modeOf)).toEqual(['755', '644']);
  expect(statSync(path).size).toBe(4);
});

test('a folder that cannot be made below a link that leads nowhere is refused, and not tried for ever', () => {
  symlinkSync(join(folder, 'not-mounted'), join(folder, 'data'));
  expect(() => makePrivateDatabase(join(folder, 'data', 'one.sqlite'))).toThrow('EEXIST');
  expect(() => makePrivateDatabase(join(folder, 'data', 'vectors', 'points.sqlite'))).toThrow('EEXIST');
});

test.runIf(process.platform === 'linux')('nor in a folder that takes none', () => {
  expect(() => makePrivateDatabase('/proc/data/vectors/points.sqlite')).toThrow('ENOENT');
});

test('what cannot be made is left to who opens it', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makePrivate(join(folder, 'file', 'one.sqlite'))).not.toThrow();
  expect(() => makePrivateDatabase(join(folder, 'file', 'one.sqlite'))).toThrow('EEXIST');
  expect(() => makePrivateDatabase(':memory:')).not.toThrow();
});

test.skipIf(process.platform === 'win32')('a saved graph is for its owner alone, in any folder', () => {
  new SnapshotFiles(folder).save(new VectorGraph(4), 1, 2);
  expect(modeOf(join(folder, '1-2.usearch'))).toBe('600');
});
