import { DependencyError, messageOf, type Clock } from '@strata/core';
import type { RedisClient } from './open-client.ts';

export type RedisLinkOptions = {
  readonly client: RedisClient;
  /** Where it is, for people: without a login. */
  readonly place: string;
  readonly redact: (text: string) => string;
  readonly clock: Clock;
  readonly onReady: () => void;
  readonly onLost: () => void;
  readonly onProblem: (message: string) => void;
};

/** The same problem is said again after this long, or when it worked in between. */
const REPEAT_AFTER_MS = 60_000;

/** Whether the client can be used now, and if not, why. Takes every event that would otherwise be unhandled. */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  readonly #firstAttempt = Promise.withResolvers<void>();
  #problem = 'it is not connected yet';
  /** When each problem was said last, by `clock.elapsed()`. */
  readonly #said = new Map<string, number>();
  #wasReady = false;
  #disposed = false;

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    const { client } = options;
    client.on('ready', () => this.#ready());
    client.on('close', () => this.#lost());
    client.on('end', () => this.#lost());
    for (const event of ['error', 'node error', 'sentinelError']) {
      client.on(event, (error: unknown) => this.#failed(messageOf(error)));
    }
  }

  /** Not once it is disposed of: a connection that is being closed calls itself ready for a moment, and may still answer. */
  get isReady(): boolean {
    return !this.#disposed && this.#options.client.status === 'ready';
  }

  /**
   * Right after the start it waits for the first attempt to connect, however that ends; later a missing
   * connection is said at once. Rejects with `DependencyError`.
   */
  async whenReady(): Promise<void> {
    if (this.isReady) return;
    await this.#firstAttempt.promise;
    if (!this.isReady) throw this.down();
  }

  down(): DependencyError {
    return new DependencyError(`Redis is not connected (${this.#options.place}): ${this.#problem}`);
  }

  /** What happens from now on is meant to happen. */
  dispose(): void {
    this.#disposed = true;
    this.#problem = 'the store is closed';
  }

  #ready(): void {
    this.#wasReady = true;
    this.#said.clear();
    this.#options.onReady();
    this.#firstAttempt.resolve();
  }

  #lost(): void {
    this.#options.onLost();
    if (this.#wasReady) this.#failed('the connection was lost');
    this.#wasReady = false;
    this.#firstAttempt.resolve();
  }

  /** Each attempt to connect fails, and the nodes of a cluster take turns: not every time is worth saying. */
  #failed(message: string): void {
    const { clock, place, redact, onProblem } = this.#options;
    this.#firstAttempt.resolve();
    if (this.#disposed) return;
    this.#problem = redact(message);
    const now = clock.elapsed();
    const said = this.#said.get(this.#problem);
    if (said !== undefined && now - said < REPEAT_AFTER_MS) return;
    this.#said.set(this.#problem, now);
    onProblem(`Redis (${place}): ${this.#problem}`);
  }
}
