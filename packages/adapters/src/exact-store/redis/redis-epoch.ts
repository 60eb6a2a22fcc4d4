import type { Clock } from '@strata/core';
import type { RedisClient } from './open-client.ts';

export type RedisEpochOptions = {
  readonly client: RedisClient;
  /** Where the number lies: `strata:epoch`. */
  readonly key: string;
  readonly clock: Clock;
  /** The epoch is another one than before: everything known from before is void. */
  readonly onChanged: () => void;
};

/**
 * The number in every key, which `clear` raises: what was stored before is then under keys nobody asks for.
 *
 * It starts from the time in ms, and it only rises, even where Redis loses it (an eviction, a restart without
 * persistence, a failover to a replica that had not heard): counting from 1 again would bring back what had
 * been cleared. Whoever knows of a higher number writes it back.
 */
export class RedisEpoch {
  readonly #options: RedisEpochOptions;
  #current: number | undefined;
  #highest = 0;
  #reading: Promise<number> | undefined;

  constructor(options: RedisEpochOptions) {
    this.#options = options;
  }

  /** `undefined` while it has to be read (again) from Redis. */
  get current(): number | undefined {
    return this.#current;
  }

  /** What was said while nobody listened is unknown. */
  forget(): void {
    this.#current = undefined;
  }

  /** Reads it from Redis; calls at the same time share one reading. Rejects as the client does. */
  refresh(): Promise<number> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Raises it in Redis. Not `onChanged`: the caller knows. */
  async raise(): Promise<number> {
    const { client, key, clock } = this.#options;
    const raised = await client.incr(key);
    const lost = raised <= Math.max(this.#highest, 1);
    const next = lost ? Math.max(this.#highest + 1, clock.now()) : raised;
    if (lost) await client.set(key, next);
    this.#current = next;
    this.#highest = Math.max(this.#highest, next);
    return next;
  }

  /** Another replica said that it is this now. */
  adopt(epoch: number): number {
    const isNews = this.#highest !== 0 && epoch > this.#highest;
    this.#highest = Math.max(this.#highest, epoch);
    this.#current = this.#highest;
    if (isNews) this.#options.onChanged();
    return this.#highest;
  }

  async #read(): Promise<number> {
    const { client, key, clock } = this.#options;
    // As of now: a `raise` while this waits must not be taken for something Redis has lost.
    const known = this.#highest;
    const text = await client.get(key);
    const stored = numberOf(text);
    if (stored !== undefined && stored >= known) return this.adopt(stored);
    return this.adopt(await this.#writeBack(known === 0 ? clock.now() : known, text === null));
  }

  async #writeBack(epoch: number, isMissing: boolean): Promise<number> {
    const { client, key } = this.#options;
    try {
      // Several replicas may find it missing: the first one says what it is.
      if (isMissing) await client.set(key, epoch, 'NX');
      else await client.set(key, epoch);
      return numberOf(await client.get(key)) ?? epoch;
    } catch {
      // Full, or read-only: reading goes on, and the next refresh tries again.
      return epoch;
    }
  }
}

function numberOf(text: string | null): number | undefined {
  const number = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
