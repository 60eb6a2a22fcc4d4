import { join } from 'node:path';
import type { DatabaseLayout } from '@strata/adapters/sqlite/open-database';
import type { ExactStore } from '@strata/core';
import type { Part, PartContext } from './part.ts';

/** `REDIS_URL` set: Redis, else SQLite under `DATA_DIR`. Engines that are not used are not even loaded. */
export function exactStorePart(context: PartContext): Promise<Part<ExactStore>> {
  const { SQLITE_MAX_BYTES: maxBytes } = context.config;
  return storePart(context, { prefix: 'strata', file: 'exact.sqlite', maxBytes, synchronous: 'OFF' });
}

/** A store of its own for what people said of answers: it outlives a clear of the cache, and a machine that loses power. */
export function feedbackStorePart(context: PartContext): Promise<Part<ExactStore>> {
  return storePart(context, {
    prefix: 'strata-feedback',
    file: 'feedback.sqlite',
    maxBytes: FEEDBACK_BYTES,
    synchronous: 'FULL',
  });
}

const FEEDBACK_BYTES = 64 * 1024 * 1024;

type Place = {
  readonly prefix: string;
  readonly file: string;
  readonly maxBytes: number;
  /** Of the file; what Redis keeps over a failure is for its own configuration to say. */
  readonly synchronous: DatabaseLayout['synchronous'];
};

async function storePart({ config, clock, logger }: PartContext, place: Place): Promise<Part<ExactStore>> {
  const { REDIS_URL: url } = config;
  const { prefix, maxBytes, synchronous } = place;
  const onProblem = (message: string): void =>
    logger.warn(message, { part: place.prefix === 'strata' ? 'exact store' : 'feedback store' });
  if (url !== undefined) {
    const { RedisExactStore } = await import('@strata/adapters/exact-store/redis');
    const { describeRedisTarget, parseRedisUrl } =
      await import('@strata/adapters/exact-store/redis/redis-target');
    const value = new RedisExactStore({ url, clock, prefix, onProblem });
    return { value, name: 'redis', label: describeRedisTarget(parseRedisUrl(url)) };
  }
  const { SqliteExactStore } = await import('@strata/adapters/exact-store/sqlite');
  const path = join(config.DATA_DIR, place.file);
  const value = new SqliteExactStore({ path, clock, maxBytes, synchronous, onProblem });
  return { value, name: 'sqlite', label: `SQLite at ${path}` };
}
