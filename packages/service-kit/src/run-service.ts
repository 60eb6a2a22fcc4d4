// Little of each: this file is loaded before signals are heard.
import type { Clock } from '@strata/core';
import { messageOf, StrataError } from '@strata/core/errors';
import { ConfigError } from './config-error.ts';
import type { Environment } from './config.ts';
import type { Logger } from './logger.ts';
import { systemClock } from './system-clock.ts';

/** The part of `process` that a service needs; tests put another in its place. */
export interface ServiceProcess {
  readonly env: Environment;
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): unknown;
}

export type RunningService = {
  readonly logger: Logger;
  /** Stops accepting and lets what is in flight finish; resolves at the latest soon after `deadlineMs`. */
  drain(deadlineMs: number): Promise<unknown>;
};

export type ServiceOptions = {
  readonly process: ServiceProcess;
  /**
   * Loads the configuration and starts everything. What is put on `resources` is disposed of in reverse
   * order, after the drain, and also when the start itself fails.
   */
  start(resources: AsyncDisposableStack, env: Environment): Promise<RunningService>;
  /** How long requests in flight may take to finish, in milliseconds. */
  readonly drainMs?: number;
  /** How long the disposal after that may take. */
  readonly disposeMs?: number;
  readonly clock?: Clock;
};

/**
 * The life of a service from start to exit code: 0 after a clean stop (SIGTERM, SIGINT), 1 when the configuration
 * is unusable, the start fails or something unforeseen is thrown, 128 + signal when a second signal cuts it short.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  await new ServiceLife(options).begin();
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGTERM: 15 };

/** Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. That is one wish, not two. */
const SAME_SIGNAL_MS = 1000;

class ServiceLife {
  readonly #process: ServiceProcess;
  readonly #options: ServiceOptions;
  readonly #clock: Clock;
  readonly #resources = new AsyncDisposableStack();
  #service: RunningService | undefined;
  #stoppingSince: number | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#process = options.process;
    this.#clock = options.clock ?? systemClock;
  }

  async begin(): Promise<void> {
    for (const signal of Object.keys(SIGNAL_NUMBERS)) this.#process.on(signal, () => this.#onSignal(signal));
    this.#process.on('uncaughtException', (error) => this.#crash('Uncaught exception', error));
    this.#process.on('unhandledRejection', (error) => this.#crash('Unhandled rejection', error));
    try {
      this.#service = await this.#options.start(this.#resources, this.#process.env);
    } catch (error) {
      this.#process.stderr.write(`${explain(error)}\n`);
      await this.#dispose().catch(() => {});
      this.#process.exit(1);
      return;
    }
    // A signal may have come while the start was under way.
    if (this.#stoppingSince !== undefined) await this.#stop();
  }

  #onSignal(signal: string): void {
    const now = this.#clock.elapsed();
    if (this.#stoppingSince === undefined) {
      this.#stoppingSince = now;
      this.#service?.logger.info('Stopping', { signal });
      if (this.#service !== undefined) void this.#stop();
    } else if (now - this.#stoppingSince > SAME_SIGNAL_MS) {
      this.#service?.logger.warn('Stopped at once by a second signal', { signal });
      this.#exit(128 + (SIGNAL_NUMBERS[signal] ?? 0));
    }
  }

  async #stop(): Promise<void> {
    const { drainMs = 8000, disposeMs = 5000 } = this.#options;
    const cancel = this.#clock.after(drainMs + disposeMs, () => {
      this.#service?.logger.error('The stop took too long and was cut short');
      this.#exit(1);
    });
    try {
      await this.#service?.drain(drainMs);
      await this.#dispose();
      this.#service?.logger.info('Stopped');
      this.#exit(0);
    } catch (error) {
      this.#service?.logger.error('The stop failed', { error });
      this.#exit(1);
    } finally {
      cancel();
    }
  }

  #dispose(): Promise<void> {
    return this.#resources.disposeAsync();
  }

  #crash(what: string, error: unknown): void {
    if (this.#service === undefined) this.#process.stderr.write(`${what}: ${explain(error)}\n`);
    else this.#service.logger.error(what, { error });
    this.#exit(1);
  }

  #exit(code: number): void {
    this.#service?.logger.flush();
    this.#process.exit(code);
  }
}

/** Our own errors say what to do; of others the stack is wanted. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof StrataError) return `Cannot start: ${error.message}`;
  return `Cannot start: ${(error instanceof Error && error.stack) || messageOf(error)}`;
}
