import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Generous deadlines: a busy machine must not turn a hit into a miss here. */
const PATIENT = { EXACT_TIMEOUT: '10000', EMBEDDING_TIMEOUT: '10000', VECTOR_TIMEOUT: '10000' };

const MAIN = fileURLToPath(new URL('../../services/proxy/src/main.ts', import.meta.url));

/** The proxy as users start it, in a process of its own: a free port, its data in a folder that goes with it. */
export class RunningProxy implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** Started with these variables and nothing else of this environment. Rejects with what it printed if it does not start. */
  static async start(variables: Readonly<Record<string, string>>): Promise<RunningProxy> {
    const folder = await mkdtemp(join(tmpdir(), 'strata-dashboard-'));
    const child = spawn(process.execPath, [MAIN], {
      // Its own working directory, so that nobody's `.env` is read.
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: join(folder, 'data'),
        ...PATIENT,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      return new RunningProxy(await addressOf(child), child, folder);
    } catch (error) {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Asks a chat completion and returns how it was answered, after the answer has ended. */
  async ask(
    question: string,
    headers: Readonly<Record<string, string>> = {},
    model = 'gpt-4o-mini',
  ): Promise<string> {
    const response = await fetch(`${this.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: question }] }),
    });
    await response.arrayBuffer();
    return response.headers.get('x-cache') ?? `status ${response.status}`;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await exited;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** The address in the banner. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (part: Buffer): void => {
      output += part.toString();
      const port = /listens on http:\/\/\S+:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The proxy did not start:\n${output}`)));
  });
}
