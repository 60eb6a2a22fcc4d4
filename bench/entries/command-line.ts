import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT, type ServiceProcess } from '../load/servers/service-process.ts';

export type CommandRun = {
  readonly seconds: number;
  /** What it printed, with `--json`. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What it told of its progress on the way: where there is no terminal, a line every five seconds. */
  readonly progress: readonly string[];
};

/** One command of `npm run strata`, as a user runs it. Rejects unless it ends well. */
export async function strataCommand(on: ServiceProcess, args: readonly string[]): Promise<CommandRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'scripts/strata.ts'), ...args, '--json'], {
    env: { PATH: process.env['PATH'] ?? '', STRATA_URL: `http://127.0.0.1:${on.port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (told += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`strata ${args.join(' ')} ended with ${code}: ${told}`);
  const progress = told.split('\n').filter((line) => line !== '');
  const answer = JSON.parse(out) as CommandRun['answer'];
  return { seconds: (performance.now() - startedAt) / 1000, answer, progress };
}
