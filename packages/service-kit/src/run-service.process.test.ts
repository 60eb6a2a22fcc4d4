import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

/** A real process with a real service in it: `/slow` answers after 300 ms, `/boom` throws where nobody catches. */
const PROGRAM = `
import { HttpServer, createLogger, runService, systemClock } from ${JSON.stringify(new URL('index.ts', import.meta.url))};
await runService({
  process,
  start: async (resources) => {
    const logger = createLogger({ level: 'info', service: 'test' });
    const listener = (request, response) => {
      if (request.url === '/boom') throw new Error('nobody caught this');
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('begun ');
      setTimeout(() => response.end('ended'), 300);
    };
    const server = resources.use(new HttpServer({ clock: systemClock, listener }));
    resources.defer(() => logger.info('Disposed'));
    const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
    process.send(port);
    return { logger, drain: (deadlineMs) => server.drain(deadlineMs) };
  },
});`;

async function startProgram() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = child.stdout === null ? Promise.resolve('') : text(child.stdout);
  const ended = once(child, 'exit');
  const [port]: number[] = await once(child, 'message');
  child.disconnect();
  return { child, output, ended, url: `http://127.0.0.1:${port}` };
}

function messages(output: string): string[] {
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

describe('a running service', () => {
  it('finishes the answer it is giving when npm doubles the signal, and exits with 0', async () => {
    const { child, output, ended, url } = await startProgram();
    const response = await fetch(`${url}/slow`);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await response.text()).toBe('begun ended');
    expect(await ended).toEqual([0, null]);
    expect(messages(await output)).toEqual(['Stopping', 'Disposed', 'Stopped']);
  });

  it('leaves the log of what nobody caught, and exits with 1', async () => {
    const { output, ended, url } = await startProgram();
    await expect(fetch(`${url}/boom`)).rejects.toThrow();
    expect(await ended).toEqual([1, null]);
    const logged = await output;
    expect(messages(logged)).toEqual(['Uncaught exception']);
    expect(logged).toContain('nobody caught this');
  });
});
