import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../services/proxy/src/main.ts', import.meta.url));
const PATIENT = { EXACT_TIMEOUT: '10s', EMBEDDING_TIMEOUT: '10s', VECTOR_TIMEOUT: '10s' };

/** Sends itself the signal when the first of the large modules is looked for. */
const STOP_WHILE_LOADING = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === './composition.ts') process.kill(process.pid, 'SIGTERM');
    return next(specifier, context);
  },
});`;

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-process-'));
  folders.push(folder);
  return folder;
}

/** The proxy as `npm start` runs it, in a folder of its own. */
function start(folder: string, variables: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], PORT: '0', ...PATIENT, ...variables };
  const child = spawn(process.execPath, [MAIN], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => (output.stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output.stderr += part.toString()));
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const port = /listens on http:\/\/\S+:(\d+)/.exec(output.stdout)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    void exited.then(() => reject(new Error(`It ended: ${output.stdout}${output.stderr}`)));
  });
  listening.catch(() => {});
  return { child, output, exited, listening };
}

async function ask(url: string, question: string): Promise<string | null> {
  const body = JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: question }] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
  await response.text();
  return response.headers.get('x-cache');
}

describe('the proxy as a process', () => {
  test('hears a signal that comes while its modules are loaded, as process 1 of a container has to', async () => {
    const folder = newFolder();
    const preload = join(folder, 'stop-while-loading.mjs');
    writeFileSync(preload, STOP_WHILE_LOADING);
    const { exited, output } = start(folder, { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` });
    expect(await exited).toEqual([0, null]);
    expect(output.stderr).toBe('');
  });

  test('says where it listens, what it uses and what to try; a signal ends it well and loses nothing', async () => {
    const folder = newFolder();
    const first = start(folder);
    const url = await first.listening;
    expect(first.output.stdout).toContain('exact tier     SQLite at');
    expect(first.output.stdout).toContain('semantic tier  embedded index');
    expect(first.output.stdout).toContain('embedder       worker thread');
    expect(first.output.stdout).toContain('upstream       demo');
    expect(first.output.stdout).toContain(
      `curl -si http://localhost:${new URL(url).port}/v1/chat/completions`,
    );
    expect(await ask(url, 'What is the capital of France?')).toBe('miss');
    first.child.kill('SIGTERM');
    expect(await first.exited).toEqual([0, null]);
    expect(first.output.stderr).toBe('');

    const second = start(folder);
    const again = await second.listening;
    expect(await ask(again, 'What is the capital of France?')).toBe('exact-hit');
    expect(await ask(again, "Which city serves as France's capital?")).toBe('semantic-hit');
    second.child.kill('SIGINT');
    expect(await second.exited).toEqual([0, null]);
  }, 60_000);

  test('says to try a model that is configured, with a key where there are keys', async () => {
    const folder = newFolder();
    const file = join(folder, 'strata.yaml');
    const provider = '{ name: local, base_url: "http://127.0.0.1:9/v1", models: ["llama-*", llama-3] }';
    writeFileSync(file, `providers: [${provider}]\nmaster_keys: [{ name: app, key: sk-app }]\n`);
    const { output, listening } = start(folder, { CONFIG_PATH: file });
    await listening;
    expect(output.stdout).toContain(
      `-H 'authorization: Bearer <key>' \\\n    -d '{"model":"llama-3","messages"`,
    );
  }, 60_000);

  test('finishes the answers under way before it ends', async () => {
    const { child, exited, listening } = start(newFolder(), { SEMANTIC_ENABLED: 'false' });
    const url = await listening;
    const answer = ask(url, 'What is the capital of France?');
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    expect(await answer).toBe('miss');
    expect(await exited).toEqual([0, null]);
  });

  test('S2-29 killed outright keeps every answer that was stored', async () => {
    const folder = newFolder();
    const first = start(folder);
    const url = await first.listening;
    await ask(url, 'What is the capital of France?');
    expect(await ask(url, "Which city serves as France's capital?")).toBe('semantic-hit');
    first.child.kill('SIGKILL');
    await first.exited;
    const second = start(folder);
    const again = await second.listening;
    expect(await ask(again, 'What is the capital of France?')).toBe('exact-hit');
    expect(await ask(again, 'Tell me the capital city of France.')).toBe('semantic-hit');
  }, 60_000);

  test('refuses a bad configuration with all its problems at once', async () => {
    const { output, exited } = start(newFolder(), {
      PORT: 'http',
      CACHE_TTL: 'soon',
      QDRANT_URL: 'qdrant',
      SEMANTIC_POLICY: 'lax',
      https_proxy: 'http://proxy:99999',
    });
    expect(await exited).toEqual([1, null]);
    for (const name of ['PORT', 'CACHE_TTL', 'QDRANT_URL', 'SEMANTIC_POLICY', 'HTTPS_PROXY'])
      expect(output.stderr).toContain(name);
    expect(output.stderr).not.toMatch(/\n\s+at /);
  });

  test('says when its port is taken', async () => {
    const first = start(newFolder(), { SEMANTIC_ENABLED: 'false' });
    const { port } = new URL(await first.listening);
    const second = start(newFolder(), { PORT: port, SEMANTIC_ENABLED: 'false' });
    expect(await second.exited).toEqual([1, null]);
    expect(second.output.stderr).toContain(`Port ${port}`);
  });

  test('keeps prompts and keys out of its log', async () => {
    const { child, output, exited, listening } = start(newFolder(), {
      LOG_LEVEL: 'debug',
      LOG_PATH: 'requests.log',
      ADMIN_KEY: 'very-secret-admin-key',
      SEMANTIC_ENABLED: 'false',
    });
    const url = await listening;
    await ask(url, 'What is my secret diagnosis?');
    child.kill('SIGTERM');
    await exited;
    const requestLog = readFileSync(join(folders.at(-1) ?? '', 'requests.log'), 'utf8');
    expect(requestLog).toContain('MISS');
    const written = output.stdout + output.stderr + requestLog;
    expect(written).not.toContain('diagnosis');
    expect(written).not.toContain('very-secret');
  });
});
