import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCommand } from '../../../scripts/start-command.ts';

export const ROOT = join(import.meta.dirname, '../../..');

export type ServiceOptions = {
  /** Entry, below the repository's root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its working directory: not the repository's root, whose `.env` is nobody's business here. */
  readonly cwd: string;
  /** Of the checkout it is started from; this one by default. */
  readonly root?: string | undefined;
  readonly nodeOptions?: readonly string[];
};

/** How long a service may take to say where it listens. */
const START_MS = 30_000;

/** One of the services as package.json starts it: the same entry, the same Node and its options, the same compile cache. */
export class ServiceProcess implements AsyncDisposable {
  readonly port: number;
  /** From the spawn to the first 200 of `/health/ready`, in ms. */
  readonly readyMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, readyMs: number) {
    this.#child = child;
    this.port = port;
    this.readyMs = readyMs;
  }

  static async start({
    script,
    env,
    cwd,
    root = ROOT,
    nodeOptions = [],
  }: ServiceOptions): Promise<ServiceProcess> {
    const command = startCommand(script, root);
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...command.nodeOptions, ...nodeOptions, join(root, script)], {
      cwd,
      env: {
        PATH: process.env['PATH'] ?? '',
        ...command.env,
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/strata'),
        PORT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // A bench that dies must not leave servers behind.
    const reap = (): void => void child.kill('SIGKILL');
    process.once('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    const port = await listeningPort(child);
    await untilReady(port);
    return new ServiceProcess(child, port, performance.now() - startedAt);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resident memory in MB; NaN where the system has no `/proc`. */
  residentMb(): number {
    const kb = /VmRSS:\s+(\d+)/.exec(readProc(this.pid, 'status'))?.[1];
    return Number(kb ?? Number.NaN) / 1024;
  }

  /** Processor time of all its threads so far, in ms; NaN where the system does not tell. */
  cpuMs(): number {
    return processorMs(this.pid);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** Processor time of all threads of a process so far, in ms; NaN where the system does not tell. */
export function processorMs(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readProc(pid, `task/${thread}/schedstat`).split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Both services say on standard output where they listen. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const giveUp = setTimeout(() => reject(new Error(`The service does not start:\n${output}`)), START_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length < 10_000) output += chunk.toString();
      const port = /listens on \S+:(\d+)|"port":(\d+)/
        .exec(output)
        ?.slice(1)
        .find((text) => text !== undefined);
      if (port === undefined) return;
      clearTimeout(giveUp);
      resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`The service ended with code ${code}:\n${output}`)));
  });
}

async function untilReady(port: number): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until it is
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    // oxlint-disable-next-line no-await-in-loop
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
  }
}
