import { StrataError } from '@strata/core';
import { redisAvailable } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { describe, expect } from 'vitest';
import { RedisExactStore } from './redis.ts';
import { it, listen, put, read, until } from './test-redis-store.ts';

it('refuses a prefix that could not be told from other keys', () => {
  for (const prefix of ['', 'a:b', 'a*', 'a b', '{a}']) {
    const construct = (): unknown => new RedisExactStore({ url: 'redis://h', clock: wallClock, prefix });
    expect(construct).toThrow(StrataError);
  }
});

describe.runIf(redisAvailable('Redis with several users'))('RedisExactStore and its rights', () => {
  it('keeps the databases of one server apart', async ({ server, open }) => {
    const [zero, three] = [open(), open({ url: `${server.url}/3` })];
    await Promise.all([put(zero, 'k'), put(three, 'k')]);
    const heard = listen(zero);
    await three.clear();
    await three.delete('k');
    await put(three, 'only here');
    expect(await read(zero, 'k')).toBe('value of k');
    expect(await zero.get('only here')).toBeUndefined();
    expect(heard).toEqual([]);
  });

  it('needs no more rights than its own keys and channels', async ({ server, raw, hearing, open }) => {
    await raw.acl(
      'SETUSER',
      'strata',
      'reset',
      'on',
      '>pass word/@:',
      '~strata:*',
      '&strata:*',
      '+get',
      '+set',
      '+unlink',
      '+incr',
      '+scan',
      '+publish',
      '+subscribe',
      '+ping',
      '+info',
      '+hello',
      '+client',
      '+select',
    );
    const url = server.url.replace('redis://', `redis://strata:${encodeURIComponent('pass word/@:')}@`);
    const problems: string[] = [];
    const store = open({ url, onProblem: (problem) => problems.push(problem) });
    await put(store, 'k');
    await hearing(1);
    await store.clear();
    expect(await store.delete('k')).toBe(false);
    await until(async () => (await raw.keys('strata:1*:*')).length === 0);
    expect(problems).toEqual([]);
  });

  it('says so when it may not listen, and follows clears all the same', async ({ server, raw, open }) => {
    await raw.acl('SETUSER', 'deaf', 'reset', 'on', '>pw', '~strata:*', '+@all', '-subscribe');
    const problems: string[] = [];
    const store = open({
      url: server.url.replace('redis://', 'redis://deaf:pw@'),
      epochPollMs: 10,
      onProblem: (problem) => problems.push(problem),
    });
    await put(store, 'k');
    await until(() => problems.length > 0);
    expect(problems).toEqual([
      expect.stringMatching(/invalidations of other replicas cannot be followed: NOPERM/),
    ]);
    const heard = listen(store);
    await open().clear();
    await until(() => heard.length > 0);
    expect(await store.get('k')).toBeUndefined();
  });
});
