import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = new URL('../', import.meta.url);

test('packages are held against the Node that runs them, not the one that installs them', async () => {
  const { devDependencies } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const { nodeVersion } = parse(await readFile(new URL('pnpm-workspace.yaml', ROOT), 'utf8')) as {
    nodeVersion: string;
  };
  expect(nodeVersion).toBe(devDependencies['node']);
});
