import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { curlConfig, type CurlOptions } from './curl-config.ts';
import { curlFailure } from './curl-failure.ts';
import { ResponseHead } from './response-head.ts';

const MAX_SAID_CHARS = 2_000;

/** One call, made by a curl of its own. */
export class CurlExchange implements Dispatcher.DispatchController {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #onOver: () => void;
  readonly #head = new ResponseHead();
  #child: ChildProcess | undefined;
  #output: Readable | undefined;
  #said = '';
  #begun = false;
  #over = false;
  #reason: Error | null = null;

  constructor(handler: Dispatcher.DispatchHandler, onOver: () => void) {
    this.#handler = handler;
    this.#onOver = onOver;
  }

  get aborted(): boolean {
    return this.#reason !== null;
  }

  get paused(): boolean {
    return this.#output?.isPaused() ?? false;
  }

  get reason(): Error | null {
    return this.#reason;
  }

  start(call: Dispatcher.DispatchOptions, options: CurlOptions): void {
    const child = spawnCurl(curlConfig(call, options));
    const { stdin, stdout, stderr } = child;
    if (stdin === null || stdout === null || stderr === null) throw new TypeError('curl has no pipes.');
    this.#child = child;
    this.#output = stdout;
    stdout.on('data', (chunk: Uint8Array) => this.#guarded(() => this.#data(chunk)));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      if (this.#said.length < MAX_SAID_CHARS) this.#said += text;
    });
    child.once('error', (error) => this.#fail(error));
    child.once('close', (code) => this.#closed(code));
    this.#handler.onRequestStart?.(this, {});
    if (!this.#over) this.#send(call.body, stdin);
  }

  /** Ends the process, and its connection with it. */
  abort(reason: Error): void {
    if (this.#over) return;
    this.#reason = reason;
    this.#fail(reason);
  }

  pause(): void {
    this.#output?.pause();
  }

  resume(): void {
    this.#output?.resume();
  }

  #send(body: Dispatcher.DispatchOptions['body'], input: Writable): void {
    // A curl that ends early closes its input: why it ended is what counts.
    input.on('error', () => {});
    if (typeof body === 'string' || body instanceof Uint8Array) input.end(body);
    else if (body instanceof Readable) body.once('error', (error) => this.abort(error)).pipe(input);
    else input.end();
  }

  #data(chunk: Uint8Array): void {
    if (this.#over) return;
    if (this.#begun) return this.#handler.onResponseData?.(this, Buffer.from(chunk));
    const head = this.#head.push(chunk);
    if (head === undefined) return;
    this.#begun = true;
    this.#handler.onResponseStart?.(this, head.status, { ...head.headers });
    if (head.rest.length > 0) this.#handler.onResponseData?.(this, Buffer.from(head.rest));
  }

  #closed(code: number | null): void {
    if (this.#over) return;
    if (code !== 0 || !this.#begun) return this.#fail(curlFailure(code, this.#said));
    this.#end();
    this.#handler.onResponseEnd?.(this, {});
  }

  #fail(error: Error): void {
    if (this.#over) return;
    this.#end();
    this.#child?.kill('SIGKILL');
    this.#handler.onResponseError?.(this, error);
  }

  #end(): void {
    this.#over = true;
    this.#onOver();
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/**
 * The configuration goes through a file that has no name any more when curl reads it: a pipe of Node's cannot be opened
 * by its number, and standard input is taken by the body.
 */
function spawnCurl(config: string) {
  const path = join(tmpdir(), `strata-${randomUUID()}`);
  try {
    writeFileSync(path, config, { mode: 0o600, flag: 'wx' });
    const file = openSync(path, 'r');
    try {
      // `--disable`, which must come first: no settings of the user's own.
      return spawn('curl', ['--disable', '--config', '/dev/fd/3'], { stdio: ['pipe', 'pipe', 'pipe', file] });
    } finally {
      closeSync(file);
    }
  } finally {
    rmSync(path, { force: true });
  }
}
