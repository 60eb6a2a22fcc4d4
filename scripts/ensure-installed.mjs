// Installs the locked dependencies when they are missing or older than the lockfile, and does nothing otherwise,
// so that a second start needs neither network nor time. Runs on the Node the machine has (20 or later).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.strata-installed');

const wanted = createHash('sha256')
  .update(PNPM)
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing dependencies (first start, or the lockfile changed) …');
  const install = [
    '--yes',
    PNPM,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
  ];
  const run = spawnSync('npx', install, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (run.status !== 0) {
    console.error('The dependencies could not be installed; the lines above say why.');
    process.exit(run.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
