import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

export type RedisServerOptions = {
  /** Lines of its configuration file, before `port` and `dir`. */
  readonly config?: readonly string[];
  /** Runs as a Sentinel. */
  readonly sentinel?: boolean;
  /** Accepts TLS connections only, with this certificate. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
};

/** What Redis and Sentinel write when they can be talked to. */
const READY = /Ready to accept connections|Sentinel ID is/;
const START_ATTEMPTS = 5;
/** Cluster nodes also listen 10,000 ports higher. */
const HIGHEST_PORT = 55_000;

/**
 * Whether a `redis-server` is on this machine. Where it is not, says so; with `STRATA_REQUIRE_REDIS=1` its
 * absence is an error, so that no build passes without these tests.
 */
export function redisAvailable(what: string): boolean {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  if (directories.some((directory) => isExecutable(join(directory, 'redis-server')))) return true;
  const reason = `${what}: not run, there is no redis-server on this machine`;
  if (process.env['STRATA_REQUIRE_REDIS'] === '1') throw new Error(`${reason} (STRATA_REQUIRE_REDIS=1)`);
  console.warn(reason);
  return false;
}

/** A real Redis on a free port and an empty directory of its own, which can be killed, stopped and started again. */
export class RedisServer implements AsyncDisposable {
  readonly port: number;
  readonly #options: RedisServerOptions;
  readonly #directory = mkdtempSync(join(tmpdir(), 'strata-redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number, options: RedisServerOptions) {
    this.port = port;
    this.#options = options;
  }

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    for (let attempt = 1; ; attempt += 1) {
      // oxlint-disable no-await-in-loop -- another port only when the first was taken meanwhile
      const server = new RedisServer(await freePort(), options);
      try {
        await server.restart();
        return server;
      } catch (error) {
        await server[Symbol.asyncDispose]();
        if (attempt === START_ATTEMPTS) throw error;
      }
      // oxlint-enable no-await-in-loop
    }
  }

  /** `redis://127.0.0.1:<port>`, or `rediss://…` */
  get url(): string {
    return `${this.#options.tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${this.port}`;
  }

  /** Runs it on the same port, with what it had saved. Resolves when it accepts connections. */
  async restart(extraConfig: readonly string[] = []): Promise<void> {
    const { config = [], sentinel = false } = this.#options;
    const place = [...this.#portConfig(), `dir ${this.#directory}`, 'bind 127.0.0.1'];
    const path = join(this.#directory, 'redis.conf');
    writeFileSync(path, ['save ""', ...config, ...extraConfig, ...place].join('\n'));
    const child = spawn('redis-server', sentinel ? [path, '--sentinel'] : [path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    // A test run that dies must not leave servers behind.
    const reap = (): void => void child.kill('SIGKILL');
    process.once('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    await readiness(child);
  }

  /** As if the machine had lost power: nothing is said goodbye to. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Connections stay open and nothing is answered. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #portConfig(): readonly string[] {
    const { tls } = this.#options;
    if (tls === undefined) return [`port ${this.port}`];
    const files = [
      `tls-cert-file ${tls.certFile}`,
      `tls-key-file ${tls.keyFile}`,
      `tls-ca-cert-file ${tls.certFile}`,
    ];
    return ['port 0', `tls-port ${this.port}`, 'tls-auth-clients no', ...files];
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

/** Reads its log on, so that the pipe never fills. Rejects with the log when it ends first. */
async function readiness(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('redis-server was started without a pipe for its log');
  const log: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  createInterface(child.stdout).on('line', (line) => {
    log.push(line);
    if (READY.test(line)) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`redis-server ended before it was ready:\n${log.join('\n')}`)));
  await promise;
}

async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    // oxlint-disable no-await-in-loop -- until one fits
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    // oxlint-enable no-await-in-loop
    if (address !== null && typeof address === 'object' && address.port <= HIGHEST_PORT) return address.port;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
