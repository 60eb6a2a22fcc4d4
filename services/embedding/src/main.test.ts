import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const NO_DOTENV = { cwd: fileURLToPath(new URL('.', import.meta.url)) };

type LogLine = { readonly msg: string; readonly port?: number };

function start(env: Readonly<Record<string, string>>): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  return spawn(process.execPath, [MAIN], { ...NO_DOTENV, env, stdio: [...stdio] });
}

/** What it logs until it is ready. */
async function untilReady(child: ChildProcess): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(JSON.parse(line) as LogLine);
    if (lines.at(-1)?.msg === 'Ready') break;
  }
  return lines;
}

test('it says where it listens, gets ready, finishes what is in flight on SIGTERM, and exits 0', async () => {
  const child = start({ EMBEDDING_PORT: '0' });
  const lines = await untilReady(child);
  const port = lines.find((line) => line.msg === 'Listening')?.port;
  const body = JSON.stringify({ texts: Array.from({ length: 400 }, (_, index) => `text ${index}`) });
  const headers = { 'content-type': 'application/json' };
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', dimensions: 384, maxTokens: 256 });
  const inFlight = fetch(`http://127.0.0.1:${port}/embed`, { method: 'POST', body, headers });
  await expect.poll(() => queued(port)).toBeGreaterThan(0);
  child.kill('SIGTERM');
  const answer = await inFlight;
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { embeddings: unknown[] }).embeddings).toHaveLength(400);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('its inference runtime keeps no device id and no events to send to its maker', async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), 'strata-home-'));
  const child = start({ EMBEDDING_PORT: '0', HOME: home.path, TMPDIR: home.path });
  await untilReady(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await readdir(home.path, { recursive: true })).toEqual([]);
});

async function queued(port: number | undefined): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/queue_texts\{state="running"\} (\d+)/.exec(metrics)?.[1]);
}

test('it tells all that is wrong with its configuration at once, and exits 1', async () => {
  const child = start({ EMBEDDING_PORT: 'http', EMBEDDING_THREADS: '0', MODEL_DIR: '/nowhere' });
  const [said, exit] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  expect(exit).toEqual([1, null]);
  for (const name of ['EMBEDDING_PORT', 'EMBEDDING_THREADS', 'MODEL_DIR'])
    expect(said).toContain(`- ${name} `);
});
