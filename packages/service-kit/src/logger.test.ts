import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogger, type LogLevel } from './logger.ts';

function logged(level: LogLevel = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) };
  return { lines, logger: createLogger({ level, service: 'proxy', destination }) };
}

describe('a log line', () => {
  it('is JSON with level, time, service, fields and message', () => {
    const { lines, logger } = logged();
    logger.info('Listening', { port: 3000 });
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'proxy',
        port: 3000,
        msg: 'Listening',
      },
    ]);
  });

  it('holds an error with its stack and causes', () => {
    const { lines, logger } = logged();
    logger.error('Failed', { error: new Error('outer', { cause: new Error('inner') }) });
    expect(lines[0]?.['error']).toMatchObject({ type: 'Error', message: 'outer: inner' });
    expect(JSON.stringify(lines[0])).toContain('caused by: Error: inner');
  });

  it('survives a thrown thing that is no error', () => {
    const { lines, logger } = logged();
    logger.error('Failed', { error: 'just text' });
    expect(lines[0]).toMatchObject({ error: 'just text' });
  });

  it('masks credentials, also one and two objects deep', () => {
    const { lines, logger } = logged();
    logger.warn('Odd request', {
      apiKey: 'sk-1',
      headers: { authorization: 'Bearer sk-2', accept: '*/*' },
      request: { headers: { cookie: 'sk-3' } },
    });
    expect(JSON.stringify(lines)).not.toContain('sk-');
    expect(lines[0]).toMatchObject({ headers: { authorization: '***', accept: '*/*' } });
  });

  it('is not written below the level', () => {
    const { lines, logger } = logged('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines.map((line) => line['msg'])).toEqual(['c', 'd']);
  });

  it('carries the fields of the logger it came from', () => {
    const { lines, logger } = logged();
    logger.with({ requestId: 'r1' }).with({ tier: 'exact' }).debug('Looked up');
    expect(lines[0]).toMatchObject({ requestId: 'r1', tier: 'exact', msg: 'Looked up' });
  });
});

it('follows a level that changes, in the loggers made from it too', () => {
  const lines: unknown[] = [];
  let level: LogLevel = 'warn';
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) };
  const logger = createLogger({ level: () => level, service: 'proxy', destination });
  const inner = logger.with({ part: 'redis' });
  inner.info('unheard');
  level = 'info';
  inner.info('heard');
  level = 'silent';
  logger.error('unheard');
  expect(lines).toMatchObject([{ msg: 'heard', part: 'redis' }]);
});

it.skipIf(!existsSync('/dev/full'))('outlives a standard output on a full disk', () => {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL('logger.ts', import.meta.url).href)};
    const logger = createLogger({ level: 'info', service: 'proxy' });
    for (let line = 0; line < 100; line += 1) logger.info('A line that finds no room', { line });
    logger.flush();
    await new Promise((resolve) => setImmediate(resolve));
    process.exitCode = 7;`;
  const args = ['--input-type=module-typescript', '-e', script];
  const stdio: ['ignore', number, 'pipe'] = ['ignore', openSync('/dev/full', 'w'), 'pipe'];
  const { status, stderr } = spawnSync(process.execPath, args, { stdio, timeout: 30_000 });
  expect([status, stderr.toString()]).toEqual([7, '']);
});

it('waits once for a standard output that nobody reads, not for each line', async () => {
  const script = `
    let waits = 0;
    const { wait } = Atomics;
    Atomics.wait = (...parts) => { waits += 1; return wait(...parts); };
    const { createLogger } = await import(${JSON.stringify(new URL('logger.ts', import.meta.url).href)});
    process.stdout.write('As a service does at its start.\\n');
    const logger = createLogger({ level: 'info', service: 'proxy' });
    const more = 'more than fits '.repeat(100);
    for (let line = 0; line < 2_000; line += 1) logger.info('A line', { line, more });
    process.stderr.write(String(waits));
    process.exit(7);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let waits = '';
  child.stderr.on('data', (text: Buffer) => (waits += text.toString()));
  const [[status]] = await Promise.all([once(child, 'exit'), once(child.stderr, 'end')]);
  expect(status).toBe(7);
  expect(Number(waits)).toBeGreaterThan(0);
  expect(Number(waits)).toBeLessThan(20);
});
