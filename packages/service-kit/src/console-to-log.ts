import { format } from 'node:util';
import type { Logger } from './logger.ts';

type PrintingConsole = { warn: Console['warn']; error: Console['error'] };

/** Libraries that print do it among the lines of a log that a machine reads: theirs become lines of it. Undone by disposal. */
export function consoleToLog(target: PrintingConsole, logger: Logger): Disposable {
  const { warn, error } = target;
  target.warn = (...parts: unknown[]) => logger.warn(plain(parts));
  target.error = (...parts: unknown[]) => logger.error(plain(parts));
  return { [Symbol.dispose]: () => void Object.assign(target, { warn, error }) };
}

/** Without the level that some put before it. */
function plain(parts: readonly unknown[]): string {
  return format(...parts).replace(/^\[(?:WARN|ERROR)\]:? /, '');
}
