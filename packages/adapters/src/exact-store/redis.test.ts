import { exactStoreContract } from '@strata/contracts/exact-store-contract';
import { RedisServer, redisAvailable } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { RedisExactStore } from './redis.ts';

describe.runIf(redisAvailable('the exact store on Redis'))('redis', () => {
  let server: RedisServer;
  let raw: Redis;
  let tests = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    raw = new Redis(server.url);
    raw.on('error', () => undefined);
  });

  afterAll(async () => {
    raw.disconnect();
    await server[Symbol.asyncDispose]();
  });

  exactStoreContract({
    name: 'redis',
    open: async () => {
      tests += 1;
      const prefix = `test-${tests}`;
      const foreign = [
        'somebody:else',
        prefix,
        `${prefix}:users:1`,
        `${prefix}2:1:k`,
        `${prefix}:12`,
        'test-*:1:k',
      ];
      return {
        clock: wallClock,
        time: 'real',
        pass: async (ms) => await delay(ms),
        connect: () => new RedisExactStore({ url: server.url, prefix, clock: wallClock }),
        foreign: {
          put: async () => void (await raw.mset(Object.fromEntries(foreign.map((key) => [key, 'theirs'])))),
          isThere: async () => {
            // The sweep after a clear is done when nothing of ours is left.
            for (let left = 1; left > 0; left = (await raw.keys(`${prefix}:1[0-9]*:*`)).length)
              await delay(5);
            return (await raw.exists(...foreign)) === foreign.length;
          },
        },
        spoil: async (key) => {
          const redisKey = `${prefix}:${await raw.get(`${prefix}:epoch`)}:${key}`;
          await raw.multi().del(redisKey).rpush(redisKey, 'a list').exec();
        },
        outage: { begin: async () => await server.kill(), end: async () => await server.restart() },
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  });
});
