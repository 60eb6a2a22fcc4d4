import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { processorMs } from './service-process.ts';

type Listening = { readonly port: number };

/** A server of the bench itself in a process of its own: `script` listens and sends `{ port }` over the channel. */
export class HelperProcess implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** `given` is sent to the script, as JSON. */
  static async start(script: string, given: object): Promise<HelperProcess> {
    const child = fork(new URL(script, import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.send(given);
    const [{ port }] = (await once(child, 'message')) as [Listening];
    return new HelperProcess(child, port);
  }

  /** Processor time so far, in ms. */
  cpuMs(): number {
    return processorMs(this.#child.pid ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}
