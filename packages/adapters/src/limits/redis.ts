import {
  DependencyError,
  untilAborted,
  type BucketAnswer,
  type BucketStore,
  type Clock,
  type SharedBucket,
  type Sum,
  type SumStore,
} from '@strata/core';
import { ReplyError } from 'ioredis';
import { openClient, type RedisClient } from '../exact-store/redis/open-client.ts';
import { redactorFor, redisError } from '../exact-store/redis/redis-errors.ts';
import { RedisLink } from '../exact-store/redis/redis-link.ts';
import { describeRedisTarget, parseRedisUrl } from '../exact-store/redis/redis-target.ts';

export type RedisLimitsOptions = {
  readonly url: string;
  readonly clock: Clock;
  /** The first part of all keys. Default `strata-limits`. */
  readonly prefix?: string;
  readonly onProblem?: (message: string) => void;
};

/*
 * One step on the server, by the server's clock: the clocks of the replicas need not agree. A bucket that would be full
 * again is forgotten; one that never fills (a rate of 0) is kept for a year after it was used last.
 */
const BUCKET_SCRIPT = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + time[2] / 1000
  local capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
  local units, forced = tonumber(ARGV[3]), ARGV[4] == 'debit'
  local state = redis.call('HMGET', KEYS[1], 'level', 'at')
  local level, at = tonumber(state[1]) or capacity, tonumber(state[2]) or now
  level = math.min(capacity, level + math.max(0, now - at) * rate / 1000)
  local granted = units
  if not forced then granted = math.max(0, math.min(units, math.floor(level + 1e-9))) end
  level = level - granted
  redis.call('HSET', KEYS[1], 'level', string.format('%.9f', level), 'at', string.format('%.3f', math.max(now, at)))
  local keep = 31536000000
  if rate > 0 then keep = math.min(keep, math.ceil((capacity - level) / rate * 1000) + 1000) end
  redis.call('PEXPIRE', KEYS[1], keep)
  return {granted, string.format('%.9f', level)}
`;

const SUM_SCRIPT = `
  local sum = redis.call('INCRBYFLOAT', KEYS[1], ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[2])
  return sum
`;

/** Limits that hold across replicas. It can be constructed while Redis is down, and comes back by itself. */
export class RedisLimits implements BucketStore, SumStore {
  readonly name = 'redis';
  readonly #client: RedisClient;
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #redact: (text: string) => string;

  /** Throws `StrataError` for a URL that cannot be used. */
  constructor(options: RedisLimitsOptions) {
    const { url, clock, prefix = 'strata-limits', onProblem = () => undefined } = options;
    const target = parseRedisUrl(url);
    this.#prefix = prefix;
    this.#redact = redactorFor(target);
    this.#client = openClient({
      target,
      tls: undefined,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      silenceTimeoutMs: SILENCE_TIMEOUT_MS,
    });
    this.#link = new RedisLink({
      client: this.#client,
      place: describeRedisTarget(target),
      redact: this.#redact,
      clock,
      onReady: () => undefined,
      onLost: () => undefined,
      onProblem,
    });
  }

  async take(bucket: SharedBucket, want: number, signal?: AbortSignal): Promise<BucketAnswer> {
    return await this.#bucket(bucket, ['take', want], signal);
  }

  async debit(bucket: SharedBucket, units: number, signal?: AbortSignal): Promise<BucketAnswer> {
    return await this.#bucket(bucket, ['debit', units], signal);
  }

  async add(sum: Sum, amount: number, signal?: AbortSignal): Promise<number> {
    const args = [amount.toFixed(9), Math.floor(sum.expiresAt)];
    return Number(await this.#run(SUM_SCRIPT, { key: `sum:${sum.name}`, args }, signal));
  }

  async ping(signal?: AbortSignal): Promise<void> {
    await untilAborted(this.#link.whenReady(), signal);
    try {
      await untilAborted(this.#client.ping(), signal);
    } catch (error) {
      throw this.#failure(error, signal);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#link.dispose();
    this.#client.disconnect();
  }

  async #bucket(
    { name, capacity, perSecond }: SharedBucket,
    [mode, units]: readonly [mode: 'take' | 'debit', units: number],
    signal: AbortSignal | undefined,
  ): Promise<BucketAnswer> {
    const call = { key: `bucket:${name}`, args: [capacity, perSecond, units, mode] };
    const [granted, level] = (await this.#run(BUCKET_SCRIPT, call, signal)) as [number, string];
    return { granted, level: Number(level) };
  }

  async #run(script: string, call: ScriptCall, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    await untilAborted(this.#link.whenReady(), signal);
    try {
      const running = this.#client.eval(script, 1, `${this.#prefix}:${call.key}`, ...call.args);
      return await untilAborted(running, signal);
    } catch (error) {
      const failure = this.#failure(error, signal);
      // Redis said no, or the connection broke before it said anything: then the script may have run.
      if (error instanceof ReplyError || !(failure instanceof DependencyError)) throw failure;
      throw new DependencyError(failure.message, { code: 'unknown_outcome' });
    }
  }

  #failure(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted === true) return signal.reason;
    return this.#link.isReady ? redisError(error, this.#redact) : this.#link.down();
  }
}

type ScriptCall = { readonly key: string; readonly args: readonly (string | number)[] };

const CONNECT_TIMEOUT_MS = 2_000;
const SILENCE_TIMEOUT_MS = 1_000;
