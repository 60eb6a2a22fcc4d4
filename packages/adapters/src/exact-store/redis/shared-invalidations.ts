import type { Clock, Invalidation } from '@strata/core';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { InvalidationListeners } from '../invalidation-listeners.ts';
import { InvalidationFeed } from './invalidation-feed.ts';
import { decodeInvalidation, encodeInvalidation } from './invalidation-message.ts';
import type { RedisClient } from './open-client.ts';
import { RedisEpoch } from './redis-epoch.ts';

export type SharedInvalidationsOptions = {
  readonly client: RedisClient;
  /** Makes the connection that hears what is published: see `InvalidationFeed`. */
  readonly openSubscriber: () => Redis;
  readonly prefix: string;
  /** Channels know no databases, keys do. */
  readonly db: number;
  readonly clock: Clock;
  /** How long a clear may go unnoticed when its publication is lost. */
  readonly pollMs: number;
  readonly onProblem: (message: string) => void;
};

/**
 * Clears and deletes, whichever replica they come from. Each is published on a channel and told to who listens here.
 * A clear that the channel lost shows in the epoch, which is read again when the channel is back, and at an interval.
 */
export class SharedInvalidations {
  readonly epoch: RedisEpoch;
  readonly #options: SharedInvalidationsOptions;
  readonly #channel: string;
  readonly #feed: InvalidationFeed;
  readonly #listeners = new InvalidationListeners();
  readonly #origin = randomUUID();
  #used = false;
  #stopPolling: () => void = () => undefined;

  constructor(options: SharedInvalidationsOptions) {
    const { client, openSubscriber, prefix, db, clock, onProblem } = options;
    this.#options = options;
    this.#channel = `${prefix}:invalidations${db === 0 ? '' : `:${db}`}`;
    this.epoch = new RedisEpoch({
      client,
      key: `${prefix}:epoch`,
      clock,
      onChanged: () => this.#listeners.emit({ kind: 'clear' }),
    });
    this.#feed = new InvalidationFeed({
      open: openSubscriber,
      channel: this.#channel,
      clock,
      onMessage: (text) => this.#heard(text),
      onListening: () => this.#listening(),
      onProblem,
    });
    this.#poll();
  }

  add(listener: (invalidation: Invalidation) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Something is being read: whoever keeps it must hear when it is void. */
  noteUse(): void {
    this.#used = true;
  }

  /** Tells the others, then who listens here. Rejects as the client does. */
  async deleted(key: string): Promise<void> {
    const { client } = this.#options;
    await client.publish(this.#channel, encodeInvalidation({ origin: this.#origin, kind: 'delete', key }));
    this.#listeners.emit({ kind: 'delete', key });
  }

  /** The same for a clear, which raised the epoch to this. */
  async cleared(epoch: number): Promise<void> {
    const { client } = this.#options;
    await client.publish(this.#channel, encodeInvalidation({ origin: this.#origin, kind: 'clear', epoch }));
    this.#listeners.emit({ kind: 'clear' });
  }

  /** Never rejects: whoever needs the epoch will ask again, and hear of the failure. */
  async refreshEpoch(): Promise<void> {
    try {
      await this.epoch.refresh();
    } catch {
      this.epoch.forget();
    }
  }

  dispose(): void {
    this.#stopPolling();
    this.#listeners.removeAll();
    this.#feed.dispose();
  }

  #heard(text: string): void {
    const message = decodeInvalidation(text);
    if (message === undefined || message.origin === this.#origin) return;
    if (message.kind === 'clear') this.epoch.adopt(message.epoch);
    else this.#listeners.emit({ kind: 'delete', key: message.key });
  }

  /** Nothing was read before the first time, so nothing can have been missed by then. */
  #listening(): void {
    if (this.#used) this.#listeners.emit({ kind: 'clear' });
    void this.refreshEpoch();
  }

  #poll(): void {
    const { client, clock, pollMs } = this.#options;
    this.#stopPolling = clock.after(pollMs, () => {
      if (client.status === 'ready') void this.refreshEpoch();
      this.#poll();
    });
  }
}
