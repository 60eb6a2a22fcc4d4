import { messageOf, type Clock } from '@strata/core';
import type { Redis } from 'ioredis';
import { backOffMs } from './open-client.ts';

export type InvalidationFeedOptions = {
  /** Makes a connection that does not reconnect by itself and is not connected yet. */
  readonly open: () => Redis;
  readonly channel: string;
  readonly clock: Clock;
  readonly onMessage: (text: string) => void;
  /** From now on nothing published is missed; before this, anything may have been. */
  readonly onListening: () => void;
  readonly onProblem: (message: string) => void;
};

/** A silent connection is asked at this interval whether it is still there. */
const HEARTBEAT_MS = 5_000;

/** Listens to a channel on a connection of its own, and opens another whenever that one is lost. */
export class InvalidationFeed {
  readonly #options: InvalidationFeedOptions;
  #connection: Redis | undefined;
  #cancelTimer: () => void = () => undefined;
  #failures = 0;
  #problem = '';
  #disposed = false;

  constructor(options: InvalidationFeedOptions) {
    this.#options = options;
    this.#connect();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    this.#connection?.disconnect();
  }

  #connect(): void {
    const connection = this.#options.open();
    this.#connection = connection;
    connection.on('error', (error: unknown) => {
      this.#problem = messageOf(error);
    });
    connection.once('end', () => this.#lost(connection));
    connection.on('message', (_channel: string, text: string) => this.#options.onMessage(text));
    void this.#listen(connection);
  }

  async #listen(connection: Redis): Promise<void> {
    try {
      await connection.connect();
      await connection.subscribe(this.#options.channel);
    } catch (error) {
      this.#problem = messageOf(error);
      return connection.disconnect();
    }
    this.#failures = 0;
    this.#options.onListening();
    this.#beat(connection);
  }

  /** An unanswered ping ends the connection (its socket timeout), and with that comes a new one. */
  #beat(connection: Redis): void {
    this.#cancelTimer = this.#options.clock.after(HEARTBEAT_MS, () => {
      connection.ping().then(
        () => this.#beat(connection),
        () => connection.disconnect(),
      );
    });
  }

  #lost(connection: Redis): void {
    if (this.#disposed || connection !== this.#connection) return;
    this.#cancelTimer();
    this.#failures += 1;
    // Once is a restart of Redis, which the other connection reports; more often than that it is something else.
    if (this.#failures === 2) {
      this.#options.onProblem(`Redis: invalidations of other replicas cannot be followed: ${this.#problem}`);
    }
    this.#cancelTimer = this.#options.clock.after(backOffMs(this.#failures), () => this.#connect());
  }
}
