import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deferred } from '@strata/contracts/deferred';
import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { answer, type FakeReply } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../services/proxy/src/main.ts', import.meta.url));

let folder: string;
let path: string;
let child: ChildProcess | undefined;
let log: string;
let servers: FakeOpenAiServer[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strata-reload-'));
  path = join(folder, 'strata.yaml');
  log = '';
  servers = [await FakeOpenAiServer.start(), await FakeOpenAiServer.start()];
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** As an editor replaces a file: another one takes its name. */
function write(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function before(server: FakeOpenAiServer | undefined, more = ''): string {
  const settings = 'semantic: {enabled: false}\nexact_timeout: 10s\n';
  return `${settings}${more}providers:\n  - {name: fake, base_url: "${server?.baseUrl}", api_key: sk-hunter2}\n`;
}

async function start(): Promise<string> {
  const env = { PATH: process.env['PATH'], CONFIG_PATH: path, PORT: '0', DATA_DIR: join(folder, 'data') };
  const started = spawn(process.execPath, [MAIN], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (part: Buffer) => (log += part.toString()));
  const said = (): string | undefined => /listens on http:\/\/\S+:(\d+)/.exec(log)?.[1];
  await until(() => said() !== undefined || started.exitCode !== null);
  expect(said(), log).toBeDefined();
  return `http://127.0.0.1:${said()}`;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- asks again and again, as long as the test may take
  while (!(await isSo())) await sleep(20);
}

async function reloads(url: string, result: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`strata_config_reload_total\\{result="${result}"\\} (\\d+)`).exec(text)?.[1]);
}

let questions = 0;

async function ask(url: string, more: object = {}): Promise<Response> {
  questions += 1;
  const messages = [{ role: 'user', content: `Question ${questions}` }];
  const body = JSON.stringify({ model: 'm', messages, ...more });
  const headers = { 'content-type': 'application/json' };
  return await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
}

test('a changed file is taken while it runs: what streams goes on with the old provider, what comes next has the new', async () => {
  const [old, next] = servers;
  const goOn = deferred();
  const [first = {}, ...rest] = fakeChunks({ choices: [{ content: ['from', ' the old one'] }] });
  const slowly: FakeReply = async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(first)}\n\n`);
    await goOn.promise;
    response.end(
      [...rest.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
    );
  };
  old?.respond(slowly);
  next?.respond(answer({ choices: [{ content: 'from the new one' }] }));
  write(before(old));
  const url = await start();
  const streaming = await ask(url, { stream: true });
  expect(streaming.status).toBe(200);

  write(before(next));
  await until(async () => (await reloads(url, 'applied')) === 1);
  expect(await (await ask(url)).text()).toContain('from the new one');
  goOn.resolve();
  const streamed = await streaming.text();
  expect(streamed).toContain('[DONE]');
  expect(streamed).not.toContain('from the new one');
}, 120_000);

test('a bad file changes nothing, and the log says what is wrong with it, where, and no secret', async () => {
  write(before(servers[0]));
  const url = await start();
  write(before(servers[1], 'log: {levl: debug}\n'));
  await until(async () => (await reloads(url, 'refused')) === 1);
  expect((await ask(url)).status).toBe(200);
  expect(servers[0]?.requests).toHaveLength(1);
  expect(servers[1]?.requests).toHaveLength(0);
  expect(log).toContain(`log.levl is not a known setting; did you mean log.level? (${path}:3:7)`);
  expect(log).not.toContain('hunter2');
}, 120_000);

test('SIGHUP reads it again and does not end the proxy; SIGTERM does', async () => {
  write(before(servers[0]));
  const url = await start();
  child?.kill('SIGHUP');
  await until(async () => (await reloads(url, 'unchanged')) === 1);
  expect((await ask(url)).status).toBe(200);
  const exited = child === undefined ? [] : once(child, 'exit');
  child?.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
}, 120_000);

test('a start with a bad file ends with 1 and says everything that is wrong', async () => {
  write('port: eighty\nproviders: [{name: X}]\n');
  const env = { PATH: process.env['PATH'], CONFIG_PATH: path };
  child = spawn(process.execPath, [MAIN], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr?.on('data', (part: Buffer) => (log += part.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(log).toContain(`${path}:1:1`);
  expect(log).toContain(`${path}:2:14`);
}, 60_000);
