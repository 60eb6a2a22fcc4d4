import { writeSync } from 'node:fs';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logging, small enough to fake. An `error` field may hold anything that was thrown. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
  /** Writes out what a buffering destination still holds: for the end of the process. */
  flush(): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LoggerOptions = {
  /** A function where it may change: asked for each line. */
  readonly level: LogLevel | (() => LogLevel);
  /** Stands in every line as `service`. */
  readonly service: string;
  /** Where lines go; standard output by default. */
  readonly destination?: FlushableDestination;
};

export type FlushableDestination = DestinationStream & { flushSync?(): void };

/** Credentials by field name, at the top, inside one object (`headers.authorization`) or two. */
const SECRET_NAMES = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'apiKey',
  'adminKey',
  'password',
  'token',
];
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/**
 * A logger of JSON lines. Each is written before the call returns: nothing is lost or out of order when the
 * process dies, and the log is quiet enough for that (single requests belong to metrics and the request log).
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level } = options;
  const destination = options.destination ?? standardOutput();
  const settings = {
    level: typeof level === 'string' ? level : 'debug',
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: SECRET_PATHS, censor: '***' },
  };
  const logger = adapt(pino(settings, destination), () => destination.flushSync?.());
  return typeof level === 'string' ? logger : atLevel(level, logger);
}

function atLevel(level: () => LogLevel, inner: Logger): Logger {
  const from = (own: LogLevel, write: Logger['info']): Logger['info'] => {
    return (message, fields) => {
      if (LOG_LEVELS.indexOf(own) >= LOG_LEVELS.indexOf(level())) write(message, fields);
    };
  };
  return {
    debug: from('debug', (message, fields) => inner.debug(message, fields)),
    info: from('info', (message, fields) => inner.info(message, fields)),
    warn: from('warn', (message, fields) => inner.warn(message, fields)),
    error: from('error', (message, fields) => inner.error(message, fields)),
    with: (fields) => atLevel(level, inner.with(fields)),
    flush: () => inner.flush(),
  };
}

/** How often and how long a pipe that is full is waited for, before the line is lost. */
const TRIES = 10;
const PAUSE_MS = 5;

/** Standard output may be a file on a full disk, or a pipe that nobody reads: lines are lost then, which is nothing to die of. */
function standardOutput(): FlushableDestination {
  // Once for each time that its reader stops: requests stand still meanwhile.
  let isWorthWaiting = true;
  return {
    write: (line) => {
      isWorthWaiting = writeLine(Buffer.from(line), isWorthWaiting ? TRIES : 1);
    },
  };
}

/** Whether the line went out; what of it did not is lost. */
function writeLine(line: Uint8Array, tries: number): boolean {
  let rest = line;
  for (let tried = 1; rest.length > 0; tried += 1) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull || tried >= tries) return false;
      Atomics.wait(SLEEP, 0, 0, PAUSE_MS);
    }
  }
  return true;
}

const SLEEP = new Int32Array(new SharedArrayBuffer(4));

function adapt(inner: PinoLogger, flush: () => void): Logger {
  return {
    debug: (message, fields = {}) => inner.debug(fields, message),
    info: (message, fields = {}) => inner.info(fields, message),
    warn: (message, fields = {}) => inner.warn(fields, message),
    error: (message, fields = {}) => inner.error(fields, message),
    with: (fields) => adapt(inner.child(fields), flush),
    flush,
  };
}

/** Writes nothing: for tests and for parts that run without a log. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  with: () => silentLogger,
  flush: ignore,
};

function ignore(): void {}
