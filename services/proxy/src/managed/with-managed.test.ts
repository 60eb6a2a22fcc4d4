import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileSectionsSchema } from '../config-file/sections.ts';
import { withManaged } from './with-managed.ts';

test('settings in managed.json that cannot be used are named where they stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-managed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const settings = { name: 'one', base_url: 'http://localhost/v1', models: [1], weigth: 2 };
  const managed = { version: 1, changed_at: 0, providers: { one: { settings } }, master_keys: {} };
  writeFileSync(join(folder, 'managed.json'), JSON.stringify(managed));
  const read = () => withManaged(fileSectionsSchema.parse({}), folder);
  expect(read).toThrow('providers.one.models.0 must be text');
  expect(read).toThrow('providers.one.weigth is not a known setting');
});
