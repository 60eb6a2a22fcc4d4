import { expect, it } from 'vitest';
import { consoleToLog } from './console-to-log.ts';
import { createLogger } from './logger.ts';

it('what a library prints is a line of the log, until it is put back', () => {
  const lines: { level: string; msg: string }[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) };
  const logger = createLogger({ level: 'debug', service: 'proxy', destination });
  const printed: unknown[][] = [];
  const print = (...parts: unknown[]): void => void printed.push(parts);
  const target = { warn: print, error: print };

  const routed = consoleToLog(target, logger);
  target.warn('[WARN] This server does not require a password, but a password was supplied');
  target.error('Cannot read %s:', 'a file', { code: 1 });
  routed[Symbol.dispose]();
  target.warn('as before');

  expect(lines).toMatchObject([
    { level: 'warn', msg: 'This server does not require a password, but a password was supplied' },
    { level: 'error', msg: 'Cannot read a file: { code: 1 }' },
  ]);
  expect(printed).toEqual([['as before']]);
});
