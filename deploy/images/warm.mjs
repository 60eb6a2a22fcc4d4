// Starts a service once while its image is built, waits until it answers, uses it and stops it. Fails when any of
// that does. Usage: node warm.mjs <main.ts> [upstream]; with `upstream` the proxy has a provider to ask: a stand-in.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = '3999';
const LIMIT_MS = 60_000;
const dataDir = mkdtempSync(join(tmpdir(), 'warm-'));
const upstream = process.argv[3] === 'upstream' ? await startUpstream() : undefined;
const env = {
  ...process.env,
  ...upstream?.variables,
  PORT,
  EMBEDDING_PORT: PORT,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
};
const service = spawn(process.execPath, [process.argv[2]], { env, stdio: 'inherit' });
const ended = once(service, 'exit');

try {
  await ready();
  // Whichever of the two it is, one of these makes it load all it has; the other answers 404.
  const question = { model: 'warm-up', messages: [{ role: 'user', content: 'Is this image ready to run?' }] };
  await post('/v1/chat/completions', question);
  await post('/embed', { text: 'Is this image ready to run?' });
  service.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) throw new Error(`It ended with exit code ${code}.`);
} finally {
  service.kill('SIGKILL');
  upstream?.server.close();
  rmSync(dataDir, { recursive: true });
}

async function ready() {
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    if (service.exitCode !== null) throw new Error(`It ended at once with exit code ${service.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${PORT}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`It did not answer within ${LIMIT_MS} ms.`);
}

async function post(path, body) {
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (answer.status !== 404 && !answer.ok)
    throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}

async function startUpstream() {
  const message = { role: 'assistant', content: 'It is.' };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  const completion = { id: 'warm-up', object: 'chat.completion', created: 1, model: 'warm-up', choices };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(completion));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const variables = {
    OPENAI_API_KEY: 'warm-up',
    OPENAI_BASE_URL: `http://127.0.0.1:${server.address().port}/v1`,
  };
  return { server, variables };
}
