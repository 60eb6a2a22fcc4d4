import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { InvalidRequestError } from '@strata/core';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config.ts';
import { silentLogger, type Logger } from './logger.ts';
import { runService, type RunningService, type ServiceOptions } from './run-service.ts';

/** Stands in for `process`: keeps what was written and the exit codes, and raises events on demand. */
function fakeProcess() {
  const listeners = new Map<string, (argument: unknown) => void>();
  const exits: number[] = [];
  let stderr = '';
  return {
    exits,
    get written() {
      return stderr;
    },
    raise: (event: string, argument?: unknown) => listeners.get(event)?.(argument),
    env: { PORT: '1' },
    stderr: { write: (chunk: string) => (stderr += chunk) },
    on: (event: string, listener: (argument: unknown) => void) => listeners.set(event, listener),
    exit: (code: number) => exits.push(code),
  };
}

function recordingLogger(lines: string[]): Logger {
  const add = (message: string): void => void lines.push(message);
  return { ...silentLogger, info: add, warn: add, error: add, flush: () => lines.push('(flushed)') };
}

function run(start: ServiceOptions['start']) {
  const fake = fakeProcess();
  const clock = new FakeClock();
  return { fake, clock, begun: runService({ process: fake, clock, start, drainMs: 8000, disposeMs: 5000 }) };
}

const idle = (logger: Logger = silentLogger): RunningService => ({ logger, drain: () => Promise.resolve() });

describe('a start that fails', () => {
  it('over its configuration prints every problem in plain text and exits with 1', async () => {
    const { fake, begun } = run(() => {
      throw new ConfigError([
        { path: 'PORT', message: 'must be a number', source: 'environment' },
        { path: 'HOST', message: 'must be set', source: 'default' },
      ]);
    });
    await begun;
    expect(fake.written).toBe(
      'The configuration has 2 problems:\n  - PORT must be a number (environment)\n  - HOST must be set\n',
    );
    expect(fake.exits).toEqual([1]);
  });

  it('for a reason of ours prints the sentence without a stack', async () => {
    const { fake, begun } = run(() => Promise.reject(new InvalidRequestError('Port 3000 is taken.')));
    await begun;
    expect(fake.written).toBe('Cannot start: Port 3000 is taken.\n');
  });

  it('for any other reason prints the stack', async () => {
    const { fake, begun } = run(() => Promise.reject(new TypeError('oops')));
    await begun;
    expect(fake.written).toMatch(/^Cannot start: TypeError: oops\n\s+at /);
    expect(fake.exits).toEqual([1]);
  });

  it('gives back what it had opened', async () => {
    const closed: string[] = [];
    const { begun } = run((resources) => {
      resources.defer(() => void closed.push('store'));
      throw new Error('later step');
    });
    await begun;
    expect(closed).toEqual(['store']);
  });
});

describe.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
])('%s', (signal, forcedCode) => {
  it('drains, disposes in reverse, flushes the log and exits with 0', async () => {
    const steps: string[] = [];
    const { fake, begun } = run((resources, env) => {
      steps.push(`start ${env['PORT']}`);
      resources.defer(() => void steps.push('close store'));
      resources.defer(() => void steps.push('close pipeline'));
      const drain = (ms: number) => Promise.resolve(steps.push(`drain ${ms}`));
      return Promise.resolve({ logger: recordingLogger(steps), drain });
    });
    await begun;
    fake.raise(signal);
    await settle();
    expect(steps).toEqual([
      'start 1',
      'Stopping',
      'drain 8000',
      'close pipeline',
      'close store',
      'Stopped',
      '(flushed)',
    ]);
    expect(fake.exits).toEqual([0]);
  });

  it('twice in the same moment is one wish (npm passes the terminal’s signal on)', async () => {
    const gate = deferred();
    const { fake, clock, begun } = run(() => Promise.resolve({ ...idle(), drain: () => gate.promise }));
    await begun;
    fake.raise(signal);
    clock.advance(50);
    fake.raise(signal);
    expect(fake.exits).toEqual([]);
    gate.resolve();
    await settle();
    expect(fake.exits).toEqual([0]);
  });

  it('a second time ends the process at once', async () => {
    const { fake, clock, begun } = run(() => Promise.resolve({ ...idle(), drain: () => deferred().promise }));
    await begun;
    fake.raise(signal);
    clock.advance(2000);
    fake.raise(signal);
    expect(fake.exits).toEqual([forcedCode]);
  });

  it('during the start stops right after it', async () => {
    const gate = deferred<RunningService>();
    const { fake, begun } = run(() => gate.promise);
    fake.raise(signal);
    gate.resolve(idle());
    await begun;
    expect(fake.exits).toEqual([0]);
  });
});

describe('a stop that', () => {
  it('hangs is cut short with exit code 1', async () => {
    const { fake, clock, begun } = run(() => Promise.resolve({ ...idle(), drain: () => deferred().promise }));
    await begun;
    fake.raise('SIGTERM');
    clock.advance(13_000);
    expect(fake.exits).toEqual([1]);
  });

  it('fails in one place still closes the others, and exits with 1', async () => {
    const closed: string[] = [];
    const { fake, begun } = run((resources) => {
      resources.defer(() => void closed.push('store'));
      resources.defer(() => Promise.reject(new Error('stuck')));
      return Promise.resolve(idle());
    });
    await begun;
    fake.raise('SIGTERM');
    await settle();
    expect(closed).toEqual(['store']);
    expect(fake.exits).toEqual([1]);
  });
});

describe('what nobody caught', () => {
  it.each([
    ['uncaughtException', 'Uncaught exception'],
    ['unhandledRejection', 'Unhandled rejection'],
  ])('%s is logged, flushed, and ends the process with 1', async (event, line) => {
    const steps: string[] = [];
    const { fake, begun } = run(() => Promise.resolve(idle(recordingLogger(steps))));
    await begun;
    fake.raise(event, new Error('bug'));
    expect(steps).toEqual([line, '(flushed)']);
    expect(fake.exits).toEqual([1]);
  });

  it('goes to stderr while there is no logger yet', async () => {
    const { fake } = run(() => deferred<RunningService>().promise);
    fake.raise('uncaughtException', new Error('early bug'));
    expect(fake.written).toMatch(/^Uncaught exception: .*early bug/);
    expect(fake.exits).toEqual([1]);
  });
});
