import {
  NEVER_EXPIRES,
  StrataError,
  untilAborted,
  type Clock,
  type ExactStore,
  type Invalidation,
  type ScanPage,
  type ScanRequest,
  type StoredValue,
  type StoreStats,
} from '@strata/core';
import type { ConnectionOptions } from 'node:tls';
import { whyEvicted } from './redis/eviction-policy.ts';
import { parseScanCursor, scanKeys } from './redis/key-scan.ts';
import { OldEpochSweep } from './redis/old-epoch-sweep.ts';
import { openClient, openSubscriber, type RedisClient } from './redis/open-client.ts';
import { isFull, isWrongType, redactorFor, redisError } from './redis/redis-errors.ts';
import { RedisLink } from './redis/redis-link.ts';
import { describeRedisTarget, parseRedisUrl } from './redis/redis-target.ts';
import { SharedInvalidations } from './redis/shared-invalidations.ts';
import { WriteBatch } from './redis/write-batch.ts';

export type RedisExactStoreOptions = {
  /** `redis://…`, `redis+sentinel://…`, `redis+cluster://…` (`rediss` for TLS): see `parseRedisUrl`. */
  readonly url: string;
  readonly clock: Clock;
  /** The first part of all keys and of the channel; letters, digits, `_`, `.`, `-`. Default `strata`. */
  readonly prefix?: string;
  /** Certificates for `rediss`, where the system's authorities do not do. */
  readonly tls?: ConnectionOptions;
  /** A Redis that owes answers and says nothing for this long counts as lost. Default 1 s. */
  readonly silenceTimeoutMs?: number;
  /** How long a clear may go unnoticed when its publication is lost. Default 1 s. */
  readonly epochPollMs?: number;
  /** Told why Redis cannot be used, once for each cause. Never a secret in it. Default: nobody. */
  readonly onProblem?: (message: string) => void;
};

const CONNECT_TIMEOUT_MS = 2_000;

/**
 * Redis 6 or later, one server, Sentinel or Cluster; shared by all replicas. It can be constructed while Redis
 * is down, and comes back by itself. Without a connection every call rejects at once.
 */
export class RedisExactStore implements ExactStore {
  readonly name = 'redis';
  readonly #clock: Clock;
  readonly #prefix: string;
  readonly #redact: (text: string) => string;
  readonly #client: RedisClient;
  readonly #batch: WriteBatch;
  readonly #link: RedisLink;
  readonly #invalidations: SharedInvalidations;
  readonly #sweep: OldEpochSweep;

  /** Throws `StrataError` for a URL or a prefix that cannot be used. */
  constructor(options: RedisExactStoreOptions) {
    const { url, clock, prefix = 'strata', onProblem = () => undefined } = options;
    if (!/^[\w.-]{1,64}$/.test(prefix)) {
      throw new StrataError('The Redis key prefix may hold letters, digits, "_", "." and "-", up to 64.', {
        code: 'invalid_redis_prefix',
        retryable: false,
      });
    }
    const target = parseRedisUrl(url);
    const clientOptions = {
      target,
      tls: options.tls,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      silenceTimeoutMs: options.silenceTimeoutMs ?? 1_000,
    };
    this.#clock = clock;
    this.#prefix = prefix;
    this.#redact = redactorFor(target);
    this.#client = openClient(clientOptions);
    this.#batch = new WriteBatch(this.#client);
    this.#invalidations = new SharedInvalidations({
      client: this.#client,
      openSubscriber: () => openSubscriber(clientOptions, this.#client),
      prefix,
      db: target.db,
      clock,
      pollMs: options.epochPollMs ?? 1_000,
      onProblem: (message) => onProblem(this.#redact(message)),
    });
    this.#link = new RedisLink({
      client: this.#client,
      place: describeRedisTarget(target),
      redact: this.#redact,
      clock,
      onReady: () => void this.#invalidations.refreshEpoch(),
      onLost: () => this.#invalidations.epoch.forget(),
      onProblem,
    });
    this.#sweep = new OldEpochSweep({
      client: this.#client,
      prefix,
      clock,
      onProblem: (error) => onProblem(this.#problemOf(error).message),
    });
  }

  async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    signal?.throwIfAborted();
    try {
      const epoch = this.#epoch ?? (await this.#knownEpoch(signal));
      this.#invalidations.noteUse();
      this.#batch.join();
      const value = await untilAborted(this.#client.getBuffer(this.#keyOf(epoch, key)), signal);
      // Cleared while the answer was on its way: it is of yesterday.
      return value === null || epoch !== this.#epoch ? undefined : value;
    } catch (error) {
      if (isWrongType(error)) return undefined;
      throw this.#failure(error, signal);
    }
  }

  /** The time to live is counted from this process' clock: that of the Redis host need not agree. */
  async set(key: string, value: Uint8Array, expiresAt: number, signal?: AbortSignal): Promise<void> {
    await this.#call(signal, async (epoch) => {
      const ttlMs = Math.min(Math.floor(expiresAt - this.#clock.now()), MAX_TTL_MS);
      const redisKey = this.#keyOf(epoch, key);
      if (ttlMs < 1) await this.#client.unlink(redisKey);
      // Without a time to live no `volatile-…` policy evicts it.
      else if (expiresAt >= NEVER_EXPIRES) await this.#client.set(redisKey, asBuffer(value));
      else await this.#client.set(redisKey, asBuffer(value), 'PX', ttlMs);
    });
  }

  async delete(key: string, signal?: AbortSignal): Promise<boolean> {
    return await this.#call(signal, async (epoch) => {
      const count = await this.#client.unlink(this.#keyOf(epoch, key));
      await this.#invalidations.deleted(key);
      return count > 0;
    });
  }

  async clear(signal?: AbortSignal): Promise<void> {
    await this.#call(signal, async (before) => {
      const epoch = await this.#raiseEpoch(before);
      this.#sweep.start(epoch);
      await this.#invalidations.cleared(epoch);
    });
  }

  async ping(signal?: AbortSignal): Promise<void> {
    await this.#call(signal, () => this.#invalidations.epoch.refresh());
  }

  /** Redis counts all keys of a database, not ours: unknown. */
  async stats(signal?: AbortSignal): Promise<StoreStats> {
    signal?.throwIfAborted();
    return { entries: undefined, bytes: undefined };
  }

  /** By SCAN, node after node. A clear ends the walk. */
  async scan({ cursor, limit }: ScanRequest, signal?: AbortSignal): Promise<ScanPage<StoredValue>> {
    const place = parseScanCursor(cursor);
    return await this.#call(signal, (epoch) =>
      scanKeys(this.#client, { place, limit, prefix: `${this.#prefix}:${epoch}:`, epoch }),
    );
  }

  async whyNotKept(signal?: AbortSignal): Promise<string | undefined> {
    return await this.#call(signal, () => whyEvicted(this.#client));
  }

  onInvalidated(listener: (invalidation: Invalidation) => void): () => void {
    return this.#invalidations.add(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sweep.stop();
    this.#invalidations.dispose();
    this.#link.dispose();
    this.#client.disconnect();
  }

  /** A full Redis refuses to count, too: there, what was to be cleared makes the room. */
  async #raiseEpoch(before: number): Promise<number> {
    const { epoch } = this.#invalidations;
    let raised: number | undefined;
    let refusal: unknown;
    const isRaised = async (): Promise<boolean> => {
      try {
        raised = await epoch.raise();
      } catch (error) {
        if (!isFull(error)) throw error;
        refusal = error;
      }
      return raised !== undefined;
    };
    if (!(await isRaised())) await this.#sweep.makeRoom(before, isRaised);
    if (raised === undefined) throw refusal;
    return raised;
  }

  async #call<T>(signal: AbortSignal | undefined, work: (epoch: number) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    try {
      const epoch = this.#epoch ?? (await this.#knownEpoch(signal));
      this.#invalidations.noteUse();
      return await untilAborted(work(epoch), signal);
    } catch (error) {
      throw this.#failure(error, signal);
    }
  }

  /** `undefined` while it has to be read (again) from Redis. */
  get #epoch(): number | undefined {
    return this.#invalidations.epoch.current;
  }

  #knownEpoch(signal: AbortSignal | undefined): Promise<number> {
    return untilAborted(
      this.#link.whenReady().then(() => this.#invalidations.epoch.refresh()),
      signal,
    );
  }

  #keyOf(epoch: number, key: string): string {
    return `${this.#prefix}:${epoch}:${key}`;
  }

  /** What to throw for what was thrown: the caller's own reason when it aborted, a typed outage otherwise. */
  #failure(error: unknown, signal: AbortSignal | undefined): unknown {
    return signal?.aborted === true ? signal.reason : this.#problemOf(error);
  }

  #problemOf(error: unknown): Error {
    return this.#link.isReady ? redisError(error, this.#redact) : this.#link.down();
  }
}

/** A hundred years; Redis refuses times beyond its own reckoning. */
const MAX_TTL_MS = 3_155_760_000_000;

/** ioredis sends a Buffer as it is, and any other array as text. */
function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
